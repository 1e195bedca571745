import hashlib
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import override

from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import verbs_told
from mithaq.foundation.uploads import receive as receiving
from mithaq.foundation.uploads.models import Upload, stored_as
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_paper
from mithaq.foundation.uploads.receive import clean_name, receive
from mithaq.foundation.uploads.vocabulary import SENTENCES, sentence_of
from tests.factories.hostile_files import HONEST, REFUSED, another_main_part
from tests.factories.word_files import word_file

AT = datetime(2031, 3, 1, 9, tzinfo=UTC)
PAPER = word_file(HONEST)


@pytest.fixture
def seat(db):
    return a_seat("Lisbon")


def a_seat(city):
    organisation = Organisation.objects.create(kind="city", name={"en": city})
    person = Person.objects.create(name={"en": f"Somebody of {city}"})
    return Seat.objects.create(person=person, organisation=organisation, role="sherpa", starts=date(2031, 1, 1))


def handed_in(content=PAPER, name="paper.docx"):
    return SimpleUploadedFile(name, content)


def files_kept():
    return sorted(path.name for path in Path(default_storage.location).rglob("*") if path.is_file())


def test_a_file_is_kept_by_its_hash_and_comes_back_as_it_was(seat):
    upload = receive(handed_in(), seat=seat, at=AT)
    digest = hashlib.sha256(PAPER).hexdigest()
    assert (upload.sha256, upload.size, upload.kind, upload.name) == (digest, len(PAPER), "docx", "paper.docx")
    assert (upload.seat, upload.received_at) == (seat, AT)
    assert files_kept() == [digest]
    assert content_of(Upload.objects.get()) == PAPER
    assert len(read_paper(content_of(upload)).candidates) == 29


def test_receiving_is_told_in_the_chronicle_once(seat):
    for _ in range(2):
        receive(handed_in(), seat=seat, at=AT)
    (act,) = Act.objects.all()
    assert (act.verb, act.seat, act.at) == ("upload.received", seat, AT)
    assert act.facts == {"sha256": hashlib.sha256(PAPER).hexdigest(), "size": len(PAPER)}
    assert "upload.received" in verbs_told()


def test_the_same_bytes_from_the_same_seat_are_one_upload(seat):
    first = receive(handed_in(), seat=seat, at=AT)
    again = receive(handed_in(name="other name.docx"), seat=seat, at=AT)
    from_another = receive(handed_in(), seat=a_seat("Rome"), at=AT)
    assert first == again != from_another
    assert files_kept() == [first.sha256]


def test_a_file_without_a_seat_is_one_upload_too(db):
    first = receive(handed_in(), seat=None, at=AT)
    assert receive(handed_in(), seat=None, at=AT) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.create(sha256=first.sha256, size=1, kind="docx", name="x", received_at=AT)


@pytest.mark.parametrize(
    "file",
    [
        ContentFile(PAPER, name="a.docx"),
        io.BytesIO(PAPER),
        SimpleUploadedFile("a.docx", PAPER, content_type="text/plain"),
    ],
)
def test_any_open_file_is_received_from_its_beginning(seat, file):
    file.seek(100)
    assert content_of(receive(file, seat=seat, at=AT)) == PAPER


@pytest.mark.parametrize(
    "what", ["an empty file", "plain text", "macros by their part", "overlapping entries", "a name that climbs"]
)
def test_what_is_refused_leaves_nothing(seat, what):
    why, make = REFUSED[what]
    with pytest.raises(Unreadable) as refusal:
        receive(handed_in(make()), seat=seat, at=AT)
    assert refusal.value.code is why
    assert (Upload.objects.count(), Act.objects.count(), files_kept()) == (0, 0, [])


def test_the_kind_is_that_of_the_content_whatever_the_name_says(seat):
    assert receive(handed_in(b"%PDF-1.7 ...", "paper.docx"), seat=seat, at=AT).name == "paper.docx.pdf"
    sheet = receive(handed_in(another_main_part("spreadsheetml.sheet", "xl/"), "cities.xlsx"), seat=seat, at=AT)
    assert (sheet.kind, sheet.name) == ("xlsx", "cities.xlsx")


def test_a_file_that_is_too_large_is_refused(seat, monkeypatch):
    monkeypatch.setitem(receiving.LARGEST, Kind.WORD, 0)
    with pytest.raises(Unreadable) as refusal:
        receive(handed_in(), seat=seat, at=AT)
    assert (refusal.value.code, refusal.value.facts) == (Why.TOO_LARGE, {"most": 0})
    with pytest.raises(Unreadable) as refusal:
        receive(handed_in(b"%PDF-" + b"x" * 50_000_000), seat=seat, at=AT)
    assert (refusal.value.code, refusal.value.facts) == (Why.TOO_LARGE, {"most": 50})


def test_what_a_killed_process_left_half_written_is_replaced(seat):
    name = stored_as(hashlib.sha256(PAPER).hexdigest())
    default_storage.save(name, ContentFile(PAPER[:100]))
    assert content_of(receive(handed_in(), seat=seat, at=AT)) == PAPER


def test_the_same_bytes_stored_by_many_at_once_are_whole_for_each_of_them():
    content = bytes(range(256)) * 20_000
    for round_of in range(12):
        name = stored_as(hashlib.sha256(bytes([round_of])).hexdigest())
        together = threading.Barrier(6)

        def stores(_number, name=name, together=together):
            together.wait(30)
            receiving._keep(name, content)
            return Path(default_storage.path(name)).read_bytes() == content

        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(stores, range(6)))
    assert len(files_kept()) == 12


def test_content_that_changed_or_went_is_not_given_out(seat):
    upload = receive(handed_in(), seat=seat, at=AT)
    default_storage.delete(stored_as(upload.sha256))
    with pytest.raises(NotAsReceived):
        content_of(upload)
    default_storage.save(stored_as(upload.sha256), ContentFile(PAPER + b" "))
    with pytest.raises(NotAsReceived):
        content_of(upload)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("paper.docx", "paper.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("C:\\Users\\me\\paper.docx", "paper.docx"),
        ("ورقة عمل.docx", "ورقة عمل.docx"),
        ("a\u202excod.exe", "axcod.exe.docx"),
        ('na<me>: "x"?.docx', "na me x.docx"),
        ("cafe\u0301.docx", "café.docx"),
        ("line\nbreak\x00.docx", "linebreak.docx"),
        ("", "document.docx"),
        (".docx", "document.docx"),
        ("...", "document.docx"),
        ("x" * 400, "x" * 120 + ".docx"),
    ],
)
def test_names_are_cleaned(name, cleaned):
    assert clean_name(name, Kind.WORD) == cleaned


def test_every_reason_has_whole_sentences():
    assert SENTENCES.keys() == set(Why)
    for why in Why:
        sentence = sentence_of(Unreadable(why, most=25, least=64))
        assert sentence.endswith(".")
        assert "Nothing was changed." in sentence
        assert "%(" not in sentence
        assert sentence.count(". ") >= 2


def test_the_sentences_are_said_in_the_reader_s_language():
    with override("ar"):
        said = {why: sentence_of(Unreadable(why, most=25, least=64)) for why in Why}
    with override("en"):
        english = {why: sentence_of(Unreadable(why, most=25, least=64)) for why in Why}
    assert [why for why in Why if said[why] == english[why]] == []
