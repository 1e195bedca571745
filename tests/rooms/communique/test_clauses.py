"""A clause: its number, its neighbours, the words it has had, and the thread that runs through it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_paper,
    a_point,
    a_published_text,
    a_seated,
    an_endorsement,
)
from tests.factories.negotiation import a_negotiator, a_return, a_round, the_point
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def page(house, clause, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/clauses/{clause.public_id}/")


def thread_in(shown):
    return shown[shown.index('class="thread"') :]


def test_points_are_numbered_straight_through_and_sub_points_under_theirs(house):
    text = begin_text(house.cycle, "numbers", "communique", {"en": "Text", "ar": "نص"}, **house.by_us)
    sub = [Composed(ClauseKind.SUB_POINT, {"en": f"Sub {n}"}) for n in (1, 2)]
    heading = Composed(
        ClauseKind.HEADING,
        {"en": "Water"},
        under=(Composed(ClauseKind.POINT, {"en": "One"}), Composed(ClauseKind.POINT, {"en": "Two"}, under=tuple(sub))),
    )
    draft = compose(text, [heading, Composed(ClauseKind.POINT, {"en": "Three"})], **house.by_us)
    numbers = [(placed.words["en"], placed.number) for _depth, placed in in_order(clauses_of(draft))]
    assert numbers == [("Water", ""), ("One", "1"), ("Two", "2"), ("Sub 1", "2.1"), ("Sub 2", "2.2"), ("Three", "3")]


def test_a_clause_is_walked_back_to_its_paper_and_on_to_who_endorsed_it(house):
    paper = a_paper(house, recommendations=1)
    point = a_point(house, paper.recommendations.all())
    text = a_published_text(house, points=[point])
    given = an_endorsement(house, text)
    clause = text.clauses.get(kind=ClauseKind.POINT)
    thread = thread_in(page(house, clause, at=house.at + DAY))
    places = [f"/papers/{paper.public_id}/", f"/points/{point.public_id}/", f"/endorsements/{given.public_id}/"]
    assert [thread.index(place) for place in places] == sorted(thread.index(place) for place in places)


def test_before_publication_the_thread_shows_a_city_its_own_endorsement_and_no_other(house):
    text = a_frozen_text(house, points=[a_point(house)])
    mine, theirs = a_mayor_with_a_mandate(house), a_mayor_with_a_mandate(house)
    own, other = an_endorsement(house, text, mine), an_endorsement(house, text, theirs)
    clause = text.clauses.get(kind=ClauseKind.POINT)
    shown = page(house, clause, mine, at=house.at + DAY)
    assert f"/endorsements/{own.public_id}/" in shown
    assert f"/endorsements/{other.public_id}/" not in shown
    assert str(theirs.organisation) not in shown


def test_the_neighbours_of_a_clause_are_one_click_away(house):
    text = a_published_text(house, points=3)
    first, second, third = text.clauses.filter(kind=ClauseKind.POINT)
    shown = page(house, second, at=house.at + DAY)
    assert shown.index(first.public_id) < shown.index(third.public_id)
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown
    assert 'rel="next"' not in page(house, third, at=house.at + DAY)


def test_the_words_of_a_draft_are_shown_to_those_who_negotiated_and_to_nobody_else(house):
    text = a_published_text(house, points=1)
    clause = text.clauses.get(kind=ClauseKind.POINT)
    assert "The words it has had" in page(house, clause, a_seated(house), at=house.at + DAY)
    assert "The words it has had" not in page(house, clause, at=house.at + DAY)
    assert "The words it has had" not in page(house, clause, a_seated(house, Role.PRESS), at=house.at + DAY)


def test_a_clause_leads_to_its_place_in_the_text(house):
    text = a_published_text(house, points=1)
    clause = text.clauses.get(kind=ClauseKind.POINT)
    assert f"/texts/{text.public_id}/#clause-{clause.public_id}" in page(house, clause, at=house.at + DAY)


def test_what_several_cities_asked_for_alike_is_one_card_of_the_clause(house):
    about = a_round(house)
    cities = [a_negotiator(house, a_city(house, name)) for name in ("Lisan", "Madina", "Naharat", "Oudra")]
    for sherpa in cities[:3]:
        a_return(about, sherpa, "Point 1, firmly.", at=house.at)
    a_return(about, cities[3], "Point 1, gently.", at=house.at)
    shown = page(house, the_point(about), house.secretariat)
    assert shown.count('class="card" data-step') == 3  # two that differ, and the words it has had
    assert "All 3 cities that asked for it" in shown
    assert '<span class="soft">+1</span>' in shown
