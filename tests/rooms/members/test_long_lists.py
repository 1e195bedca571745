"""The lists of a large house: in pages, whole, and searched for one name."""

from __future__ import annotations

import re

import pytest

from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Role
from mithaq.members.models import Membership
from mithaq.members.vocabulary import Standing
from tests.factories.house import a_city, a_frozen_text, a_house, a_mayor_with_a_mandate, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

MOST = 100


@pytest.fixture
def house():
    return a_house()


def many_cities(house):
    """So many that they do not stand on one page; entered without acts, which would take long."""
    cities = Organisation.objects.bulk_create(
        Organisation(kind="city", name={"en": f"Marsa {number:03}", "ar": f"مرسى {number:03}"})
        for number in range(MOST + 1)
    )
    Membership.objects.bulk_create(
        Membership(cycle=house.cycle, organisation=city, standing=Standing.OBSERVER, starts=house.at.date())
        for city in cities
    )


def asked(house, address, seat=None):
    with the_clock_at(house.at):
        return page_of(a_visitor(seat), f"/en/{address}")


def marsas(text):
    """Each city once: a row may name its city again for whoever hears the page."""
    return list(dict.fromkeys(re.findall(r"Marsa (\d+)", text)))


def test_the_roll_comes_in_pages_and_whole(house):
    many_cities(house)
    first, second, beyond = (asked(house, f"members/?page={number}") for number in (1, 2, 99))
    assert (len(marsas(first)), marsas(second), marsas(beyond)) == (MOST, ["100"], ["100"])
    assert 'Observer cities <span class="soft">101</span>' in re.sub(r"<bdi[^>]*>|</bdi>", "", second)
    assert len(marsas(asked(house, "members/?page=all"))) == MOST + 1
    assert marsas(asked(house, "members/?name=MARSA+10&page=2")) == ["100"]


def test_the_working_roll_comes_in_pages_and_is_searched(house):
    text = a_frozen_text(house)
    a_city(house, "Lisbon")
    many_cities(house)
    address = f"texts/{text.public_id}/register/"
    first, second = (asked(house, f"{address}?page={number}", house.secretariat) for number in (1, 2))
    assert (len(marsas(first)), len(marsas(second))) == (MOST - 1, 2)
    found = asked(house, f"{address}?name=lisb", house.secretariat)
    assert ("Lisbon" in found, marsas(found)) == (True, [])
    assert "No city is called so." in asked(house, f"{address}?name=nowhere", house.secretariat)


def test_a_mandate_is_found_by_its_person_or_organisation_and_by_nobody_who_may_not_see_it(house):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lisbon"))
    a_mayor_with_a_mandate(house, a_city(house, "Tunis"))
    for name in ("lisbon", str(mayor.person.name)):
        found = asked(house, f"mandates/?name={name}", house.secretariat)
        assert (">Lisbon<" in found, ">Tunis<" in found) == (True, False)
    outsider = a_seated(house, Role.SHERPA)
    assert ">Lisbon<" not in asked(house, "mandates/?name=lisbon", outsider)


def test_the_address_book_is_searched_within_what_one_may_see(house):
    ours, other = a_seated(house, organisation=a_city(house, "Lisbon")), a_seated(house)
    assert ours.person.email in asked(house, "members/addresses/?name=lisbon", house.secretariat)
    assert other.person.email not in asked(house, "members/addresses/?name=lisbon", house.secretariat)
    assert ours.person.email in asked(house, "members/addresses/?name=lisbon", ours)
    assert ours.person.email not in asked(house, "members/addresses/?name=lisbon", other)


@pytest.mark.parametrize("name", ["", "%00", "%3Cb%3E", "x" * 200], ids=["empty", "nul", "tag", "long"])
def test_a_strange_name_is_answered_in_words(house, name):
    for address in ("mandates/", "members/addresses/", "people/"):
        assert "<b>" not in asked(house, f"{address}?name={name}", house.secretariat)


def test_a_search_costs_as_much_among_many_as_among_few(house):
    a_seated(house)

    def cost():
        with the_clock_at(house.at):
            return [
                len(queries_of(a_visitor(house.secretariat), f"/en/{address}?name=a"))
                for address in ("mandates/", "members/addresses/", "people/")
            ]

    cost()
    before = cost()
    for _number in range(3):
        a_seated(house)
    cost()
    assert cost() == before
