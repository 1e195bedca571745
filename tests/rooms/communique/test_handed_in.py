"""What a city handed in is final in the database; the secretariat enters what came by letter, and calls off a silence
that was begun by mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from mithaq.communique.domain.silence import Against, break_silence, call_off, open_silence, withdraw_break
from mithaq.communique.domain.state import enter_statement, state, withdraw_statement
from mithaq.communique.jobs import tell_of_passed_silences
from mithaq.communique.models import Silence, Statement
from mithaq.communique.queries.silence import silences_at_hand
from mithaq.communique.vocabulary import SilenceState
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.reading import kind_of_return
from mithaq.foundation.uploads.receive import receive
from mithaq.members.domain.merge import merge_organisations
from tests.factories.house import a_city, a_house, a_seated, an_organisation
from tests.factories.negotiation import a_negotiator, a_silence, the_point_of
from tests.factories.visits import asked, page, sent
from tests.factories.word_files import word_file

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = {"en": "We read it so.", "ar": "هكذا نفهمه."}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def handed_in(house):
    """A silence with a break and its withdrawal, one that was called off, a statement and its withdrawal."""
    sherpa, silence = a_negotiator(house), a_silence(house)
    broken = break_silence(silence, [Against(the_point_of(silence.draft))], "No.", seat=sherpa, at=house.at + HOUR)
    withdraw_break(broken, seat=sherpa, at=house.at + HOUR)
    again = open_silence(silence.text, silence.expires + DAY, seat=house.secretariat, at=house.at + 2 * HOUR)
    call_off(again, "By mistake.", seat=house.secretariat, at=house.at + 3 * HOUR)
    stated = state(silence.text, None, "reservation", WORDS, seat=sherpa, at=house.at + HOUR)
    withdraw_statement(stated, seat=sherpa, at=house.at + HOUR)
    return stated


TABLES = (
    *("silence", "callingoff", "break", "namedclause", "breakwithdrawal"),
    *("statement", "statementwithdrawal"),
)
CHANGES = {
    "silence": "expires = '2040-01-01'",
    "callingoff": "reason = 'Another.'",
    "break": "reason = 'Another.'",
    "namedclause": "wording = 'Other words.'",
    "breakwithdrawal": "at = '2040-01-01'",
    "statement": "hash = ''",
    "statementwithdrawal": "at = '2040-01-01'",
}


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_delete_or_empty_what_was_handed_in(handed_in, table):
    ways = [f"UPDATE communique_{table} SET {CHANGES[table]}", f"DELETE FROM communique_{table}"]
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        ways.append(f"TRUNCATE communique_{table} CASCADE")
    else:
        ways.append(f"INSERT OR REPLACE INTO communique_{table} SELECT * FROM communique_{table}")
    for way in ways:
        with pytest.raises(IntegrityError, match="is final"), transaction.atomic():
            connection.cursor().execute(way)


def test_what_was_handed_in_goes_with_its_city_when_two_records_become_one(house, handed_in):
    kept = an_organisation(house)
    merge_organisations(kept, handed_in.organisation, **house.by_us)
    handed_in.refresh_from_db()
    assert handed_in.organisation == kept


def test_a_silence_begun_by_mistake_is_called_off_and_all_are_told_the_reason_once(house):
    silence = a_silence(house)
    a_negotiator(house)
    catch_up()
    before = Letter.objects.count()
    call_off(silence, " The wrong draft. ", seat=house.secretariat, at=house.at + HOUR)
    one = Silence.objects.get(pk=silence.pk)
    assert one.state_at(house.at) == SilenceState.OPEN
    assert one.state_at(house.at + HOUR) == one.state_at(silence.expires + DAY) == SilenceState.CALLED_OFF
    assert silences_at_hand(house.cycle, house.at + DAY) == []
    catch_up()
    letters = Letter.objects.order_by("id")[before:]
    assert len(letters) == 1
    assert "The wrong draft." in letters[0].body
    assert tell_of_passed_silences() == 0


def test_after_a_silence_was_called_off_the_words_can_be_put_to_it_again_for_the_whole_time(house):
    silence = a_silence(house)
    at = house.at + HOUR
    call_off(silence, "By mistake.", seat=house.secretariat, at=at)
    with pytest.raises(Refused, match="72 hours"):
        open_silence(silence.text, silence.expires, seat=house.secretariat, at=at)
    again = open_silence(silence.text, at + timedelta(hours=72), seat=house.secretariat, at=at)
    assert again.state_at(at + timedelta(hours=73)) == SilenceState.PASSED


@pytest.mark.parametrize("hours", [0, 73], ids=["broken", "passed"])
def test_a_silence_that_is_over_is_not_called_off(house, hours):
    silence, sherpa = a_silence(house), a_negotiator(house)
    if not hours:
        break_silence(silence, [Against(the_point_of(silence.draft))], "No.", seat=sherpa, at=house.at)
    with pytest.raises(Refused, match="is over"):
        call_off(silence, "By mistake.", seat=house.secretariat, at=house.at + hours * HOUR)


def test_a_silence_is_called_off_once_for_a_reason_and_by_those_who_lead(house):
    silence, sherpa = a_silence(house), a_negotiator(house)
    with pytest.raises(Refused):
        call_off(silence, "By mistake.", seat=sherpa, at=house.at)
    with pytest.raises(Refused, match="Say why"):
        call_off(silence, " ", **house.by_us)
    call_off(silence, "By mistake.", **house.by_us)
    with pytest.raises(Refused, match="was called off"):
        call_off(silence, "Again.", **house.by_us)
    with pytest.raises(Refused, match="was called off"):
        break_silence(silence, [Against(the_point_of(silence.draft))], "No.", seat=sherpa, at=house.at)


def test_the_secretariat_calls_a_silence_off_in_the_browser(house):
    silence, sherpa = a_silence(house), a_negotiator(house)
    address = f"silences/{silence.public_id}/"
    assert "Call off the silence" in page(house, house.secretariat, address)
    assert "Call off the silence" not in page(house, sherpa, address)
    assert asked(house, sherpa, f"{address}calling-off/").status_code == 404
    assert sent(house, house.secretariat, f"{address}calling-off/", reason=" ").status_code == 422
    assert sent(house, house.secretariat, f"{address}calling-off/", reason="The wrong draft.").status_code == 302
    assert "The wrong draft." in page(house, sherpa, address)


def entered(house, text, city, **other):
    said = {"kind": "reservation", "words": WORDS, "source": "Letter 214", "given": house.at, **other}
    return enter_statement(text, city, None, **said, seat=house.secretariat, at=house.at + HOUR)


def test_a_statement_from_a_letter_is_entered_for_the_city_and_shown_so(house):
    silence, city = a_silence(house), a_city(house)
    stated = entered(house, silence.text, city)
    assert (stated.organisation, stated.is_entered, stated.mandate) == (city, True, None)
    shown = page(house, a_seated(house, organisation=city), f"texts/{silence.text.public_id}/statements/")
    assert "entered by the secretariat" in shown
    assert "Letter 214" in shown


def a_letter(name="letter.docx", content=None):
    return SimpleUploadedFile(name, word_file("We read it so.") if content is None else content)


def enters(house, text, city, file):
    typed = {"city": city.public_id, "source": "Letter 214", "kind": "interpretation", "words_en": "We read it so."}
    typed["given"] = house.at.strftime("%Y-%m-%dT%H:%M")
    return sent(house, house.secretariat, f"texts/{text.public_id}/statements/entry/", evidence=file, **typed)


def test_the_letter_itself_stands_beside_what_was_entered_and_is_final(house):
    silence, sherpa = a_silence(house), a_negotiator(house)
    assert enters(house, silence.text, sherpa.organisation, a_letter()).status_code == 302
    stated = Statement.objects.get()
    address = f"statements/{stated.public_id}/letter/"
    assert address in page(house, sherpa, f"texts/{silence.text.public_id}/statements/")
    given = asked(house, sherpa, address)
    assert given.content == word_file("We read it so.")
    assert "letter.docx" in given.headers["Content-Disposition"]
    assert asked(house, a_seated(house, Role.PRESS), address).status_code == 404
    assert asked(house, None, address).status_code == 404
    with pytest.raises(IntegrityError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE communique_statement SET evidence_id = NULL")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (a_letter("letter.csv", b"a,b\n1,2\n"), "not a Word document"),
        (a_letter(content=b""), "empty"),
    ],
    ids=["another kind", "empty"],
)
def test_a_letter_that_is_none_is_refused_beside_its_field_and_nothing_is_entered(house, file, said):
    silence, city = a_silence(house), a_city(house)
    answer = enters(house, silence.text, city, file)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "We read it so." in answer.content.decode()
    assert not Statement.objects.exists()


def test_what_was_taken_in_as_another_kind_is_no_letter(house):
    silence, city = a_silence(house), a_city(house)
    table = receive(a_letter("a.csv", b"a,b\n1,2\n"), told_by=kind_of_return, seat=house.secretariat, at=house.at)
    with pytest.raises(Refused, match="neither a PDF nor a Word document"):
        entered(house, silence.text, city, evidence=table)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"source": " "}, "where this came from"),
        ({"given": None}, "later than now"),
        ({"words": {"en": " "}}, "in one language at least"),
    ],
    ids=["no source", "in the future", "no words"],
)
def test_a_statement_that_cannot_be_so_is_not_entered(house, other, said):
    silence, city = a_silence(house), a_city(house)
    other = {"given": house.at + DAY} if "given" in other else other
    with pytest.raises(Refused, match=said):
        entered(house, silence.text, city, **other)


def test_nothing_is_entered_for_who_does_not_negotiate_before_a_silence_or_by_others(house):
    silence, city = a_silence(house), a_city(house)
    with pytest.raises(Refused, match="does not negotiate"):
        entered(house, silence.text, house.secretariat.organisation)
    with pytest.raises(Refused):
        enter_statement(
            silence.text, city, None, "reservation", WORDS, "Letter", house.at, seat=a_negotiator(house), at=house.at
        )


def test_the_secretariat_or_the_city_withdraws_what_was_entered(house):
    silence, sherpa, other = a_silence(house), a_negotiator(house), a_negotiator(house)
    one, two = (entered(house, silence.text, sherpa.organisation) for _ in range(2))
    at = house.at + DAY
    with pytest.raises(Refused, match="Only the city itself"):
        withdraw_statement(one, seat=other, at=at)
    assert withdraw_statement(one, seat=house.secretariat, at=at).mandate is None
    assert withdraw_statement(two, seat=sherpa, at=at).mandate is not None


def test_the_secretariat_enters_a_statement_in_the_browser(house):
    silence, city = a_silence(house), a_city(house)
    address = f"texts/{silence.text.public_id}/statements/"
    assert f"{address}entry/" in page(house, house.secretariat, address)
    typed = {"city": city.public_id, "source": "Letter 214", "kind": "interpretation", "words_en": "We read it so."}
    answer = sent(house, house.secretariat, f"{address}entry/", **typed)
    assert answer.status_code == 422
    assert "We read it so." in answer.content.decode()
    given = house.at.strftime("%Y-%m-%dT%H:%M")
    assert sent(house, house.secretariat, f"{address}entry/", **typed, given=given).status_code == 302
    assert Statement.objects.get().organisation == city
