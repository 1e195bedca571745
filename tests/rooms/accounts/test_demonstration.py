"""In a demonstration, and only there, one click signs in as anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.foundation.accounts.persons import CITIES_SHOWN, groups_of_persons
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import (
    OPENING,
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_person,
    a_seated,
    an_endorsement,
)
from tests.factories.readers import a_browser_of, a_stranger

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/sign-in/"


@pytest.fixture
def house(settings):
    from mithaq.foundation.clock import real_now

    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = OPENING + timedelta(hours=1) - real_now()
    return a_house()


def as_(seat):
    return f"{SIGN_IN}as/{seat.public_id}/"


def test_one_click_signs_in_as_a_person_in_that_seat(house):
    person, city = a_person(house), a_city(house)
    mayor, chair = (a_seated(house, role, city, person=person) for role in (Role.MAYOR, Role.CHAIR))
    browser = a_stranger()
    for seat in (mayor, chair):
        assert browser.post(as_(seat)).url == "/en/"
        assert browser.get("/en/").wsgi_request.seat == seat


def test_the_persons_stand_on_the_page_for_signing_in(house):
    seat = a_seated(house)
    page = a_stranger().get(SIGN_IN).content.decode()
    assert as_(seat) in page
    assert str(seat.person) in page


def test_elsewhere_there_is_no_such_page_and_no_such_list(house, settings):
    seat = a_seated(house)
    settings.DEMONSTRATION = False
    settings.MITHAQ_CLOCK_OFFSET = timedelta(0)
    browser = a_stranger()
    assert browser.post(as_(seat)).status_code == 404
    assert browser.get("/en/").wsgi_request.seat is None
    assert str(seat.person) not in browser.get(SIGN_IN).content.decode()


def test_whoever_was_signed_in_before_is_signed_out(house):
    first, second = a_seated(house), a_seated(house)
    browser = a_browser_of(first)
    before = browser.cookies["sessionid"].value
    browser.post(as_(second))
    assert browser.cookies["sessionid"].value != before
    assert browser.get("/en/").wsgi_request.seat == second


def test_a_link_signs_nobody_in(house):
    assert a_stranger().get(as_(a_seated(house))).status_code == 405


def test_a_person_without_an_address_does_not_sign_in(house):
    seat = a_seated(house, person=a_person(house, email=""))
    assert a_stranger().post(as_(seat)).status_code == 404
    assert as_(seat) not in a_stranger().get(SIGN_IN).content.decode()


def test_persons_are_grouped_by_what_they_do(house):
    chair, sherpa = a_seated(house, Role.CHAIR), a_seated(house, Role.SHERPA)
    partner, auditor = a_seated(house, Role.PARTNER), a_seated(house, Role.AUDITOR)
    presidency = a_seated(house, Role.PRESIDENCY)
    groups = [group.seats for group in groups_of_persons(OPENING)]
    assert groups == [[house.secretariat], [chair], [sherpa], [partner], [presidency], [auditor]]


def test_cities_for_whose_mayor_something_is_left_to_do_come_first(house):
    text = a_frozen_text(house)
    done, waiting = a_mayor_with_a_mandate(house), a_mayor_with_a_mandate(house)
    an_endorsement(house, text, done)
    (cities,) = (group for group in groups_of_persons(OPENING) if done in group.seats)
    assert cities.seats == [waiting, done]


def test_a_few_cities_are_shown_at_once_and_the_others_unfold(house):
    for _ in range(CITIES_SHOWN + 2):
        a_seated(house)
    (cities,) = (group for group in groups_of_persons(OPENING) if group.more)
    assert (len(cities.seats), len(cities.more)) == (CITIES_SHOWN, 2)


def test_the_list_costs_one_query_for_one_seat_and_for_many(house, django_assert_num_queries):
    a_seated(house)
    with django_assert_num_queries(1):
        groups_of_persons(OPENING)
    a_seated(house), a_seated(house)
    with django_assert_num_queries(1):
        groups_of_persons(OPENING)
