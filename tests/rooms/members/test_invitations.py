"""A focal point admits its colleagues: what a link can do, what it cannot, and what whoever holds it is told."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override

from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.focal_point import name_focal_point
from mithaq.members.domain.invite import accept, invite, word_of
from mithaq.members.domain.transfer import end_seat
from mithaq.members.models import FocalPoint, Invitation
from mithaq.members.queries import state_of_invitation
from tests.factories.house import a_city, a_house, a_person, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ADDRESS = "noor@lima.example"


@pytest.fixture(autouse=True)
def _in_english():
    cache.clear()
    with override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def city(house):
    return a_city(house, "Lima")


@pytest.fixture
def focal(house, city):
    return a_focal_point(house, city)


def a_focal_point(house, city):
    seat = a_seated(house, Role.SHERPA, city)
    name_focal_point(seat, house.at.date(), seat=house.secretariat, at=house.at)
    return seat


def invited(house, by, *, email=ADDRESS, role=Role.MAYOR, at=None):
    return invite(
        by.organisation,
        email=email,
        name={"en": "Noor Haddad", "ar": "نور حداد"},
        role=role,
        starts=house.at.date(),
        link_to=lambda word: f"https://mithaq.example/en/invitation/{word}/",
        seat=by,
        at=at or house.at,
    )


def link_of(invitation):
    return f"/en/invitation/{word_of(invitation)}/"


def the_code(sent_to=ADDRESS, seconds=3.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        letters = [letter for letter in mail.outbox if letter.to == [sent_to]]
        if letters:
            return re.search(r"^\s{4}(\S+)$", letters[-1].body, re.MULTILINE)[1]
        time.sleep(0.01)
    raise AssertionError("no code came")


def test_a_focal_point_admits_a_mayor_who_accepts_with_the_code_and_acts_at_once(house, city, focal):
    typed = {"name_en": "Noor Haddad", "email": " Noor@LIMA.example ", "role": "mayor", "starts": "2031-01-06"}
    with the_clock_at(house.at):
        response = a_visitor(focal).post(f"/en/members/{city.public_id}/invitations/", typed)
        assert (response.status_code, response["Location"]) == (302, f"/en/members/{city.public_id}/seats/")
        letter = Letter.objects.get()
        assert letter.address == ADDRESS
        link = re.search(r"http://testserver(/en/invitation/\S+/)", letter.body)[1]
        stranger = Client()
        assert "Noor Haddad" in page_of(stranger, link)
        assert "n…@lima.example" in stranger.post(link).content.decode()
        response = stranger.post(link, {"code": the_code()})
        assert (response.status_code, response["Location"]) == (302, "/en/")
        seat = Seat.objects.get(role=Role.MAYOR)
        assert (seat.person.email, seat.organisation) == (ADDRESS, city)
        assert seat.sentence in page_of(stranger, "/en/")


def test_the_letter_goes_to_the_invited_address_in_both_languages(house, focal):
    invited(house, focal)
    send_waiting()
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    assert letter.extra_headers["Content-Language"] == "en, ar"
    assert "نور حداد" in letter.body


def test_a_mail_scanner_that_opens_the_link_changes_nothing(house, focal):
    invitation = invited(house, focal)
    scanner = Client()
    with the_clock_at(house.at):
        for _ in range(3):
            assert scanner.get(link_of(invitation)).status_code == 200
            assert scanner.head(link_of(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_open
    assert mail.outbox == []
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_a_forwarded_link_helps_nobody_for_the_code_goes_to_the_invited_address(house, focal):
    invitation = invited(house, focal)
    other = a_visitor(a_seated(house, Role.SHERPA))
    with the_clock_at(house.at):
        other.post(link_of(invitation))
        the_code()
        assert {address for letter in mail.outbox for address in letter.to} == {ADDRESS}
        for guess in ("AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC"):
            answer = other.post(link_of(invitation), {"code": guess})
            assert (answer.status_code, "This is not the code" in answer.content.decode()) == (422, True)
        right_but_too_late = other.post(link_of(invitation), {"code": the_code()})
    assert right_but_too_late.status_code == 422
    assert Invitation.objects.get().is_open


def test_a_code_asked_for_at_one_invitation_opens_no_other(house, focal):
    first, second = invited(house, focal), invited(house, focal, email="other@lima.example")
    browser = Client()
    with the_clock_at(house.at):
        browser.post(link_of(first))
        assert browser.post(link_of(second), {"code": the_code()}).status_code == 422
    assert not Seat.objects.filter(person__email="other@lima.example").exists()


def test_whoever_is_signed_in_with_the_invited_address_needs_no_code(house, focal):
    person = a_person(house, email=ADDRESS)
    elsewhere = a_seated(house, Role.SHERPA, person=person)
    invitation = invited(house, focal)
    with the_clock_at(house.at):
        browser = a_visitor(elsewhere)
        assert "You are signed in with the invited address." in page_of(browser, link_of(invitation))
        assert browser.post(link_of(invitation)).status_code == 302
    assert [seat.organisation for seat in person.seats.order_by("id")] == [elsewhere.organisation, focal.organisation]


def test_an_invitation_used_twice_says_that_it_was_accepted(house, focal):
    invitation = invited(house, focal)
    accept(invitation, at=house.at)
    with the_clock_at(house.at):
        answer = Client().get(link_of(invitation))
    assert (answer.status_code, "accepted already" in answer.content.decode()) == (410, True)
    with pytest.raises(Refused, match="accepted already"):
        accept(invitation, at=house.at)
    assert Seat.objects.filter(person__email=ADDRESS).count() == 1


def test_a_withdrawn_invitation_says_so_and_admits_nobody(house, city, focal):
    invitation = invited(house, focal)
    with the_clock_at(house.at):
        browser = a_visitor(focal)
        assert browser.post(f"/en/invitations/{invitation.public_id}/withdrawal/").status_code == 302
        assert "Withdrawn" in page_of(browser, f"/en/members/{city.public_id}/seats/")
        answer = Client().post(link_of(invitation))
        assert (answer.status_code, "has been withdrawn" in answer.content.decode()) == (410, True)
        assert browser.post(f"/en/invitations/{invitation.public_id}/withdrawal/").status_code == 409


def test_an_invitation_expires_after_fourteen_days_and_a_new_one_may_follow(house, focal):
    invitation = invited(house, focal)
    late = house.at + 14 * DAY
    with the_clock_at(late):
        answer = Client().get(link_of(invitation))
    assert (answer.status_code, "has expired" in answer.content.decode()) == (410, True)
    with pytest.raises(Refused, match="has expired"):
        accept(invitation, at=late)
    assert state_of_invitation(invited(house, focal, at=late), late) == "open"


@pytest.mark.parametrize("word", ["zzzzzzzzzzzz", "zzzzzzzzzzzz.AAAA", "x" * 400])
def test_a_link_that_we_did_not_sign_is_a_page_that_is_not_there(house, focal, word):
    invitation = invited(house, focal)
    with the_clock_at(house.at):
        assert Client().get(f"/en/invitation/{word}/").status_code == 404
        assert Client().get(f"/en/invitation/{invitation.public_id}/").status_code == 404
        assert Client().get(f"{link_of(invitation)[:-2]}x/").status_code == 404


def test_two_focal_points_who_invite_the_same_person_make_one_invitation(house, city, focal):
    second = a_focal_point(house, city)
    invited(house, focal)
    with pytest.raises(Refused, match="invited to this seat already"):
        invited(house, second, email="NOOR@lima.example")
    typed = {"name_en": "Noor", "email": ADDRESS, "role": "mayor", "starts": "2031-01-06"}
    with the_clock_at(house.at):
        answer = a_visitor(second).post(f"/en/members/{city.public_id}/invitations/", typed)
    assert (answer.status_code, "invited to this seat already" in answer.content.decode()) == (422, True)
    assert Invitation.objects.count() == 1


def test_two_cities_that_admit_the_same_person_admit_one_person_to_two_seats(house, focal):
    other = a_focal_point(house, a_city(house, "Oslo"))
    for invitation in (invited(house, focal), invited(house, other)):
        accept(invitation, at=house.at)
    assert Person.objects.get(email=ADDRESS).seats.count() == 2


def test_whoever_holds_the_seat_already_is_not_invited_to_it_again(house, focal):
    accept(invited(house, focal), at=house.at)
    with pytest.raises(Refused, match="already holds this seat"):
        invited(house, focal)


def test_an_invitation_lapses_with_the_right_of_whoever_sent_it(house, focal):
    invitation = invited(house, focal)
    end_seat(focal, house.at.date(), seat=house.secretariat, at=house.at)
    with pytest.raises(Refused, match="no longer admits colleagues"):
        accept(invitation, at=house.at + DAY)


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("noor", "This is not an e-mail address."),
        ("nооr@lima.example", "letters that look like Latin ones"),
        ("noor@lima.example\r\nBcc: x@y.example", "This is not an e-mail address."),
    ],
)
def test_an_address_that_is_none_or_looks_like_another_is_refused(house, city, focal, email, sentence):
    typed = {"name_en": "Noor", "email": email, "role": "mayor", "starts": "2031-01-06"}
    with the_clock_at(house.at):
        answer = a_visitor(focal).post(f"/en/members/{city.public_id}/invitations/", typed)
    assert answer.status_code == 422
    if email.isascii():
        assert sentence in answer.content.decode()
    with pytest.raises(Refused, match=sentence):
        invited(house, focal, email=email)
    assert Invitation.objects.count() == 0


def test_a_name_with_line_breaks_is_kept_on_one_line(house, city, focal):
    typed = {"name_en": "Noor\r\nBcc: x@y.example", "email": ADDRESS, "role": "mayor", "starts": "2031-01-06"}
    with the_clock_at(house.at):
        assert a_visitor(focal).post(f"/en/members/{city.public_id}/invitations/", typed).status_code == 302
    assert dict(Invitation.objects.get().name) == {"en": "Noor Bcc: x@y.example"}


def test_a_name_is_given_in_one_language_at_least_and_a_seat_of_the_organisations_own(house, city, focal):
    with the_clock_at(house.at):
        browser = a_visitor(focal)
        for role, name, sentence in (
            ("mayor", "", "in at least one language"),
            ("secretariat", "Noor", "valid choice"),
        ):
            typed = {"name_en": name, "email": ADDRESS, "role": role, "starts": "2031-01-06"}
            answer = browser.post(f"/en/members/{city.public_id}/invitations/", typed)
            assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_only_the_focal_point_and_the_secretariat_admit_colleagues(house, city, focal):
    sherpa, mayor = (a_seated(house, role, city) for role in (Role.SHERPA, Role.MAYOR))
    elsewhere = a_focal_point(house, a_city(house))
    address = f"/en/members/{city.public_id}/invitations/"
    with the_clock_at(house.at):
        for seat in (focal, house.secretariat):
            assert a_visitor(seat).get(address).status_code == 200
        for seat in (sherpa, mayor, elsewhere, None):
            assert a_visitor(seat).get(address).status_code == 404
        assert "Invite a colleague" not in page_of(a_visitor(sherpa), f"/en/members/{city.public_id}/seats/")
        assert a_visitor(mayor).get(f"/en/members/{city.public_id}/seats/").status_code == 404


def test_the_secretariat_names_a_focal_point_once(house, city):
    sherpa = a_seated(house, Role.SHERPA, city)
    address = f"/en/seats/{sherpa.public_id}/focal-point/"
    with the_clock_at(house.at):
        assert a_visitor(sherpa).post(address).status_code == 404
        browser = a_visitor(house.secretariat)
        for _ in range(2):
            assert browser.post(address).status_code == 302
        assert "focal point" in page_of(browser, f"/en/members/{city.public_id}/seats/")
    assert FocalPoint.objects.count() == 1


def test_the_page_of_seats_takes_the_same_queries_for_one_and_for_many(house, city, focal):
    address = f"/en/members/{city.public_id}/seats/"
    with the_clock_at(house.at):
        few = len(queries_of(a_visitor(focal), address))
        for number in range(3):
            a_seated(house, Role.MAYOR, city)
            invited(house, focal, email=f"n{number}@lima.example")
        assert len(queries_of(a_visitor(focal), address)) == few <= 8


def test_codes_are_not_sent_without_end(house, focal):
    invitation = invited(house, focal)
    browser = Client()
    with the_clock_at(house.at):
        answers = [browser.post(link_of(invitation)).content.decode() for _ in range(4)]
    assert ["There were too many attempts." in answer for answer in answers] == [False, False, False, True]


def test_the_task_of_a_focal_point_ends_with_a_reason_and_the_seat_stays(house):
    focal = a_seated(house, Role.SHERPA, a_city(house))
    name_focal_point(focal, house.at.date(), seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        desk, address = a_visitor(house.secretariat), f"/en/seats/{focal.public_id}/focal-point/end/"
        seats = f"/en/members/{focal.organisation.public_id}/seats/"
        invitations = f"/en/members/{focal.organisation.public_id}/invitations/"
        assert "No focal point" not in page_of(desk, seats)
        assert a_visitor(focal).get(invitations).status_code == 200
        assert desk.post(address, {"last_day": "", "reason": ""}).status_code == 422
        early = {"last_day": (house.at - timedelta(days=3)).date().isoformat(), "reason": "x"}
        assert "before it began" in desk.post(address, early).content.decode()
        typed = {"last_day": house.at.date().isoformat(), "at_once": "on", "reason": "Another department"}
        assert desk.post(address, typed).status_code == 302
        assert a_visitor(focal).get(invitations).status_code == 404
        assert "No focal point" in page_of(desk, seats)
        assert desk.get(address).status_code == 404
        assert a_visitor(focal).get(address).status_code == 404
        assert "no focal point" in page_of(desk, "/en/overview/?show=focal")
        name_focal_point(focal, house.at.date(), seat=house.secretariat, at=house.at + timedelta(minutes=1))
