"""Signing in with a code that is sent by e-mail."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from statistics import median

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.web import views
from mithaq.foundation.clock import real_now
from tests.factories.house import a_house, a_person, a_seated

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, HOME = "/en/sign-in/", "/en/sign-in/code/", "/en/"
UNKNOWN = "nobody@elsewhere.example"


@pytest.fixture(autouse=True)
def _real_site(settings):
    settings.DEMONSTRATION = False
    cache.clear()


@pytest.fixture
def sherpa():
    return a_seated(a_house(real_now()))


def asked_for_a_code(address, browser=None, where=SIGN_IN):
    browser = browser or Client()
    return browser, browser.post(where, {"email": address})


def the_letter(subject_holds="", seconds=3.0):
    """The letter, which another thread hands over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = [letter for letter in mail.outbox if subject_holds in letter.subject]
        if found:
            return found[-1]
        time.sleep(0.01)
    raise AssertionError("no letter came")


def the_code():
    return re.search(r"^\s{4}(\S+)$", the_letter().body, re.MULTILINE)[1]


def test_who_enters_the_code_that_was_sent_is_signed_in_for_their_city(sherpa):
    browser, answer = asked_for_a_code(sherpa.person.email)
    assert (answer.status_code, answer.url) == (302, CODE)
    answer = browser.post(CODE, {"code": the_code()})
    assert (answer.status_code, answer.url) == (302, HOME)
    assert sherpa.sentence in browser.get(HOME).content.decode()


def test_who_holds_no_seat_any_more_is_told_so_and_may_leave():
    house = a_house(real_now() - timedelta(days=10))
    seat = a_seated(house, ends=(real_now() - timedelta(days=5)).date())
    browser, _ = asked_for_a_code(seat.person.email)
    browser.post(CODE, {"code": the_code()})
    page = browser.get(HOME).content.decode()
    assert "you hold no seat today" in page
    assert "/en/sign-in/out/" in page


def test_the_letter_goes_to_the_person_alone_and_holds_the_code_in_its_subject(sherpa):
    asked_for_a_code(sherpa.person.email)
    letter = the_letter()
    assert letter.to == [sherpa.person.email]
    assert the_code() in letter.subject


def test_the_letter_is_written_in_the_language_of_the_page(sherpa):
    asked_for_a_code(sherpa.person.email, where="/ar/sign-in/")
    assert the_letter().extra_headers["Content-Language"] == "ar"


def test_the_address_is_found_whatever_its_case(sherpa):
    asked_for_a_code(sherpa.person.email.upper())
    assert the_letter().subject


def test_the_code_may_be_typed_in_arabic_digits(sherpa):
    browser, _ = asked_for_a_code(sherpa.person.email)
    in_arabic = the_code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert browser.post(CODE, {"code": in_arabic}).url == HOME


def test_a_sign_in_rotates_the_session(sherpa):
    browser, _ = asked_for_a_code(sherpa.person.email)
    before = browser.cookies["sessionid"].value
    browser.post(CODE, {"code": the_code()})
    assert browser.cookies["sessionid"].value != before


def test_after_signing_in_one_is_where_one_wanted_to_go(sherpa):
    browser = Client()
    browser.post(f"{SIGN_IN}?next=/en/members/", {"email": sherpa.person.email})
    answer = browser.post(CODE, {"code": the_code(), "next": "/en/members/"})
    assert answer.url == "/en/members/"


def test_nobody_is_led_to_another_site_after_signing_in(sherpa):
    browser, _ = asked_for_a_code(sherpa.person.email)
    answer = browser.post(CODE, {"code": the_code(), "next": "https://elsewhere.example/"})
    assert answer.url == HOME


def test_a_wrong_code_is_said_beside_the_field_and_a_third_one_ends_the_attempt(sherpa):
    browser, _ = asked_for_a_code(sherpa.person.email)
    right = the_code()
    for _attempt in range(2):
        page = browser.post(CODE, {"code": "WRONG-CODE"})
        assert page.status_code == 200
        assert "This is not the code that was sent" in page.content.decode()
    assert browser.post(CODE, {"code": "WRONG-CODE"}).status_code == 302
    assert browser.post(CODE, {"code": right}).url == SIGN_IN


def test_a_code_works_once(sherpa):
    browser, _ = asked_for_a_code(sherpa.person.email)
    code = the_code()
    browser.post(CODE, {"code": code})
    browser.post("/en/sign-in/out/")
    assert browser.post(CODE, {"code": code}).url == SIGN_IN


