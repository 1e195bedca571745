"""The log as files, the single file that checks them, the witness as a server, the pages about it."""

from __future__ import annotations

import base64
import json
import random
import shutil
import subprocess
import sys
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from mithaq import verify
from mithaq.cli import main
from mithaq.core.tlog.notes import SigningKey
from mithaq.core.tlog.proofs import consistency_proof
from mithaq.core.tlog.witnessing import request_of
from mithaq.endorsements.domain.endorse import withdraw
from mithaq.endorsements.domain.log.check import keep
from mithaq.endorsements.domain.log.keys import change_key, signing_key
from mithaq.endorsements.domain.log.publish import write_archive, write_log
from mithaq.endorsements.domain.log.receipts import receipt_of
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.domain.log.witness import add_witness, ask_witnesses
from mithaq.endorsements.jobs import keep_the_log, send
from mithaq.endorsements.models import Checkpoint, Cosignature, Leaf, LogKey, Witness
from mithaq.endorsements.queries.log import Stored, latest_checkpoint
from mithaq.endorsements.vocabulary import Problem
from mithaq.foundation import clock, kept
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.site import witness as sites
from tests.factories.house import a_frozen_text, a_house, a_seated, an_endorsement
from tests.factories.logs import a_log, published
from tests.factories.visits import EACH_TIME, a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return a_house()


@pytest.fixture
def witness(tmp_path):
    """A witness that serves on this machine."""
    kept = sites.Witness(tmp_path / "witness", "witness.example")
    server = sites.server_of(kept, "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.address = f"http://127.0.0.1:{server.server_port}"
    yield kept
    server.shutdown()
    server.server_close()


def written(folder, told):
    file = folder / "receipt.json"
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return file


def said_of(capsys, *words):
    code = verify.main([str(word) for word in words])
    return code, capsys.readouterr().out


def test_the_published_folder_verifies_with_the_single_file_on_its_own(house, witness, tmp_path):
    _text, given, at = a_log(house, 3)
    withdraw(given[0], {"en": "We changed our mind."}, seat=given[0].seat, at=at)
    witness.know(str(signing_key(at).public))
    add_witness(str(witness.key.public), witness.address, at=house.at)
    sign_checkpoint(at=at)
    assert ask_witnesses(send, at=at) == 1
    assert write_log(tmp_path / "log", at) == 2 + 2 + 1 + 4 + 1
    told = subprocess.run(
        [sys.executable, "-I", tmp_path / "log" / "verify.py", tmp_path / "log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    city = given[0].organisation.name
    assert f"{city['en']} endorsed “Communiqué”" in told.stdout
    assert f"{city['en']} withdrew its endorsement of “Communiqué”" in told.stdout
    assert f"{city['en']}: أيّدت «البيان»" in told.stdout
    assert "The witness witness.example saw this state" in told.stdout
    assert "Not checked: whose key this is" in told.stdout
    assert "كل ما جرى التحقق منه سليم." in told.stdout


def test_the_single_file_is_short_and_knows_no_other_package():
    source = Path(verify.__file__).read_text()
    assert len(source.splitlines()) < 300
    assert {
        line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))
    } <= sys.stdlib_module_names | {"urllib.request"}


def test_a_zip_of_the_log_and_a_change_of_key_verify_too(house, tmp_path, capsys):
    _text, _given, at = a_log(house)
    first = LogKey.objects.get().key
    change_key(at=at)
    sign_checkpoint(at=at)
    write_log(tmp_path / "log", at)
    shutil.make_archive(str(tmp_path / "log"), "zip", tmp_path / "log")
    code, said = said_of(capsys, tmp_path / "log.zip", "--key", first)
    assert (code, said.count("Not checked")) == (0, 1)
    assert "Not checked: what is around the files in the ZIP." in said  # another program made it
    assert said_of(capsys, tmp_path / "log.zip", "--key", "other")[0] == 1
    assert zipfile.is_zipfile(tmp_path / "log.zip")


def test_the_archive_verifies_where_nothing_but_python_is(house, tmp_path):
    _text, given, at = a_log(house, 2)
    number = write_archive(tmp_path / "log.zip", at)
    with zipfile.ZipFile(tmp_path / "log.zip") as archive:
        (tmp_path / "elsewhere").mkdir()
        archive.extract("verify.py", tmp_path / "elsewhere")
        assert len(archive.namelist()) == number
    receipt = written(tmp_path / "elsewhere", receipt_of(given[0], at=at))
    for place in (tmp_path / "log.zip", receipt):
        told = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", place, "--key", LogKey.objects.get().key],
            cwd=tmp_path / "elsewhere",
            env={},
            capture_output=True,
            check=False,
        )
        assert (told.returncode, told.stderr) == (0, b""), told
        assert "EVERYTHING THAT WAS CHECKED HOLDS." in told.stdout.decode()
        assert "ZIP" not in told.stdout.decode()


