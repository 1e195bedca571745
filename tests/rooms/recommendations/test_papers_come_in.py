"""Handing in a paper, and reading its recommendations out of it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.models import Recommendation
from mithaq.taskforces.models import Paper
from tests.factories.hostile_files import overlapping, three_million_paragraphs
from tests.factories.house import a_group, a_house, a_paper, a_seated
from tests.factories.visits import a_visitor, page_of, the_clock_at
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
        (lambda: b"%PDF-1.7\n1 0 obj\n", "This is a PDF, although a Word document is needed here."),
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


def test_a_paper_needs_a_title_in_one_language(house, partner):
    answered = sent(house, partner, word_file(paragraph("x")), title_en="", title_ar="")
    assert "Give the paper a title in English or in Arabic." in answered.content.decode()
    assert not Paper.objects.exists()


def test_a_paper_with_an_arabic_title_alone_is_taken(house, partner):
    assert sent(house, partner, word_file(paragraph("1. Plant trees (Tunis).")), title_en="").status_code == 302
    assert Paper.objects.get().title == {"ar": "أشجار"}


# Reading ------------------------------------------------------------------------------------------------------------


def reading(house, paper, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat or house.secretariat), f"/en/papers/{paper.public_id}/reading/")


def seal_in(shown):
    return shown.split('name="seen" value="')[1].split('"')[0]


def entered(house, paper, seal):
    with the_clock_at(house.at):
        return a_visitor(house.secretariat).post(f"/en/papers/{paper.public_id}/reading/", {"seen": seal})


def test_the_candidates_are_shown_with_what_is_doubtful_and_nothing_is_entered_yet(house, a_word_file):
    shown = reading(house, a_word_file(house))
    assert "Plant ten thousand trees" in shown
    assert "The paper prints this number more than once." in shown
    assert "No proposer was found, though others have one." in shown
    assert not Recommendation.objects.exists()


def test_entering_takes_over_exactly_what_was_looked_at(house, a_word_file):
    paper = a_word_file(house)
    entered(house, paper, seal_in(reading(house, paper)))
    taken = [(one.number, one.text, [p.named for p in one.proposers.all()]) for one in paper.recommendations.all()]
    assert taken == [
        ("1", "Plant ten thousand trees", ["Tunis", "Lisbon"]),
        ("2", "Open the river banks", ["Tunis"]),
        ("2", "Count them.", []),
    ]


def test_entering_what_nobody_looked_at_enters_nothing(house, a_word_file):
    paper = a_word_file(house)
    assert "is no longer what you looked at" in entered(house, paper, "another seal").content.decode()
    assert not Recommendation.objects.exists()


def test_a_paper_is_read_in_once_even_by_two_people_at_once(house, a_word_file):
    paper = a_word_file(house)
    seal = seal_in(reading(house, paper))
    for _ in range(2):
        entered(house, paper, seal)
    assert paper.recommendations.count() == 3
    with pytest.raises(Refused, match="already been entered"):
        read_in(paper, [Read("Once more.")], **house.by_us)
    assert "a paper is read in once" in reading(house, paper)


def test_a_paper_without_recommendations_says_so_and_offers_nothing_to_enter(house, a_word_file):
    shown = reading(house, a_word_file(house, "Good morning."))
    assert "No recommendation was found in this paper." in shown
    assert 'name="seen"' not in shown


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