def test_a_code_of_another_browser_is_of_no_use(sherpa):
    asked_for_a_code(sherpa.person.email)
    code = the_code()
    other, _ = asked_for_a_code(UNKNOWN)
    assert other.post(CODE, {"code": code}).status_code == 200


def test_a_known_and_an_unknown_address_are_answered_alike(sherpa):
    answers = []
    for address in (sherpa.person.email, UNKNOWN):
        browser, answer = asked_for_a_code(address)
        page = browser.get(CODE).content.decode().replace(address, "…")
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)
        cookies = sorted((name, morsel["httponly"], morsel["samesite"]) for name, morsel in browser.cookies.items())
        answers.append((answer.status_code, answer.url, answer.content, cookies, page))
    assert answers[0] == answers[1]


def test_a_known_and_an_unknown_address_are_answered_after_the_same_time(sherpa, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    times = {}
    for address in (sherpa.person.email, UNKNOWN) * 4:
        began = time.perf_counter()
        asked_for_a_code(address)
        times.setdefault(address, []).append(time.perf_counter() - began)
    known, unknown = (median(taken) for taken in times.values())
    assert abs(known - unknown) < 0.05
    assert min(known, unknown) >= views.FLOOR


def test_an_unknown_address_makes_no_account_and_gets_no_letter(sherpa):
    asked_for_a_code(UNKNOWN)
    time.sleep(0.1)
    assert not Account.objects.exists()
    assert mail.outbox == []


def test_an_account_follows_the_address_of_its_person(sherpa):
    account = Account.objects.of(sherpa.person)
    sherpa.person.email = "new@city.example"
    sherpa.person.save()
    assert Account.objects.with_address("new@city.example") == account
    assert Account.objects.get().email == "new@city.example"


def test_two_persons_may_exchange_their_addresses():
    house = a_house()
    one, other = a_person(house, email="one@city.example"), a_person(house, email="other@city.example")
    accounts = [Account.objects.of(one), Account.objects.of(other)]
    for person, address in ((one, "third@city.example"), (other, "one@city.example"), (one, "other@city.example")):
        person.email = address
        person.save()
    assert Account.objects.with_address("other@city.example") == accounts[0]
    assert Account.objects.with_address("one@city.example") == accounts[1]


def test_no_fourth_code_is_sent_to_an_address_within_a_minute(sherpa):
    for address in (sherpa.person.email, UNKNOWN):
        pages = [asked_for_a_code(address)[1] for _ in range(4)]
        assert [page.status_code for page in pages] == [302, 302, 302, 200]
        assert "There were too many attempts" in pages[-1].content.decode()


def test_an_accent_does_not_open_the_limit_anew(sherpa):
    for _ in range(3):
        asked_for_a_code("person@city.example")
    page = asked_for_a_code("person@city.example".replace("o", "ó", 1))[1]
    assert page.status_code in (200, 302)
    assert mail.outbox == []


def test_who_asks_again_may_give_another_address(sherpa):
    browser, _ = asked_for_a_code(UNKNOWN)
    assert browser.get(SIGN_IN).status_code == 200
    browser.post(SIGN_IN, {"email": sherpa.person.email})
    assert browser.post(CODE, {"code": the_code()}).url == HOME


def test_what_is_no_address_is_said_beside_the_field():
    a_house()
    page = asked_for_a_code("amina")[1]
    assert page.status_code == 200
    assert "This is not an e-mail address" in page.content.decode()


def test_the_page_for_the_code_is_not_there_for_who_did_not_ask():
    a_house()
    assert Client().get(CODE).url == SIGN_IN


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path", ["login/", "signup/", "password/reset/", "password/change/", "email/", "logout/", "confirm-email/"]
)
def test_what_the_library_offers_besides_has_no_address(path, method):
    a_house()
    for prefix in ("/en/sign-in/", "/en/accounts/", "/accounts/", "/en/"):
        assert getattr(Client(), method)(prefix + path).status_code == 404


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_change_password", "account_email"]
)
def test_no_name_of_an_unwanted_page_leads_anywhere(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_password_opens_anything(sherpa):
    account = Account.objects.of(sherpa.person)
    account.set_password("open sesame")
    account.save()
    assert not Client().login(email=account.email, password="open sesame")
    assert not Client().login(username=account.email, password="open sesame")
