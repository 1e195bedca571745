"""The text with what changed in it since an earlier draft."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.settle import settle
from mithaq.communique.vocabulary import Outcome
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import a_house, a_seated
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def about(house):
    """A round whose first point got two words more in the draft that followed."""
    made = a_round(house)
    asked = a_return(made, a_negotiator(house), "Point 1 and trees.", at=house.at)
    settle(made, [asked.amendments.get().public_id], Outcome.ADOPTED, **house.by_us)
    compile_draft(made, seat=house.secretariat, at=made.closes + HOUR)
    return made


def clause_on(house, about, way, number=1, seat=None):
    with the_clock_at(about.closes + HOUR):
        shown = page_of(a_visitor(seat or house.secretariat), f"/en/texts/{about.text.public_id}/{way}")
    start = shown.index(f'id="clause-{the_point(about, number).public_id}"')
    return shown[start : shown.index("</article>", start)]


def test_changes_stand_in_the_line_of_the_clause(house, about):
    shown = clause_on(house, about, "?since=0")
    assert "<ins>" in shown
    assert "changed" in shown
    assert "<ins>" not in clause_on(house, about, "?since=0", number=2)


def test_before_and_after_stand_side_by_side(house, about):
    shown = clause_on(house, about, "?since=0&way=beside&language=en")
    before, after = shown.split('class="clause__wording"')[1:]
    assert "trees" not in before
    assert "trees" in after


def test_without_marks_it_reads_as_it_is_now(house, about):
    shown = clause_on(house, about, "?since=0&way=clean")
    assert "trees" in shown
    assert "<ins>" not in shown


@pytest.mark.parametrize("asked", ["?since=1", "?since=7", "?since=x", "?since="])
def test_a_draft_that_is_not_earlier_shows_the_text_as_it_stands(house, about, asked):
    assert "<ins>" not in clause_on(house, about, asked)


def test_whoever_does_not_read_drafts_is_not_told_what_changed(house, about):
    outside = a_seated(house, Role.AUDITOR)
    with the_clock_at(about.closes + HOUR):
        assert a_visitor(outside).get(f"/en/texts/{about.text.public_id}/?since=0").status_code == 404


def test_the_comparison_asks_the_database_no_more_than_the_page_alone(house, about):
    with the_clock_at(about.closes + HOUR):
        reader, address = a_visitor(house.secretariat), f"/en/texts/{about.text.public_id}/"
        assert len(queries_of(reader, f"{address}?since=0")) <= len(queries_of(reader, address)) <= 8
