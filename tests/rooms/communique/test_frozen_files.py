"""The frozen text to take away: a PDF for good and a page that needs no site, in each authentic language."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pikepdf
import pytest

from mithaq.communique.domain.state import state, withdraw_statement
from mithaq.communique.domain.summarise import summarise
from mithaq.communique.domain.take_position import take_position
from mithaq.communique.queries import points_adopted
from mithaq.endorsements.domain.call import call
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from tests.factories.guards import past_the_guards
from tests.factories.house import a_city, a_frozen_text, a_house, a_published_text, a_seated, a_text
from tests.factories.negotiation import a_negotiator, the_point_of
from tests.factories.visits import a_visitor, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


def fetched(house, text, file, seat=None, in_language="en"):
    with the_clock_at(house.at):
        return a_visitor(seat).get(f"/{in_language}/texts/{text.public_id}/frozen/{file}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_carries_the_bytes_of_the_hash_and_is_for_archives_and_readers(house, language):
    text = a_frozen_text(house)
    answered = fetched(house, text, f"{language}.pdf", house.secretariat)
    assert answered["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answered.content)) as pdf:
        carried = pdf.attachments["communique.json"]
        assert hashlib.sha256(carried.get_file().read_bytes()).hexdigest() == text.freezing.hash
        assert carried.relationship == "/Source"
        said = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in said
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
        assert "<pdfuaid:part>1</pdfuaid:part>" in said
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo["/Title"]) == text.title[language]


def test_the_same_file_is_given_every_time(house):
    text = a_frozen_text(house)
    first = fetched(house, text, "ar.pdf", house.secretariat)
    assert fetched(house, text, "ar.pdf", a_seated(house, Role.AUDITOR), "ar").content == first.content


@pytest.mark.parametrize(("language", "direction", "words"), [("en", "ltr", "Point 2."), ("ar", "rtl", "توصية 2.")])
def test_the_page_to_take_away_needs_nothing_else(house, language, direction, words):
    text = a_frozen_text(house)
    answered = fetched(house, text, f"{language}.html", house.secretariat)
    said = answered.content.decode()
    assert answered["Content-Disposition"] == f'attachment; filename="communique-{language}.html"'
    assert f'<html lang="{language}" dir="{direction}">' in said
    assert words in said
    assert text.freezing.hash in said
    assert "http" not in said
    assert "//" not in said.partition("</style>")[2]


def test_words_that_look_like_markup_are_printed_as_words(house):
    from mithaq.communique.domain.compose import Composed, begin_text, compose
    from mithaq.communique.domain.freeze import freeze
    from mithaq.communique.vocabulary import ClauseKind

    words = '<b>bold</b> #eval("1") $x$ *star* @ref \\ ” “'
    text = begin_text(house.cycle, "odd", "statement", {"en": words, "ar": words}, **house.by_us)
    freeze(compose(text, [Composed(ClauseKind.POINT, {"en": words, "ar": words})], **house.by_us), **house.by_us)
    assert fetched(house, text, "en.pdf", house.secretariat).status_code == 200
    assert "&lt;b&gt;bold" in fetched(house, text, "en.html", house.secretariat).content.decode()


@pytest.mark.parametrize("file", ["en.pdf", "en.html"])
def test_before_the_freezing_there_is_no_file(house, file):
    assert fetched(house, a_text(house), file, house.secretariat).status_code == 404


@pytest.mark.parametrize("file", ["fr.pdf", "fr.html", "xx.pdf"])
def test_in_a_language_that_is_not_authentic_there_is_no_file(house, file):
    assert fetched(house, a_frozen_text(house), file, house.secretariat).status_code == 404


@pytest.mark.parametrize("file", ["en.pdf", "en.html"])
def test_the_public_gets_the_files_when_the_text_is_published(house, file):
    assert fetched(house, a_published_text(house, at=house.at), file).status_code == 200


@pytest.mark.parametrize("file", ["en.pdf", "en.html"])
def test_of_a_text_that_was_tampered_with_no_file_is_made(house, file):
    from mithaq.communique.models import Wording

    text = a_frozen_text(house)
    past_the_guards()
    Wording.objects.filter(language="en").update(text="Another.")
    answered = fetched(house, text, file, house.secretariat)
    assert answered.status_code == 409
    assert "No file was made." in answered.content.decode()


def test_the_frozen_text_links_to_its_files_and_an_open_one_does_not(house):
    text = a_text(house)
    address = f"/en/texts/{text.public_id}/"
    with the_clock_at(house.at):
        assert "/frozen/" not in a_visitor(house.secretariat).get(address).content.decode()
        from mithaq.communique.domain.freeze import freeze

        freeze(text.drafts.get(), **house.by_us)
        shown = a_visitor(house.secretariat).get(address).content.decode()
    for file in ("en.pdf", "ar.pdf", "en.html", "ar.html"):
        assert f"{text.public_id}/frozen/{file}" in shown


@pytest.mark.parametrize("points", [1, 12])
def test_a_long_text_costs_no_more_queries_than_a_short_one(house, points):
    text = a_frozen_text(house, points=points)
    with the_clock_at(house.at):
        assert len(queries_of(a_visitor(house.secretariat), f"/en/texts/{text.public_id}/frozen/en.html")) <= 8


def test_statements_go_along_as_an_annex_that_the_hash_knows_nothing_of(house):
    text = a_frozen_text(house)
    before = fetched(house, text, "en.html", house.secretariat).content.decode()
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    said = state(text, None, "reservation", {"ar": "ليس قبل عام 2035."}, seat=sherpa, at=house.at)
    shown = fetched(house, text, "en.html", house.secretariat).content.decode()
    assert "Annex" not in before
    assert "Marasi: Reservation · The whole text" in shown
    assert '<div lang="ar" dir="rtl"><p>ليس قبل عام 2035.</p></div>' in shown
    assert text.freezing.hash in shown
    assert said.hash != text.freezing.hash
    with pikepdf.open(io.BytesIO(fetched(house, text, "ar.pdf", house.secretariat).content)) as pdf:
        carried = pdf.attachments["communique.json"].get_file().read_bytes()
    assert hashlib.sha256(carried).hexdigest() == text.freezing.hash
    assert "2035" not in carried.decode()
    withdraw_statement(said, seat=sherpa, at=house.at)
    assert "Withdrawn on" in fetched(house, text, "en.html", house.secretariat).content.decode()


def test_a_chairs_summary_says_in_its_files_that_not_all_agree_and_who_does_not(house):
    text = a_text(house)
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    clause = the_point_of(text.drafts.get())
    take_position(text, clause, "objects", "Too late.", seat=sherpa, at=house.at)
    summarise(text, {"en": "The chair regrets."}, seat=a_seated(house, Role.CHAIR), at=house.at)
    shown = fetched(house, text, "en.html", house.secretariat).content.decode()
    assert "Chair’s summary, not agreed by all." in shown
    assert "The chair regrets." in shown
    assert "Not agreed. Objection: Marasi" in shown
    assert fetched(house, text, "en.pdf", house.secretariat).status_code == 200
    with the_clock_at(house.at):
        word = a_visitor(house.secretariat).get(f"/en/texts/{text.public_id}/word/?language=en").content
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        body = parts.read("word/document.xml").decode()
    assert "Chair’s summary, not agreed by all" in body
    assert "Point 1: Not agreed. Objection: Marasi" in body
    with pytest.raises(Refused, match="not agreed by all"):
        call(text, house.at, house.at + timedelta(days=7), **house.by_us)
    assert not points_adopted(house.cycle, house.at).exists()
