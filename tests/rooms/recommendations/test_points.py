"""Points: gathered from recommendations, worded, and secret until the text that carries them is public."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.cycle.domain.arrange import name_pillar
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.recommendations.domain.consolidate import gather
from tests.factories.house import a_house, a_paper, a_point, a_published_text, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


def page(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/{address}")


def test_the_points_stand_under_their_pillars_with_how_much_went_into_them(house):
    pillar = name_pillar(house.cycle, "water", {"en": "Water", "ar": "الماء"}, **house.by_us)
    alone = a_point(house, a_paper(house, recommendations=1).recommendations.all())
    under = a_point(house, a_paper(house, recommendations=3).recommendations.all(), pillar=pillar)
    shown = page(house, "points/", house.secretariat)
    assert shown.index("Water") < shown.index(str(under.title)) < shown.index("Under no pillar")
    assert shown.index("Under no pillar") < shown.index(str(alone.title))
    assert "from 3 recommendations" in shown


def test_a_point_shows_its_words_in_both_languages_and_its_sources_with_their_numbers(house):
    point = a_point(house, a_paper(house, recommendations=2).recommendations.all())
    shown = page(house, f"points/{point.public_id}/", house.secretariat)
    assert all(text.text in shown for text in point.texts.all())
    assert "From 2 recommendations" in shown
    assert "Plant tree 2." in shown


@pytest.mark.parametrize("role", [None, Role.PRESS, Role.AUDITOR])
def test_before_the_text_is_public_a_point_is_not_there_for_others(house, role):
    point = a_point(house)
    seat = a_seated(house, role) if role else None
    with the_clock_at(house.at):
        hidden = a_visitor(seat).get(f"/en/points/{point.public_id}/")
        missing = a_visitor(seat).get("/en/points/zzzzzzzzzzzz/")
    assert hidden.status_code == missing.status_code == 404
    assert "They become public together with the text" in page(house, "points/", seat)
    assert str(point.title) not in page(house, "points/", seat)


def test_with_the_text_its_points_become_public(house):
    point = a_point(house)
    a_published_text(house, points=[point], at=house.at + DAY)
    assert str(point.title) in page(house, f"points/{point.public_id}/", at=house.at + DAY)


def test_a_point_keeps_the_way_back_to_the_paper_and_on_to_the_clause(house):
    paper = a_paper(house, recommendations=1)
    point = a_point(house, paper.recommendations.all())
    text = a_published_text(house, points=[point])
    clause = text.clauses.get(kind="point")
    shown = page(house, f"points/{point.public_id}/", at=house.at + DAY)
    thread = shown[shown.index('class="thread"') :]
    assert f"/papers/{paper.public_id}/" in thread
    assert f"/recommendations/{paper.recommendations.get().public_id}/" in thread
    assert f"/clauses/{clause.public_id}/" in thread


def test_a_recommendation_goes_into_one_point_only(house):
    [one] = a_paper(house, recommendations=1).recommendations.all()
    a_point(house, [one])
    with pytest.raises(Refused, match="already went into another point"):
        gather(house.cycle, "again", {"en": "Again"}, [one], **house.by_us)


def test_a_point_without_recommendations_is_refused(house):
    with pytest.raises(Refused, match="at least one recommendation"):
        gather(house.cycle, "empty", {"en": "Empty"}, [], **house.by_us)


def test_pages_of_points_ask_as_often_for_three_sources_as_for_one(house):
    small = a_point(house, a_paper(house, recommendations=1).recommendations.all())
    large = a_point(house, a_paper(house, recommendations=3).recommendations.all())
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        asked = [len(queries_of(visitor, f"/en/points/{one.public_id}/")) for one in (small, large)]
        in_list = [len(queries_of(visitor, "/en/points/"))]
        a_point(house)
        in_list.append(len(queries_of(visitor, "/en/points/")))
    assert asked[0] == asked[1]
    assert in_list[0] == in_list[1] <= 8
