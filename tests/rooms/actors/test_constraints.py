"""What the database itself does not let stand about organisations, persons, seats and mandates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from mithaq.foundation.actors.models import Examination, Mandate, MandateScope, Person, Population, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from tests.factories.house import FIRST_DAY, OPENING, a_city, a_house, a_mandate, a_person, a_seated

EVIDENCE = {"en": "A letter"}


def refuses(constraint):
    """The database refuses, and names the constraint; SQLite does not name all of them."""
    return pytest.raises(IntegrityError, match=constraint if connection.vendor == "postgresql" else "constraint failed")


@pytest.fixture
def house(db):
    return a_house()


def test_a_seat_does_not_end_before_it_starts(house):
    fields = {"person": a_person(house), "organisation": a_city(house), "role": Role.MAYOR, "starts": FIRST_DAY}
    with refuses("a_seat_ends_after_it_starts"), transaction.atomic():
        Seat.objects.create(**fields, ends=FIRST_DAY - timedelta(days=1))
    assert Seat.objects.create(**fields, ends=FIRST_DAY).is_held(OPENING)
    assert Seat.objects.create(**fields).is_held(OPENING)


def test_a_mandate_does_not_end_before_it_starts(house):
    fields = {"seat": a_seated(house), "evidence": EVIDENCE, "starts": FIRST_DAY}
    with refuses("a_mandate_ends_after_it_starts"), transaction.atomic():
        Mandate.objects.create(**fields, ends=FIRST_DAY - timedelta(days=1))
    assert Mandate.objects.create(**fields, ends=FIRST_DAY).is_running(OPENING)


@pytest.mark.parametrize("again", ["amina@city.example", "AMINA@City.Example"])
def test_an_address_belongs_to_one_person_whatever_its_case(house, again):
    Person.objects.create(name={"en": "Amina"}, email="amina@city.example")
    with refuses("an_address_belongs_to_one_person"), transaction.atomic():
        Person.objects.create(name={"en": "Another Amina"}, email=again)


def test_any_number_of_persons_may_have_no_address(house):
    for _ in range(3):
        Person.objects.create(name={"en": "Somebody"}, email="")
    assert Person.objects.filter(email="").count() == 4  # the secretariat's colleague has none either


def test_a_scope_is_given_once_in_a_mandate(house):
    mandate = a_mandate(house, a_seated(house), Scope.SPEAK)
    with refuses("a_scope_is_given_once"), transaction.atomic():
        MandateScope.objects.create(mandate=mandate, scope=Scope.SPEAK)


def test_an_examiner_examines_a_mandate_once(house):
    mandate = a_mandate(house, a_seated(house), examiners=1)
    with refuses("an_examiner_examines_a_mandate_once"), transaction.atomic():
        Examination.objects.create(mandate=mandate, examiner=house.secretariat, at=OPENING, in_order=False)


def test_a_population_is_stated_once_by_a_source_for_a_year(house):
    stated = {"organisation": a_city(house), "people": 1000, "concept": "city_proper", "year": 2030, "source": "census"}
    Population.objects.create(**stated)
    with refuses("a_population_is_stated_once"), transaction.atomic():
        Population.objects.create(**{**stated, "people": 2000})
    Population.objects.create(**{**stated, "year": 2020})


def test_nobody_who_acted_can_be_taken_out_of_the_record(house):
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor)
    for record in (mayor, mayor.person, mayor.organisation, house.secretariat):
        with pytest.raises(ProtectedError):
            record.delete()


def test_a_seat_says_who_acts_for_whom(house):
    city = a_city(house, "Tunis")
    seat = a_seated(house, organisation=city, starts=date(2031, 2, 1))
    assert seat.sentence == f"{seat.person}, for Tunis"
    assert str(seat) == seat.sentence