def test_a_byte_changed_anywhere_in_the_archive_is_named(house, tmp_path, capsys):
    _text, _given, at = a_log(house, 2)
    write_archive(tmp_path / "log.zip", at)
    key, whole = LogKey.objects.get().key, (tmp_path / "log.zip").read_bytes()
    assert said_of(capsys, tmp_path / "log.zip", "--key", key)[0] == 0
    dice = random.Random(6)
    for place in dice.sample(range(len(whole)), 600):
        altered = bytearray(whole)
        altered[place] ^= dice.randrange(1, 256)
        (tmp_path / "log.zip").write_bytes(altered)
        code, said = said_of(capsys, tmp_path / "log.zip", "--key", key)
        assert code != 0 or "Not checked: what is around the files in the ZIP." in said, place


def test_a_receipt_of_another_city_does_not_hold(house, tmp_path, capsys):
    _text, given, at = a_log(house, 2)
    told, other = (receipt_of(one, at=at) for one in given)
    told["payload"]["city"] = other["payload"]["city"]
    assert said_of(capsys, written(tmp_path, told)) == (
        1,
        "What it says is not what was signed.\nIT DOES NOT HOLD.\nما ورد فيه ليس ما جرى التوقيع عليه.\nغير سليم.\n",
    )


def test_a_receipt_follows_the_keys_of_the_log_and_no_forged_one(house, tmp_path, capsys):
    _text, given, at = a_log(house)
    first = LogKey.objects.get().key
    for _time in range(2):
        change_key(at=at)
    sign_checkpoint(at=at)
    told = receipt_of(given[0], at=at)
    for key in LogKey.objects.all():
        assert said_of(capsys, written(tmp_path, told), "--key", key)[0] == 0
    for forged in (told["keys"][1:], told["keys"][::2], told["keys"][:-1]):
        assert said_of(capsys, written(tmp_path, {**told, "keys": forged}), "--key", first)[0] == 1


def test_a_promise_follows_the_keys_of_the_log_too(house, tmp_path, capsys):
    given = an_endorsement(house, a_frozen_text(house))
    first = str(signing_key(house.at).public)
    change_key(at=house.at)
    assert said_of(capsys, written(tmp_path, receipt_of(given, at=house.at)), "--key", first)[0] == 0


def test_one_bit_flipped_anywhere_in_the_published_files_is_found(house, tmp_path, capsys):
    _text, _given, at = a_log(house)
    write_log(tmp_path / "log", at)
    key = LogKey.objects.get().key
    dice = random.Random(6)
    files = [file for file in (tmp_path / "log").rglob("*") if file.is_file()]
    for file in files:
        whole = file.read_bytes()
        for _time in range(12):
            flipped = bytearray(whole)
            flipped[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
            file.write_bytes(flipped)
            assert said_of(capsys, tmp_path / "log", "--key", key)[0] != 0, (file, bytes(flipped))
        file.write_bytes(whole)
    assert said_of(capsys, tmp_path / "log", "--key", key)[0] == 0


def test_a_receipt_says_who_endorsed_what_and_what_was_not_checked(house, tmp_path, capsys):
    text, given, at = a_log(house)
    file = written(tmp_path, receipt_of(given[1], at=at))
    with the_clock_at(at):
        canonical = a_visitor().get(reverse("communique:canonical", args=[text.public_id]))
    code, said = said_of(capsys, file, "--key", LogKey.objects.get().key, "--language", "en")
    assert code == 0
    assert "mandate “Letter of the mayor”" in said
    assert "Not checked: the words of the text (--text)." in said
    assert "النص" not in said
    (tmp_path / "text.json").write_bytes(canonical.content)
    assert said_of(capsys, file, "--text", tmp_path / "text.json")[0] == 0
    (tmp_path / "text.json").write_bytes(canonical.content.replace(b"Point 1", b"Point\xe2\x80\x8b 1"))
    assert said_of(capsys, file, "--text", tmp_path / "text.json")[0] == 1


def test_a_promise_is_checked_and_another_city_in_it_is_found(house, tmp_path, capsys):
    given = an_endorsement(house, a_frozen_text(house))
    told = receipt_of(given, at=house.at)
    code, said = said_of(capsys, written(tmp_path, told))
    assert (code, "It is promised" in said) == (0, True)
    told["payload"]["city"]["name"]["en"] = "Another"
    assert said_of(capsys, written(tmp_path, told))[0] == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"payload":1}', '{"v":1,"mithaq":"receipt"}', "[" * 100_000])
