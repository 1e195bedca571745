"""The seat one acts in: found for every request, chosen where there are several."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from mithaq.foundation.accounts.seated import Seated
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import FIRST_DAY, OPENING, a_city, a_house, a_person, a_seated
from tests.factories.readers import a_browser_of, a_stranger

pytestmark = pytest.mark.django_db

HOME, SEAT, OUT = "/en/", "/en/sign-in/seat/", "/en/sign-in/out/"


@pytest.fixture(autouse=True)
def _the_clock(settings):
    from mithaq.foundation.clock import real_now

    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = OPENING + timedelta(hours=1) - real_now()


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def two_seats(house):
    """One person who is the mayor of a city and sits for the chair."""
    person, city = a_person(house), a_city(house)
    return [a_seated(house, role, city, person=person) for role in (Role.MAYOR, Role.CHAIR)]


def seat_of(browser):
    return browser.get(HOME).wsgi_request.seat


def test_who_holds_one_seat_acts_in_it(house):
    seat = a_seated(house)
    assert seat_of(a_browser_of(seat)) == seat


def test_a_stranger_acts_in_none(house):
    assert seat_of(a_stranger()) is None


def test_who_holds_two_seats_chooses_and_stays_in_the_chosen_one(two_seats):
    mayor, chair = two_seats
    browser = a_browser_of(mayor)
    answer = browser.post(SEAT, {"seat": chair.public_id, "next": "/en/members/"})
    assert (answer.status_code, answer.url) == (302, "/en/members/")
    assert seat_of(browser) == chair
    assert seat_of(browser) == chair


def test_a_seat_of_somebody_else_cannot_be_chosen(house, two_seats):
    browser, other = a_browser_of(two_seats[0]), a_seated(house)
    assert browser.post(SEAT, {"seat": other.public_id}).status_code == 404
    assert seat_of(browser) == two_seats[0]


def test_choosing_a_seat_leads_to_no_other_site(two_seats):
    answer = a_browser_of(two_seats[0]).post(SEAT, {"seat": two_seats[1].public_id, "next": "//elsewhere.example/"})
    assert answer.url == HOME


def test_a_seat_that_has_ended_is_gone_with_the_next_request(house, settings):
    seat = a_seated(house, ends=FIRST_DAY)
    browser = a_browser_of(seat)
    assert seat_of(browser) == seat
    settings.MITHAQ_CLOCK_OFFSET += timedelta(days=1)
    assert seat_of(browser) is None


def test_an_account_that_is_closed_is_gone_with_the_next_request(house):
    seat = a_seated(house)
    browser = a_browser_of(seat)
    type(seat.person.account).objects.update(is_active=False)
    assert seat_of(browser) is None


def test_who_signs_out_acts_in_none_and_the_session_is_gone(house):
    from django.contrib.sessions.models import Session

    browser = a_browser_of(a_seated(house))
    assert browser.post(OUT).url == HOME
    assert seat_of(browser) is None
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", [SEAT, OUT])
def test_following_a_link_changes_nothing(house, path):
    seat = a_seated(house)
    browser = a_browser_of(seat)
    assert browser.get(path).status_code == 405
    assert seat_of(browser) == seat


def test_forms_from_elsewhere_are_refused(two_seats):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = a_browser_of(two_seats[0]).cookies
    assert browser.post(SEAT, {"seat": two_seats[1].public_id}).status_code == 403
    assert seat_of(browser) == two_seats[0]


def asked(browser):
    """A request of this browser, as it reaches the middleware that seats it."""
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.sessions.middleware import SessionMiddleware

    request = RequestFactory().get(HOME)
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    answer = Seated(lambda request: HttpResponse())
    return lambda: SessionMiddleware(AuthenticationMiddleware(answer))(request)


def test_a_stranger_costs_no_query(house, django_assert_num_queries):
    ask = asked(a_stranger())
    with django_assert_num_queries(0):
        ask()


def test_session_account_and_seats_cost_two_queries_however_many_seats(two_seats, django_assert_num_queries):
    ask = asked(a_browser_of(two_seats[0]))
    with django_assert_num_queries(2):
        ask()
