"""The secretariat's overview: every city with its mandate, its endorsement and its last act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.models import Act
from mithaq.members.domain.mandate import examine
from mithaq.members.vocabulary import MandateState
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    an_endorsement,
)
from tests.factories.negotiation import a_negotiator, a_round, an_amendment
from tests.factories.readers import a_browser_of, a_stranger

OVERVIEW = "/en/overview/"


def cities(house, show=""):
    """The cities shown, by name."""
    page = a_browser_of(house.secretariat).get(f"{OVERVIEW}?show={show}").context["page"]
    return {str(line.organisation): line for line in page}


def test_it_is_the_secretariats_alone(house):
    assert a_stranger().get(OVERVIEW).status_code == 404
    for role in set(Role) - {Role.SECRETARIAT}:
        assert a_browser_of(a_seated(house, role)).get(OVERVIEW).status_code == 404


def test_before_the_first_member_it_says_who_puts_the_cities_there(house):
    assert "The secretariat admits them" in a_browser_of(house.secretariat).get(OVERVIEW).content.decode()


def test_each_city_has_the_mandate_that_takes_it_furthest(house):
    city = a_city(house, "Ghaymara")
    assert cities(house)["Ghaymara"].mandate is None
    mayor = a_seated(house, Role.MAYOR, city)
    a_mandate(house, mayor, Scope.SPEAK)
    assert cities(house)["Ghaymara"].mandate is None
    wanting = a_mandate(house, mayor, examiners=0)
    assert cities(house)["Ghaymara"].mandate == MandateState.UNEXAMINED
    examine(wanting, in_order=False, seat=house.secretariat, at=house.at)
    assert cities(house)["Ghaymara"].mandate == MandateState.CONTESTED
    a_mandate(house, mayor, examiners=1)
    assert cities(house)["Ghaymara"].mandate == MandateState.PROVISIONAL
    a_mandate(house, mayor)
    assert cities(house)["Ghaymara"].mandate == MandateState.VERIFIED


def test_a_city_is_awaited_while_the_call_is_open_late_afterwards_and_neither_once_it_has_endorsed(house, settings):
    text = a_frozen_text(house)
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Gives"))
    a_city(house, "Waits")
    an_endorsement(house, text, mayor)
    assert list(cities(house, "awaited")) == ["Waits"]
    assert cities(house, "late") == {}
    settings.MITHAQ_CLOCK_OFFSET += timedelta(days=31)
    assert list(cities(house, "late")) == ["Waits"]
    assert cities(house, "awaited") == {}


def test_a_city_from_which_nothing_comes_is_silent(house, settings):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Speaks"))
    a_city(house, "Is silent")
    an_endorsement(house, a_frozen_text(house), mayor)
    assert list(cities(house, "silent")) == ["Is silent"]
    settings.MITHAQ_CLOCK_OFFSET += timedelta(days=61)
    assert list(cities(house, "silent")) == ["Speaks", "Is silent"]


def test_every_number_leads_to_the_cities_that_it_counts(house):
    a_frozen_text(house)
    a_mayor_with_a_mandate(house)
    a_city(house)
    page = a_browser_of(house.secretariat).get(OVERVIEW)
    ways = [(shown.way.key, shown.count) for shown in page.context["ways"]]
    assert ways == [("", 2), ("awaited", 2), ("mandate", 1), ("focal", 2), ("silent", 2)]
    for key, count in ways:
        assert len(cities(house, key)) == count


@pytest.mark.parametrize("asked", ["nonsense", "\x00", "late&page=x", "&page=99"])
def test_nonsense_in_the_address_shows_what_there_is(house, asked):
    a_city(house)
    assert a_browser_of(house.secretariat).get(f"{OVERVIEW}?show={asked}").status_code == 200


def test_it_costs_eight_queries_at_most_and_as_many_for_many_cities_as_for_one(house, django_assert_max_num_queries):
    text = a_frozen_text(house)
    counts = []
    for many in (1, 6):
        for _ in range(many):
            an_endorsement(house, text)
        browser = a_browser_of(house.secretariat)
        browser.get(OVERVIEW)
        with django_assert_max_num_queries(8) as queries:
            browser.get(OVERVIEW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_return_in_preparation_does_not_show_in_the_hour_when_a_city_was_last_heard_of(house):
    about, sherpa = a_round(house), a_negotiator(house, a_city(house, "Prepares"))
    before = cities(house)["Prepares"].last_act
    an_amendment(about, sherpa, "Other words.", at=house.at + timedelta(hours=1))
    assert Act.objects.latest("sequence").seat == sherpa
    assert cities(house)["Prepares"].last_act == before