def test_what_is_no_receipt_is_unreadable(tmp_path, capsys, content):
    (tmp_path / "receipt.json").write_text(content)
    assert said_of(capsys, tmp_path / "receipt.json")[0] == 2


def test_the_ed25519_of_the_single_file_agrees_with_the_library():
    dice = random.Random(8032)
    for _time in range(5):
        key, message = SigningKey("x", dice.randbytes(32)), dice.randbytes(40)
        signature = key.sign(message)
        assert verify.ed25519_holds(key.public.raw, message, signature)
        assert not verify.ed25519_holds(key.public.raw, message + b"x", signature)
        assert not verify.ed25519_holds(
            key.public.raw,
            message,
            signature[:32] + (int.from_bytes(signature[32:], "little") + verify.L).to_bytes(33, "little")[:32],
        )


def test_the_command_verifies_without_a_database(house, tmp_path, capsys):
    _text, given, at = a_log(house, 1)
    assert main(["verify", str(written(tmp_path, receipt_of(given[0], at=at)))]) == 0
    assert "EVERYTHING THAT WAS CHECKED HOLDS." in capsys.readouterr().out


def test_the_commands_publish_check_and_name_a_witness(house, tmp_path, capsys, witness):
    assert main(["log", "export", str(tmp_path / "log")]) == 1
    _text, _given, at = a_log(house, 1)
    with the_clock_at(at):
        assert main(["log", "export", str(tmp_path / "log")]) == 0
        assert main(["log", "add-witness", str(witness.key.public), witness.address]) == 0
        assert main(["log", "add-witness", "nobody", witness.address]) == 1
        assert main(["log", "check"]) == 0
        before = LogKey.objects.get().key
        assert main(["log", "key"]) == 0
        assert main(["log", "key", "--change"]) == 0
    assert before in capsys.readouterr().out
    assert LogKey.objects.count() == 2


def test_a_witness_keeps_what_it_saw_and_answers_a_fork_with_its_size(house, witness):
    _text, _given, at = a_log(house)
    state = latest_checkpoint()
    key = signing_key(at)
    stranger = request_of(0, [], verify_note(state))
    assert send(f"{witness.address}/add-checkpoint", stranger)[0] == 404
    witness.know(str(key.public))
    assert send(f"{witness.address}/add-checkpoint", stranger)[0] == 200
    after_a_restart = sites.Witness(witness.folder, "witness.example")
    assert after_a_restart.key == witness.key
    assert after_a_restart.answer(stranger) == (409, "3\n")
    proof = consistency_proof(3, 3, Stored())
    assert after_a_restart.answer(request_of(3, proof, verify_note(state)))[0] == 200
    assert send(f"{witness.address}/elsewhere", stranger)[0] == 404
    assert send(f"{witness.address}/add-checkpoint", "x" * 200_000)[0] == 413
    assert oct((witness.folder / "witness.key").stat().st_mode & 0o777) == "0o600"


def verify_note(state):
    text, signatures = verify.read_note(state.note)
    return f"{text}\n" + "".join(f"— {name} {base64.b64encode(value).decode()}\n" for name, value in signatures)


def test_the_worker_enters_signs_checks_and_asks(house, witness):
    text = a_frozen_text(house)
    an_endorsement(house, text)
    with the_clock_at(house.at):
        assert keep_the_log() == 0
        assert LogKey.objects.count() == 0
    at = published(house, text)
    with the_clock_at(at):
        witness.know(str(signing_key(at).public))
        add_witness(str(witness.key.public), witness.address, at=house.at)
        assert keep_the_log() == 2
        assert keep_the_log() == 0
    assert (Leaf.objects.count(), Checkpoint.objects.count(), Cosignature.objects.count()) == (1, 1, 1)


def test_a_witness_that_is_gone_does_not_hold_anything_up(house, witness):
    _text, _given, at = a_log(house)
    add_witness(str(witness.key.public), "http://127.0.0.1:9", at=house.at)
    with the_clock_at(at):
        keep_the_log()
    assert "refused" in str(Witness.objects.get().problem)
    assert latest_checkpoint().size == 3


