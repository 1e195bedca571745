"""Handing in a paper, and reading its recommendations out of it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.taskforces.models import Paper
from tests.factories.hostile_files import overlapping, three_million_paragraphs
from tests.factories.house import a_group, a_house, a_paper, a_seated
from tests.factories.set_papers import set_paper
from tests.factories.visits import a_visitor, the_clock_at
from tests.factories.word_files import paragraph, word_file

pytestmark = pytest.mark.django_db

HERE = "/en/hand-in/"


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def partner(house):
    return a_seated(house, Role.PARTNER)


def sent(house, seat, content, **typed):
    form = {"title_en": "Trees", "title_ar": "أشجار", "language": "en", **typed}
    if content is not None:
        form["file"] = SimpleUploadedFile("paper.docx", content)
    with the_clock_at(house.at):
        return a_visitor(seat).post(HERE, form)


def test_a_partner_hands_in_a_paper_with_its_file(house, partner):
    group = a_group(house)
    answered = sent(house, partner, word_file(paragraph("1. Plant trees (Tunis).")), group=group.public_id)
    paper = Paper.objects.get()
    assert answered.status_code == 302
    assert answered["Location"].endswith(f"/papers/{paper.public_id}/")
    assert (paper.title, paper.group, paper.submitted_by) == ({"en": "Trees", "ar": "أشجار"}, group, partner)
    assert paper.file.name == "paper.docx"


@pytest.mark.parametrize("role", [Role.PRESS, Role.MAYOR, Role.AUDITOR, None])
def test_who_may_not_hand_in_does_not_find_the_page(house, role):
    seat = a_seated(house, role) if role else None
    with the_clock_at(house.at):
        assert a_visitor(seat).get(HERE).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: b"%PDF-1.7\n1 0 obj\n", "This document is damaged or was not received whole."),
        (lambda: word_file(paragraph("x"))[:200], "Nothing was changed."),
        (overlapping, "The parts of this file overlap"),
        (three_million_paragraphs, "Nothing was changed."),
        (lambda: b"", "file is empty"),
    ],
    ids=["a renamed PDF", "a torn file", "an overlapping zip", "a bomb", "nothing"],
)
def test_a_bad_file_is_refused_in_a_sentence_and_what_was_typed_stays(house, partner, content, sentence):
    answered = sent(house, partner, content(), title_en="Trees of the bank")
    shown = answered.content.decode()
    assert answered.status_code == 422
    assert sentence in shown
    assert 'value="Trees of the bank"' in shown
    assert 'value="أشجار"' in shown
    assert not Paper.objects.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: set_paper("1\\. Plant trees (Tunis)."), "pdf"),
        (lambda: b"<html><p>1. Plant trees (Tunis).</html>", "html"),
    ],
    ids=["a PDF", "a page of HTML"],
)
def test_papers_of_other_kinds_come_in_too(house, partner, make, kind):
    assert sent(house, partner, make()).status_code == 302
    assert Paper.objects.get().file.kind == kind


def test_a_scan_is_kept_and_it_is_said_that_nothing_can_be_read_out_of_it(house, partner):
    scan = set_paper("#rect(width: 9cm, height: 9cm, fill: gray)")
    assert sent(house, partner, scan).status_code == 302
    paper = Paper.objects.get()
    with the_clock_at(house.at):
        page = a_visitor(house.secretariat).post(f"/en/papers/{paper.public_id}/reading/", {"do": "read"})
    assert "The pages of this PDF are pictures" in page.content.decode()
    assert paper.file.kind == "pdf"


def test_the_picture_of_a_page_is_drawn_once_and_only_for_those_who_read(house, partner):
    sent(house, partner, set_paper("1\\. Plant trees (Tunis)."))
    here = f"/en/papers/{Paper.objects.get().public_id}/reading/pages/"
    with the_clock_at(house.at):
        reader = a_visitor(house.secretariat)
        first, second = (reader.get(f"{here}1/") for _ in range(2))
        assert (reader.get(f"{here}2/").status_code, a_visitor(partner).get(f"{here}1/").status_code) == (404, 404)
    assert (first["Content-Type"], first.content[:4]) == ("image/png", b"\x89PNG")
    assert first.content == second.content


def test_a_paper_needs_a_title_in_one_language(house, partner):
    answered = sent(house, partner, word_file(paragraph("x")), title_en="", title_ar="")
    assert "Give the paper a title in English or in Arabic." in answered.content.decode()
    assert not Paper.objects.exists()


def test_a_paper_with_an_arabic_title_alone_is_taken(house, partner):
    assert sent(house, partner, word_file(paragraph("1. Plant trees (Tunis).")), title_en="").status_code == 302
    assert Paper.objects.get().title == {"ar": "أشجار"}


# Reading ------------------------------------------------------------------------------------------------------------


def test_only_the_secretariat_reads_papers_in(house, a_word_file):
    paper = a_word_file(house)
    with the_clock_at(house.at):
        for seat in (None, a_seated(house, Role.PARTNER), a_seated(house, Role.CONVENER)):
            assert a_visitor(seat).get(f"/en/papers/{paper.public_id}/reading/").status_code == 404
    with pytest.raises(Refused):
        read_in(paper, [Read("x")], seat=a_seated(house), at=house.at)


def test_a_paper_without_a_file_has_nothing_to_read(house):
    with the_clock_at(house.at):
        address = f"/en/papers/{a_paper(house).public_id}/reading/"
        assert a_visitor(house.secretariat).get(address).status_code == 404


def test_a_file_keeps_its_arabic_name(house, partner):
    content = io.BytesIO(word_file(paragraph("1. Plant trees (Tunis).")))
    content.name = "أوراق.docx"
    with the_clock_at(house.at):
        a_visitor(partner).post(HERE, {"title_en": "Trees", "language": "en", "file": content})
    assert Paper.objects.get().file.name == "أوراق.docx"
