"""The page of an organisation, and what of it each reader may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.foundation.actors.vocabulary import Kind, Role, Scope
from mithaq.members.domain.admit import register_organisation
from tests.factories.house import a_city, a_house, a_mandate, a_mayor_with_a_mandate, a_person, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def city(house):
    return a_city(house, "Ghaymara", zone="Asia/Riyadh")


def page(house, organisation, seat=None, at=None):
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/members/{organisation.public_id}/")


def test_an_organisation_is_shown_with_its_names_country_zone_and_populations(house):
    stated = {"people": 6840000, "concept": "city_proper", "year": 2030, "source": "census of 2030"}
    fields = {
        "kind": Kind.CITY,
        "name": {"en": "Ghaymara", "ar": "غيمرة"},
        "country": "SA",
        "time_zone": "Asia/Riyadh",
        "note": {"en": "Named in one source only."},
    }
    place = register_organisation(fields, (stated, {**stated, "people": 7100000, "source": "atlas"}), **house.by_us)
    shown = page(house, place)
    for words in ("Ghaymara", "غيمرة", "Saudi Arabia", "Riyadh", "6,840,000", "7,100,000", "City within its limits"):
        assert words in shown
    for words in ("2030", "census of 2030", "atlas", "Named in one source only."):
        assert words in shown
    assert "It is on the register, but is not a member in any class." in shown


def test_the_public_reads_no_person_and_nobody_reads_an_address(house, city):
    holder = a_seated(house, Role.SHERPA, city)
    to_all, to_them = page(house, city), page(house, city, a_seated(house))
    assert str(holder.person) not in to_all
    assert str(house.secretariat.person) not in to_all
    assert str(holder.person) in to_them
    assert holder.person.email not in to_all + to_them


def test_a_seat_that_has_ended_is_not_shown_as_held(house, city):
    day = house.at.date()
    a_seated(house, Role.MAYOR, city, person=a_person(house), ends=day)
    reader = a_seated(house)
    assert "Person" in page(house, city, reader)
    assert "The secretariat gives the seats." in page(house, city, reader, house.at + timedelta(days=2))


@pytest.mark.parametrize("role", [Role.SHERPA, Role.MAYOR])
def test_mandates_are_shown_to_the_city_itself_and_not_to_another(house, city, role):
    holder = a_seated(house, role, city)
    a_mandate(house, holder, Scope.ENDORSE)
    evidence, found = "Letter of the mayor", "found a mandate in order"
    assert all(words in page(house, city, holder) for words in (evidence, found, "Verified"))
    other = page(house, city, a_seated(house, role))
    assert not any(words in other for words in (evidence, found, "Verified"))
    public = page(house, city)
    assert not any(words in public for words in (evidence, found, "Verified"))


def test_the_secretariat_reads_every_citys_mandates(house, city):
    a_mandate(house, a_seated(house, Role.MAYOR, city), examiners=1)
    shown = page(house, city, house.secretariat)
    assert "Awaiting its second check" in shown


def test_an_organisation_that_is_not_there_is_a_404(house):
    with the_clock_at(house.at):
        assert a_visitor().get("/en/members/zzzzzzzzzzzz/").status_code == 404


def test_the_page_takes_the_same_queries_for_a_city_with_little_and_with_much_on_record(house, city):
    reader = a_seated(house, Role.SHERPA)
    few = counted(house, city, None), counted(house, city, reader)
    for _number in range(4):
        a_mayor_with_a_mandate(house, city)
    assert (counted(house, city, None), counted(house, city, reader)) == few
    assert max(few) <= 8


def test_the_secretariats_own_page_takes_the_same_queries_for_one_mandate_and_for_many(house, city):
    a_mayor_with_a_mandate(house, city)
    few = counted(house, city, house.secretariat)
    for _number in range(3):
        a_mayor_with_a_mandate(house, city)
    assert counted(house, city, house.secretariat) == few


def counted(house, city, seat):
    with the_clock_at(house.at):
        return len(queries_of(a_visitor(seat), f"/en/members/{city.public_id}/"))