def test_before_publication_there_is_no_file_and_the_page_tells_nothing(house):
    text = a_frozen_text(house)
    with the_clock_at(house.at):
        empty = EACH_TIME.sub("…", page_of(a_visitor(), "/en/check/"))
        an_endorsement(house, text, at=house.at)
        for name in (
            "checkpoint",
            "log.json",
            "tile/0/000.p/1",
            "tile/entries/000.p/1",
            f"texts/{text.freezing.hash}.json",
        ):
            assert a_visitor().get(f"/log/{name}").status_code == 404
        assert EACH_TIME.sub("…", page_of(a_visitor(), "/en/check/")) == empty
        assert a_visitor().get("/log/verify.py").status_code == 200


def test_the_site_serves_the_same_files_as_the_export(house, tmp_path):
    _text, _given, at = a_log(house)
    write_log(tmp_path / "log", at)
    with the_clock_at(at):
        for file in (tmp_path / "log").rglob("*"):
            if file.is_file():
                answered = a_visitor().get(f"/log/{file.relative_to(tmp_path / 'log')}")
                assert answered.content == file.read_bytes()
        for name in (
            "",
            "tile/0/000",
            "tile/0/0",
            "receipts/none-1.json",
            "receipts/none",
            "texts/x",
            "../settings.py",
        ):
            assert a_visitor().get(f"/log/{name}").status_code == 404


def test_who_watches_sees_states_witnesses_and_the_alarm(house, witness):
    _text, _given, at = a_log(house)
    add_witness(str(witness.key.public), witness.address, at=house.at)
    with the_clock_at(at):
        for seat in (house.secretariat, a_seated(house, Role.AUDITOR)):
            assert "witness.example" in page_of(a_visitor(seat), "/en/transparency-log/")
        for seat in (None, a_seated(house, Role.MAYOR)):
            assert a_visitor(seat).get("/en/transparency-log/").status_code == 404
        keep(Problem("leaf_missing", {"first": 2}), 3, is_whole=True, at=at)
        assert "leaf 2 is missing" in page_of(a_visitor(house.secretariat), "/en/transparency-log/")
        assert "المدخل رقم ٢ مفقود" in page_of(a_visitor(house.secretariat), "/ar/transparency-log/")


def test_an_alarm_is_mailed_to_the_secretariat_once_and_so_is_its_end(house):
    _text, _given, at = a_log(house)
    ended = a_seated(house, Role.SECRETARIAT, ends=house.at.date())
    wrong = Problem("saw_more", {"first": 3, "last": 4, "size": 5, "witness": "witness.example"})
    for found in (wrong, wrong, Problem("leaf_missing", {"first": 2}), None, None):
        keep(found, 3, is_whole=True, at=at + timedelta(days=2))
        catch_up()
    letters = Letter.objects.filter(occasion__endswith=":alarm", seat=house.secretariat).order_by("id")
    begun, over = letters
    assert "Alarm: the transparency log does not hold" in begun.subject
    assert "سجل الشفافية سليم من جديد" in over.subject
    assert "leaves 3 to 4 are missing: witness.example saw a log of 5." in begun.body
    assert "المدخلات من رقم ٣ إلى رقم ٤ مفقودة" in begun.body
    assert not Letter.objects.filter(occasion__endswith=":alarm", seat=ended).exists()


def test_who_watches_sees_the_last_backup_and_the_last_one_brought_back(house, settings, tmp_path):
    _text, _given, at = a_log(house)
    settings.HOME = tmp_path
    with the_clock_at(at):
        visitor = a_visitor(house.secretariat)
        assert "A backup is owed" in page_of(visitor, "/en/transparency-log/")
        kept.note(kept.BACKUP, kept.Kept(clock.real_now(), "house.zip", 1234, 7, 1, 0))
        kept.note(kept.RESTORE, kept.Kept(clock.real_now(), "house.zip", 1200, 6, 1, 2))
        page = page_of(visitor, "/en/transparency-log/")
    assert "A backup is owed" not in page
    for words in ("1,234 acts", "7 files", "1,200 acts", "2 files gone or altered"):
        assert words in page


@pytest.mark.parametrize("address", ["/en/transparency-log/", "/log/log.json", "/log/checkpoint", "/en/check/"])
def test_the_pages_ask_as_often_for_five_leaves_as_for_one(house, address):
    text, _given, at = a_log(house, 1)
    seat = house.secretariat if "transparency" in address else None
    with the_clock_at(at):
        few = queries_of(a_visitor(seat), address)
        for _one in range(4):
            an_endorsement(house, text, at=at)
        sign_checkpoint(at=at)
        many = queries_of(a_visitor(seat), address)
    assert len(many) == len(few) <= 8
