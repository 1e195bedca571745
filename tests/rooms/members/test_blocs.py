"""An organisation's blocs follow from its country and the day; they are shown, asked for and counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mithaq.foundation.figures import count
from mithaq.members.domain.correct import correct_organisation
from mithaq.members.domain.facts import state, take_back
from mithaq.members.figures import BY_GROUPING
from tests.factories.house import a_city, a_house
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db
FIRST = datetime(2020, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def house():
    made = a_house(FIRST)
    with the_clock_at(FIRST):
        yield made


def a_city_of(house, name, country):
    return correct_organisation(a_city(house, name), {"country": country}, **house.by_us)


def value(house, grouping, standing=None, at=FIRST):
    return count(BY_GROUPING[grouping][standing], house.cycle, at).value


def numbers(house, at=FIRST):
    return [value(house, grouping, at=at) for grouping in BY_GROUPING]


def test_the_cities_of_each_bloc_are_counted_on_the_day_asked_for(house):
    before = numbers(house)
    for name, country in (("London", "GB"), ("Lisbon", "PT"), ("Lagos", "NG"), ("Oslo", "NO")):
        a_city_of(house, name, country)
    assert [new - old for new, old in zip(numbers(house), before, strict=True)] == [2, 1, 2, 1]
    later = numbers(house, datetime(2020, 2, 1, 12, tzinfo=UTC))
    assert [new - old for new, old in zip(later, before, strict=True)] == [2, 1, 1, 1]
    summit = numbers(house, datetime(2023, 9, 9, 12, tzinfo=UTC))
    assert [new - old for new, old in zip(summit, before, strict=True)] == [3, 1, 1, 1]


def test_what_is_on_record_of_a_city_itself_is_counted_too_until_it_is_taken_back(house):
    city = a_city_of(house, "Exampleton", "XA")
    before = value(house, "african_union")
    fact = state(city, "bloc", date(2019, 1, 1), bloc="african_union", **house.by_us)
    assert value(house, "african_union") == before + 1
    take_back(fact, "mistaken", **house.by_us)
    assert value(house, "african_union") == before


def test_the_page_of_a_city_shows_the_blocs_of_its_country_with_days_and_source(house):
    shown = page_of(a_visitor(), f"/en/members/{a_city_of(house, 'London', 'GB').public_id}/")
    assert "Blocs of its country" in shown
    assert "31 January 2020" in shown or "31 Jan 2020" in shown
    assert "european-union.europa.eu" in shown
    assert "Blocs of its country" not in page_of(
        a_visitor(), f"/en/members/{a_city_of(house, 'Exampleton', 'XA').public_id}/"
    )


def test_the_roll_is_asked_for_the_cities_of_a_bloc(house):
    a_city_of(house, "Lisbon", "PT")
    a_city_of(house, "Lagos", "NG")
    shown = page_of(a_visitor(), "/en/members/?bloc=african_union")
    assert ("Lagos" in shown, "Lisbon" in shown) == (True, False)
    assert "There is no such bloc" in page_of(a_visitor(), "/en/members/?bloc=atlantis")


def test_a_bloc_in_which_no_member_stands_is_neither_offered_nor_counted(house):
    a_city_of(house, "Lagos", "NG")
    roll, counts = (page_of(a_visitor(), path) for path in ("/en/members/", "/en/members/counts/"))
    assert ('value="african_union"' in roll, 'value="european_union"' in roll) == (True, False)
    assert ("African Union" in counts, "European Union" in counts) == (True, False)


def test_the_counts_show_each_bloc_by_class_with_its_records_behind_it(house):
    a_city_of(house, "Lisbon", "PT")
    shown = page_of(a_visitor(), "/en/members/counts/")
    assert "Cities by bloc" in shown
    assert "figures/cities_in_european_union/" in shown
    assert "Lisbon" in page_of(a_visitor(), "/en/figures/cities_in_european_union/")
    assert "figures/cities_in_european_union/" not in page_of(a_visitor(), "/en/members/counts/?chair=not_counted")


def test_the_counts_by_bloc_ask_no_more_for_many_cities(house):
    few = len(queries_of(a_visitor(house.secretariat), "/en/members/counts/"))
    for number in range(5):
        a_city_of(house, f"City {number}", "PT")
    assert len(queries_of(a_visitor(house.secretariat), "/en/members/counts/")) == few <= 8
