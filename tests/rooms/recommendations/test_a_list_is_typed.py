"""Recommendations that are typed or pasted go the way of a paper's."""

from __future__ import annotations

import pytest

from mithaq.foundation.actors.vocabulary import Role
from mithaq.recommendations.models import Candidate
from mithaq.taskforces.models import Paper
from tests.factories.house import a_house, a_seated
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db

LIST = "1. Plant ten thousand trees (Tunis).\n2. Open the river banks (Lisbon)."


@pytest.fixture
def house():
    return a_house()


def sent(house, seat, **typed):
    given = {"title_en": "Shade", "language": "en", "words": LIST, **typed}
    with the_clock_at(house.at):
        return a_visitor(seat).post("/en/hand-in/list/", given)


def test_a_list_becomes_a_paper_and_its_lines_candidates(house):
    answered = sent(house, house.secretariat)
    (paper,) = Paper.objects.all()
    assert answered["Location"] == f"/en/papers/{paper.public_id}/reading/"
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        visitor.post(answered["Location"], {"do": "read"})
    assert [(one.number, one.text, one.proposers) for one in Candidate.objects.all()] == [
        ("1", "Plant ten thousand trees", ["Tunis"]),
        ("2", "Open the river banks", ["Lisbon"]),
    ]
    assert paper.file.kind == "html"


def test_a_partner_hands_one_in_and_sees_the_paper(house):
    answered = sent(house, a_seated(house, Role.PARTNER))
    assert answered["Location"] == Paper.objects.get().get_absolute_url().replace("/ar/", "/en/")


def test_a_table_pasted_from_a_spreadsheet_keeps_its_columns(house):
    sent(house, house.secretariat, words="Recommendation\tProposed by\tNo.\nPlant trees.\tTunis, Rabat\t7")
    paper = Paper.objects.get()
    with the_clock_at(house.at):
        a_visitor(house.secretariat).post(f"/en/papers/{paper.public_id}/reading/", {"do": "read"})
    (one,) = Candidate.objects.all()
    assert (one.number, one.text, one.proposers) == ("7", "Plant trees.", ["Tunis", "Rabat"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": " \n\t\n"}, "This field is required."),
        ({"words": "1.\n2."}, "There is no recommendation in this."),
        ({"title_en": ""}, "Give the paper a title in English or in Arabic."),
        ({"words": "Plant a tree.\n" * 5001}, "These are more than 5,000 lines."),
    ],
    ids=["nothing", "numbers without words", "no title", "too many"],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_what_was_typed_stays(house, typed, told):
    answered = sent(house, house.secretariat, **typed)
    assert answered.status_code == 422
    assert told in answered.content.decode()
    assert not Paper.objects.exists()


def test_the_same_list_is_not_taken_twice(house):
    sent(house, house.secretariat)
    answered = sent(house, house.secretariat)
    assert answered.status_code == 422
    assert "This very file has been handed in already" in answered.content.decode()


def test_who_hands_in_no_papers_types_no_list(house):
    assert sent(house, a_seated(house, Role.PRESS)).status_code == 404
