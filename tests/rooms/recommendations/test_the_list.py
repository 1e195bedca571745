"""The list of recommendations: narrowed, counted, and each with what became of it as far as the reader may know."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.cycle.domain.arrange import name_pillar
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.figures import count
from mithaq.recommendations.domain.consolidate import disclose
from mithaq.recommendations.domain.drop import drop
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.figures import RECEIVED
from mithaq.recommendations.queries import outline_of, unplaced
from tests.factories.house import a_city, a_group, a_house, a_paper, a_point, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
#: What knowing who asks costs: the session, the account, its seats and what they may do.
SIGNED_IN = 4


@pytest.fixture
def house():
    return a_house()


def page(house, address, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/{address}")


def test_every_recommendation_of_a_paper_stands_in_the_list_with_its_number_and_its_paper(house):
    paper = a_paper(house, recommendations=3)
    shown = page(house, "recommendations/")
    assert [f"Plant tree {number}." in shown for number in (1, 2, 3)] == [True, True, True]
    assert str(paper.title) in shown
    assert ">3<" in shown


def test_the_number_on_the_page_is_the_figure_s(house):
    a_paper(house, recommendations=3)
    a_paper(house, recommendations=2)
    assert count(RECEIVED, house.cycle, house.at).value == len(outline_of(house.cycle, house.at)) == 5
    assert "/figures/recommendations_received/" in page(house, "recommendations/")


def test_the_list_is_narrowed_by_paper_theme_and_proposer(house):
    first, second = a_paper(house, recommendations=1), a_paper(house)
    lisbon = a_city(house, "Lisbon")
    read_in(second, [Read("Dig a canal.", theme="Canals", proposers=("Lisbon", "Nowhere"))], **house.by_us)
    for query in (f"paper={second.public_id}", "theme=Canals", f"proposer={lisbon.public_id}", "proposer=Nowhere"):
        shown = page(house, f"recommendations/?{query}")
        assert "Dig a canal." in shown, query
        assert "Plant tree 1." not in shown, query
    assert "Plant tree 1." in page(house, f"recommendations/?paper={first.public_id}")


def test_a_filter_that_does_not_exist_narrows_nothing(house):
    a_paper(house, recommendations=1)
    assert "Plant tree 1." in page(house, "recommendations/?theme=Nothing&page=99")


def test_a_proposer_on_the_register_is_linked_and_another_is_only_named(house):
    tunis = a_city(house, "Tunis")
    paper = a_paper(house)
    read_in(paper, [Read("Plant trees.", proposers=("Tunis", "Carthage"))], **house.by_us)
    shown = page(house, "recommendations/")
    assert f"/members/{tunis.public_id}/" in shown
    assert '<bdi dir="auto">Carthage</bdi>' in shown


def test_what_is_in_no_point_yet_waits_and_is_never_lost(house):
    paper = a_paper(house, recommendations=3)
    first, *others = paper.recommendations.all()
    a_point(house, [first])
    assert list(unplaced(house.cycle)) == others
    shown = page(house, "recommendations/?point=none", house.secretariat)
    assert "Plant tree 2." in shown
    assert "Plant tree 1." not in shown
    assert shown.count("in no point yet") == 2


def test_what_was_dropped_does_not_wait_for_a_point(house):
    first, second, third = a_paper(house, recommendations=3).recommendations.all()
    a_point(house, [first])
    drop(house.cycle, [second], {"en": "The state does it."}, **house.by_us)
    listed = page(house, "recommendations/", house.secretariat)
    assert "point=dropped" in listed  # a ribbon of the picture
    assert "Paper" in listed
    dropped = page(house, "recommendations/?point=dropped", house.secretariat)
    assert "Plant tree 2." in dropped
    assert "Plant tree 3." not in dropped
    assert third.get_absolute_url() in page(house, "recommendations/?point=none", house.secretariat)
    assert second.get_absolute_url() not in page(house, "recommendations/?point=none", house.secretariat)


def test_until_points_are_public_nobody_but_the_negotiators_learns_of_them_from_the_list(house):
    paper = a_paper(house, recommendations=2)
    point = a_point(house, paper.recommendations.all()[:1])
    for stranger in (None, a_seated(house, Role.PRESS), a_seated(house, Role.AUDITOR)):
        shown = page(house, "recommendations/", stranger)
        assert point.public_id not in shown
        assert "in no point yet" not in shown
        assert "picture--flow" not in shown
    assert point.public_id in page(house, "recommendations/", a_seated(house, Role.SHERPA))
    disclose(house.cycle, **house.by_us)
    assert point.public_id in page(house, "recommendations/")


def test_the_flow_leads_from_each_paper_through_its_points_to_the_pillars(house):
    pillar = name_pillar(house.cycle, "water", {"en": "Water", "ar": "الماء"}, **house.by_us)
    paper = a_paper(house, recommendations=3)
    point = a_point(house, paper.recommendations.all()[:2], pillar=pillar)
    shown = page(house, "recommendations/", house.secretariat)
    assert f"paper={paper.public_id}&amp;point={point.public_id}" in shown
    assert f"paper={paper.public_id}&amp;point=none" in shown
    assert f"{point.title} → Water: 2" in shown


def test_an_empty_list_says_what_will_stand_there_and_who_puts_it_there(house):
    assert "Partners and sherpas hand in papers" in page(house, "recommendations/")


def test_the_secretariat_is_told_which_papers_wait_to_be_read(house, a_word_file):
    paper = a_word_file(house)
    assert f"/papers/{paper.public_id}/reading/" in page(house, "recommendations/", house.secretariat)
    assert f"/papers/{paper.public_id}/reading/" not in page(house, "recommendations/", a_seated(house))


def test_a_recommendation_shows_its_place_its_doubts_and_its_group(house):
    group = a_group(house)
    paper = a_paper(house, group=group)
    anchor = {"paragraph": 12, "table": 2, "row": 3}
    [one] = read_in(paper, [Read("Plant trees.", "en", "115.1", anchor=anchor, doubts=("very_short",))], **house.by_us)
    shown = page(house, f"recommendations/{one.public_id}/")
    assert "Recommendation 115.1" in shown
    assert "paragraph 12, table 2, row 3" in shown
    assert "It is very short and may not be a recommendation." in shown
    assert str(group.title) in shown


def test_the_history_of_a_recommendation_does_not_betray_a_point(house):
    paper = a_paper(house, recommendations=1)
    [one] = paper.recommendations.all()
    a_point(house, [one])
    assert "put recommendations together" not in page(house, f"recommendations/{one.public_id}/")
    assert "put recommendations together" in page(house, f"recommendations/{one.public_id}/", house.secretariat)


def test_a_recommendation_of_a_paper_that_is_handed_in_later_is_not_there_before(house):
    paper = a_paper(house, recommendations=1)
    address = f"/en/recommendations/{paper.recommendations.get().public_id}/"
    with the_clock_at(house.at - DAY):
        assert a_visitor().get(address).status_code == 404


@pytest.mark.parametrize("seated", [False, True])
def test_the_list_asks_as_often_for_three_as_for_one(house, seated):
    seat = house.secretariat if seated else None
    asked = []
    for _ in range(2):
        a_point(house, a_paper(house, recommendations=2).recommendations.all()[:1])
        with the_clock_at(house.at):
            asked.append(len(queries_of(a_visitor(seat), "/en/recommendations/")))
    assert asked[0] == asked[1] <= (8 + SIGNED_IN if seated else 8)
