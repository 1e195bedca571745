"""The transparency log: what waits while the text is secret, what enters, what is signed, and what is caught."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from mithaq.core.tlog.notes import COSIGNS, SigningKey, cosigned, read_key, read_note
from mithaq.core.tlog.receipts import check_promise, check_receipt
from mithaq.core.tlog.tree import leaf_hash
from mithaq.core.tlog.witnessing import Seen, considered
from mithaq.endorsements.domain.endorse import withdraw
from mithaq.endorsements.domain.log import keys
from mithaq.endorsements.domain.log.check import check_log
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.keys import NoKey, change_key, key_file, signing_key
from mithaq.endorsements.domain.log.receipts import receipt_of
from mithaq.endorsements.domain.log.sign import LogDoesNotHold, sign_checkpoint
from mithaq.endorsements.domain.log.witness import add_witness, ask_witnesses
from mithaq.endorsements.models import (
    Checkpoint,
    Leaf,
    LogCheck,
    LogKey,
    QueuedLeaf,
    TreeHash,
    Witness,
)
from mithaq.endorsements.queries.log import latest_check, log_size
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.erase import erase
from tests.factories.guards import past_the_guards
from tests.factories.house import a_frozen_text, a_house, an_endorsement
from tests.factories.logs import a_log

pytestmark = pytest.mark.django_db
WITNESS = SigningKey("witness.example", b"w" * 32, COSIGNS)


@pytest.fixture
def house(settings, tmp_path):
    settings.HOME = tmp_path
    return a_house()


class AWitness:
    """A witness that runs here instead of elsewhere."""

    def __init__(self):
        self.seen, self.is_down, self.asked = {}, False, 0

    def __call__(self, address, request):
        self.asked += 1
        if self.is_down:
            raise OSError("nobody answers")
        key = read_key(LogKey.objects.last().key)
        answer = considered(request, {key.name: key}, self.seen)
        if answer.checkpoint is None:
            return answer.status, answer.words
        self.seen[key.name] = Seen(answer.checkpoint.size, answer.checkpoint.root)
        return 200, cosigned(answer.checkpoint.text, WITNESS, 1_900_000_000)


def test_while_the_text_is_secret_nothing_enters_and_the_signer_has_a_promise(house):
    text = a_frozen_text(house)
    given = an_endorsement(house, text)
    assert publish_queue(text, at=house.at + timedelta(hours=2)) == 0
    assert sign_checkpoint(at=house.at) is None
    assert log_size() == 0
    told = receipt_of(given, at=house.at)
    assert told["mithaq"] == "promise"
    assert told["payload"]["city"]["name"] == dict(given.organisation.name)
    queued = QueuedLeaf.objects.get()
    assert check_promise(told, read_key(LogKey.objects.get().key)) == leaf_hash(queued.entry.encode())


def test_at_publication_the_queue_enters_and_promises_become_receipts(house):
    _text, given, at = a_log(house, 5)
    key = read_key(LogKey.objects.get().key)
    indexes = {check_receipt(receipt_of(one, at=at), key).index for one in given}
    assert indexes == set(range(5))
    assert list(Act.objects.filter(verb="queue.entered").values_list("facts", flat=True)) == [{"leaves": 5}]


def test_after_the_publication_a_leaf_enters_with_its_verb(house):
    text, _given, at = a_log(house)
    late = an_endorsement(house, text, at=at)
    assert log_size() == 4
    assert receipt_of(late, at=at)["mithaq"] == "promise"
    sign_checkpoint(at=at)
    assert receipt_of(late, at=at)["index"] == 3


def test_a_state_is_signed_once_and_nothing_new_costs_nothing(house):
    _text, _given, at = a_log(house)
    assert sign_checkpoint(at=at) == sign_checkpoint(at=at)
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE endorsements_queuedleaf SET entry = 'x'", "no longer have the root"),
        ("UPDATE endorsements_queuedleaf SET salt = '" + "0" * 64 + "'", "is not what entered"),
        ("UPDATE endorsements_treehash SET hash = zeroblob(32) WHERE level = 1", "is not that of the entries"),
        ("DELETE FROM endorsements_treehash WHERE level = 1", "is missing"),
        ('DELETE FROM endorsements_leaf WHERE "index" = 2', "leaves 2 to 2 are missing"),
        ("UPDATE endorsements_checkpoint SET root = '" + "0" * 64 + "'", "no longer have the root"),
        ("UPDATE endorsements_checkpoint SET note = 'x'", "cannot be read"),
    ],
)
@pytest.mark.sqlite
def test_what_was_altered_behind_the_programs_back_is_named_and_nothing_is_signed(house, statement, words):
    text, _given, at = a_log(house)
    past_the_guards()
    connection.cursor().execute(statement)
    found = check_log(at=at)
    assert words in str(found.problem)
    an_endorsement(house, text, at=at)
    change_key(at=at)  # else there might be nothing to sign
    with pytest.raises(LogDoesNotHold):
        sign_checkpoint(at=at)
    assert Leaf.objects.filter(queued__salt__isnull=False).count() <= 3
    assert Act.objects.filter(verb="log.alarmed").count() == 1


@pytest.mark.sqlite
def test_what_is_new_is_read_and_hashed_again_before_it_is_signed(house):
    text, _given, at = a_log(house)
    an_endorsement(house, text, at=at)
    past_the_guards()
    connection.cursor().execute(
        "UPDATE endorsements_queuedleaf SET entry = 'x' WHERE id = (SELECT MAX(id) FROM endorsements_queuedleaf)"
    )
    with pytest.raises(LogDoesNotHold):
        sign_checkpoint(at=at)
    assert "leaf 3" in str(latest_check().problem)
    with pytest.raises(LogDoesNotHold):
        sign_checkpoint(at=at)


@pytest.mark.parametrize("kind", [QueuedLeaf, Leaf, TreeHash, LogKey, Checkpoint, LogCheck])
def test_the_database_itself_refuses_to_change_or_delete(house, kind):
    _text, _given, at = a_log(house)
    check_log(at=at)
    field = {"QueuedLeaf": "entry", "Leaf": "at", "TreeHash": "hash", "LogKey": "origin", "LogCheck": "finding"}
    name = field.get(kind.__name__, "root")
    value = {"at": house.at, "hash": b"x" * 32}.get(name, "x")
    with pytest.raises(DatabaseError), transaction.atomic():
        kind.objects.update(**{name: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        kind.objects.all()._raw_delete("default")


def test_words_are_erased_and_the_log_still_holds(house):
    _text, given, at = a_log(house)
    QueuedLeaf.objects.filter(thing=given[0].public_id).update(payload=None, salt=None)
    assert receipt_of(given[0], at=at) is None
    assert check_log(at=at).problem is None


def test_a_witness_cosigns_and_its_line_is_in_the_receipt(house):
    _text, given, at = a_log(house)
    add_witness(str(WITNESS.public), "https://witness.example/", at=house.at)
    witness = AWitness()
    assert ask_witnesses(witness, at=at) == 1
    assert ask_witnesses(witness, at=at) == 0
    proved = check_receipt(receipt_of(given[0], at=at), read_key(LogKey.objects.get().key))
    assert proved.seen == {"witness.example": 1_900_000_000}


def test_a_witness_that_is_down_is_named_and_left_alone_for_a_while(house):
    _text, _given, at = a_log(house)
    add_witness(str(WITNESS.public), "https://witness.example", at=house.at)
    witness = AWitness()
    witness.is_down = True
    assert [ask_witnesses(witness, at=at) for _time in range(2)] == [0, 0]
    assert witness.asked == 1
    assert str(Witness.objects.get().problem) == "witness.example did not answer: nobody answers"
    assert latest_check() is None


@pytest.mark.sqlite
def test_a_tail_that_was_cut_off_is_named_from_the_witness(house):
    text, _given, at = a_log(house, 3)
    add_witness(str(WITNESS.public), "https://witness.example", at=house.at)
    witness = AWitness()
    ask_witnesses(witness, at=at)
    for _one in range(2):
        an_endorsement(house, text, at=at)
    sign_checkpoint(at=at)
    ask_witnesses(witness, at=at)
    past_the_guards()
    with connection.cursor() as cursor:  # as a database is that lost its last rows, with everything that told of them
        cursor.execute(
            "DELETE FROM endorsements_cosignature WHERE checkpoint_id IN (SELECT id FROM endorsements_checkpoint WHERE size > 3)"
        )
        cursor.execute("DELETE FROM endorsements_checkpoint WHERE size > 3")
        cursor.execute('DELETE FROM endorsements_leaf WHERE "index" >= 3')
        cursor.execute('DELETE FROM endorsements_treehash WHERE ("index" + 1) << level > 3')
    assert check_log(at=at).problem is None
    ask_witnesses(witness, at=at, again=True)
    assert str(check_log(at=at).problem) == "leaves 3 to 4 are missing: witness.example saw a log of 5"
    an_endorsement(house, text, at=at)
    assert sign_checkpoint(at=at).size == log_size() == 3
    assert QueuedLeaf.objects.filter(leaf=None).count() == 3


@pytest.mark.sqlite
def test_a_tree_that_was_built_anew_over_other_leaves_is_named_from_the_witness(house):
    text, _given, at = a_log(house, 3)
    add_witness(str(WITNESS.public), "https://witness.example", at=house.at)
    witness = AWitness()
    an_endorsement(house, text, at=at)
    sign_checkpoint(at=at)
    ask_witnesses(witness, at=at)
    past_the_guards()
    with connection.cursor() as cursor:  # somebody takes the last one away, puts another in its place and signs that
        cursor.execute("DELETE FROM endorsements_cosignature")
        cursor.execute("DELETE FROM endorsements_checkpoint WHERE size > 3")
        cursor.execute('DELETE FROM endorsements_leaf WHERE "index" >= 3')
        cursor.execute('DELETE FROM endorsements_treehash WHERE ("index" + 1) << level > 3')
    an_endorsement(house, text, at=at)
    assert sign_checkpoint(at=at).size == 4
    assert check_log(at=at).problem is None
    ask_witnesses(witness, at=at)
    assert str(check_log(at=at).problem) == "witness.example saw another log of 4 leaves than this one"
    an_endorsement(house, text, at=at)
    assert sign_checkpoint(at=at).size == log_size() == 4


def test_a_clock_that_is_set_back_loses_nothing_and_keeps_the_order_of_the_log(house):
    text, given, at = a_log(house)
    before = house.at + timedelta(hours=3)  # the text was not public then
    late = an_endorsement(house, text, at=before)
    withdraw(given[0], seat=given[0].seat, at=before)
    assert receipt_of(late, at=before)["mithaq"] == "promise"
    assert (log_size(), publish_queue(text, at=before)) == (3, 0)
    assert publish_queue(text, at=at) == 2
    assert sign_checkpoint(at=at).size == 5
    assert check_receipt(receipt_of(late, at=at), read_key(LogKey.objects.get().key)).index in (3, 4)
    assert check_log(at=at).problem is None
    assert first_broken_act() is None


@pytest.mark.parametrize("key", ["", "x", str(SigningKey("log", b"l" * 32).public)])
def test_what_is_no_key_of_a_witness_is_refused(house, key):
    with pytest.raises(Refused):
        add_witness(key, "https://witness.example", at=house.at)


def test_a_witness_is_entered_once_and_with_an_address(house):
    with pytest.raises(Refused):
        add_witness(str(WITNESS.public), "file:///etc/passwd", at=house.at)
    add_witness(str(WITNESS.public), "https://witness.example", at=house.at)
    with pytest.raises(Refused):
        add_witness(str(WITNESS.public), "https://witness.example", at=house.at)


def test_the_key_is_a_file_of_its_owner_alone_and_not_in_the_database(house):
    key = signing_key(house.at)
    assert oct(key_file().stat().st_mode & 0o777) == "0o600"
    assert key.seed.hex() not in str(list(LogKey.objects.values()))
    key_file().chmod(0o644)
    with pytest.raises(NoKey):
        signing_key(house.at)


def test_a_key_that_is_missing_or_another_one_signs_nothing(house, settings):
    text, _given, at = a_log(house)
    an_endorsement(house, text, at=at)
    key_file().unlink()
    with pytest.raises(NoKey):
        sign_checkpoint(at=at)
    settings.LOG_KEY = "00" * 32
    with pytest.raises(NoKey):
        sign_checkpoint(at=at)
    settings.LOG_KEY = "00"
    with pytest.raises(NoKey):
        sign_checkpoint(at=at)


def test_after_a_change_of_key_the_old_one_names_the_new_one_and_the_log_goes_on(house):
    _text, given, at = a_log(house)
    before = read_key(LogKey.objects.get().key)
    row = change_key(at=at)
    note = read_note(row.succession)
    assert note.signed_by(before)
    assert note.text == f"{before.name}/key/v1\n{row.key}\n"
    sign_checkpoint(at=at)
    for trusted in (read_key(row.key), before):  # whoever knows the first key only follows the note to the second
        assert check_receipt(receipt_of(given[0], at=at), trusted).index in range(3)
    assert check_log(at=at).problem is None


def test_a_change_of_key_that_ends_between_record_and_file_loses_neither_key(house, monkeypatch):
    _text, _given, at = a_log(house)
    with monkeypatch.context() as killed:
        killed.setattr(keys, "_take_over", lambda latest: None)
        row = change_key(at=at)
        with pytest.raises(NoKey):
            signing_key(at)
    assert str(signing_key(at).public) == row.key
    assert not key_file().with_suffix(".fresh").exists()


def test_when_the_signer_is_erased_the_leaf_stays_and_says_nothing(house):
    text = a_frozen_text(house)
    given = an_endorsement(house, text)
    erase(given.seat.person, seat=house.secretariat, at=house.at)
    leaf = QueuedLeaf.objects.get(thing=given.public_id)
    assert (leaf.payload, leaf.salt) == (None, None)
    assert leaf.entry
    assert receipt_of(given, at=house.at) is None
