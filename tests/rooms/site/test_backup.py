"""A house in one file, and out of it again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from mithaq.foundation.mail.models import Letter, Sending
from mithaq.foundation.uploads.models import stored_as
from mithaq.site.keeping import restore as bringing_back
from mithaq.site.keeping.archive import MANIFEST, CannotKeep, examine, manifest_of, opened
from mithaq.site.keeping.restore import restore, rests
from mithaq.site.keeping.resume import resume
from mithaq.site.worker import round_of_work
from tests.factories.house import OPENING, a_house, a_seated
from tests.rooms.site.test_commands import mithaq

pytestmark = pytest.mark.sqlite


def nobody(done, of):
    pass


@pytest.fixture(scope="module")
def begun(tmp_path_factory, django_db_setup, django_db_blocker):
    """A house of its own, brought up to date, with one upload and one session."""
    home = tmp_path_factory.mktemp("a house") / "home"
    home.mkdir()
    with django_db_blocker.unblock(), closing(sqlite3.connect(home / "mithaq.sqlite3")) as database:
        connection.ensure_connection()
        connection.connection.backup(database)
        database.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(home / "mithaq.sqlite3")) as database:
        database.execute("INSERT INTO django_session VALUES ('a-key-that-opens', 'words', '2099-01-01')")
        database.execute(
            "INSERT INTO uploads_upload (public_id, sha256, size, kind, name, received_at)"
            " VALUES ('u1', ?, 5, 'pdf', 'a.pdf', '2031-01-01')",
            [HASH],
        )
        database.commit()
    place = home / "uploads" / stored_as(HASH)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"hello")
    return home


HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture(scope="module")
def backup(begun, tmp_path_factory):
    file = tmp_path_factory.mktemp("kept") / "house.zip"
    done = mithaq("backup", file, home=begun)
    assert done.returncode == 0, done.stderr
    return file


def test_a_house_comes_back_with_every_row_and_file_and_rests_until_it_is_told(begun, backup, tmp_path):
    into = tmp_path / "back"
    done = mithaq("restore", backup, "--into", into, home=begun)
    assert (done.returncode, done.stderr) == (0, "")
    assert (into / "uploads" / stored_as(HASH)).read_bytes() == b"hello"
    assert rows_of(into) == {**rows_of(begun), "django_session": 0, "shared_memory": 0}
    doctor = mithaq("doctor", home=into).stdout
    assert "sends nothing until `mithaq resume`" in doctor
    assert "each fits the one before" in doctor
    assert set(json.loads((begun / "kept.json").read_text())) == {"backup", "restore"}
    assert mithaq("resume", home=into).stdout.startswith("The house works again.")
    assert mithaq("resume", home=into).stdout == "This house does not rest: nothing was changed.\n"


def test_no_session_stands_in_a_backup_unless_it_is_asked_for(begun, backup, tmp_path):
    mithaq("backup", tmp_path / "all.zip", "--with-secrets", home=begun)
    for file, there in ((backup, False), (tmp_path / "all.zip", True)):
        with zipfile.ZipFile(file) as archive:
            assert (b"a-key-that-opens" in archive.read("database.sqlite3")) is there
    assert (backup.stat().st_mode & 0o777) == 0o600


def test_neither_a_file_nor_a_folder_that_stands_is_written_over(begun, backup, tmp_path):
    before = backup.read_bytes()
    again = mithaq("backup", backup, home=begun)
    assert again.returncode == 1
    assert "exists already and was left as it is" in again.stderr
    assert backup.read_bytes() == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    taken = mithaq("restore", backup, "--into", tmp_path / "full", home=begun)
    assert taken.returncode == 1
    assert "is not empty and was left as it is" in taken.stderr
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["mine"]


def altered(content: bytes, part: zipfile.ZipInfo, place: int, folder: Path, length: int = 1) -> Path:
    """A backup in which one bit is another one in each of some bytes of a part, as it is packed."""
    head = content[part.header_offset : part.header_offset + 30]
    start = part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    other = bytearray(content)
    for at in range(start + place, start + min(place + length, part.compress_size)):
        other[at] ^= 1
    file = folder / "altered.zip"
    file.write_bytes(other)
    return file


def test_every_part_that_is_altered_in_a_backup_is_found_and_nothing_is_left_behind(backup, tmp_path):
    content = backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        parts = archive.infolist()
    for one in parts:
        file = altered(content, one, one.compress_size // 2, tmp_path, length=8)
        with pytest.raises(CannotKeep):
            restore(file, tmp_path / "into", told=nobody)
        assert [one.name for one in tmp_path.iterdir()] == ["altered.zip"]


def test_a_manifest_altered_at_any_byte_is_refused_with_a_sentence(backup, tmp_path):
    content = backup.read_bytes()
    with opened(backup) as archive:
        manifest, said = archive.getinfo(MANIFEST), manifest_of(archive)
    refused = 0
    for place in range(manifest.compress_size):
        with opened(altered(content, manifest, place, tmp_path)) as archive:
            try:
                assert manifest_of(archive) == said  # packed in another way, and the same when it is unpacked
            except CannotKeep:
                refused += 1
    assert refused > 0.9 * manifest.compress_size


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda said: said["counts"].update(chronicle_act=1), "chronicle_act has"),
        (lambda said: said.update(acts=7), "the backup was made at act 7"),
        (lambda said: said.update(mithaq_backup=2), "by a later release"),
        (lambda said: said["parts"].update({"../../out": ["0" * 64, 1]}), "names what no house has"),
        (lambda said: said["parts"].update({f"uploads/00/00/{'0' * 64}": ["0" * 64, 1]}), "is missing"),
        (lambda said: said["parts"].pop(f"uploads/{stored_as(HASH)}"), "was put into this backup"),
        (lambda said: said.pop("head"), "no manifest that can be read"),
    ],
    ids=["rows", "acts", "later", "outside", "missing", "extra", "unreadable"],
)
def test_a_manifest_that_says_something_else_is_refused(change, reason, backup, tmp_path):
    file = tmp_path / "other.zip"
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(file, "w") as other:
        for one in archive.infolist():
            content = archive.read(one)
            if one.filename == "manifest.json":
                said = json.loads(content)
                change(said)
                content = json.dumps(said).encode()
            other.writestr(one.filename, content)
    with pytest.raises(CannotKeep, match=reason):
        restore(file, tmp_path / "into", told=nobody)
    assert not (tmp_path / "into").exists()


def test_what_is_no_backup_is_named(tmp_path):
    (tmp_path / "words.zip").write_text("only words")
    with pytest.raises(CannotKeep, match="not a backup of a house"):
        examine(tmp_path / "words.zip", nobody)
    with pytest.raises(CannotKeep, match="There is no file"):
        restore(tmp_path / "none.zip", tmp_path / "into", told=nobody)


def test_an_upload_that_was_altered_in_the_house_is_named_and_the_rest_is_kept(begun, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(begun, home)
    (home / "uploads" / stored_as(HASH)).write_bytes(b"jello")
    done = mithaq("backup", tmp_path / "house.zip", home=home)
    assert done.returncode == 1
    assert HASH in done.stderr
    assert examine(tmp_path / "house.zip", nobody).damaged == [HASH]
    assert mithaq("restore", tmp_path / "house.zip", "--into", tmp_path / "back", home=home).returncode == 0


def test_a_house_that_rests_sends_nothing_and_afterwards_nothing_twice(db, settings, tmp_path, mailoutbox):
    settings.HOME = tmp_path
    house = a_house()
    seat = a_seated(house)
    letter = Letter.objects.create(
        seat=seat, occasion="a", language="en", subject="Words", body="Words", written_at=OPENING
    )
    (tmp_path / bringing_back.RESTS).write_text("")
    assert rests()
    assert round_of_work() == 0
    assert resume(send_waiting=False) >= 1
    assert not rests()
    round_of_work()
    assert mailoutbox == []
    assert Sending.objects.filter(letter=letter, error="").count() == 1


def rows_of(home):
    with closing(sqlite3.connect(home / "mithaq.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
            if not name.startswith("sqlite_")
        }
