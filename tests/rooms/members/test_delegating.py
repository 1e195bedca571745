"""A mandate delegated to a colleague, and a seat that ends or passes on: who may act the next moment, and who not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from mithaq.endorsements.domain.endorse import endorse
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused, holds_mandate
from mithaq.foundation.things import reference_to
from mithaq.members.domain.delegate import delegate, take_back
from mithaq.members.domain.transfer import end_seat, hand_over
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_person,
    a_seated,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def mayor(house):
    return a_mayor_with_a_mandate(house)


@pytest.fixture
def deputy(house, mayor):
    return a_seated(house, Role.MAYOR, mayor.organisation)


def delegated(house, giver, receiver, **terms):
    return delegate(giver, receiver, Scope.ENDORSE, house.at.date(), seat=giver, at=house.at, **terms)


def test_a_deputy_endorses_by_delegation_and_the_act_says_whose_mandate_it_was(house, mayor, deputy):
    assert not holds_mandate(deputy, Scope.ENDORSE, house.at)
    delegated(house, mayor, deputy)
    text = a_frozen_text(house)
    endorsement = an_endorsement(house, text, deputy)
    assert (endorsement.seat, endorsement.mandate.seat) == (deputy, mayor)
    with the_clock_at(house.at + 2 * HOUR):
        page = page_of(a_visitor(deputy), f"/en/endorsements/{endorsement.public_id}/")
    assert "by delegation of" in page
    assert str(mayor.person) in page


def test_a_delegation_for_one_text_is_no_delegation_for_another(house, mayor, deputy):
    text = a_frozen_text(house)
    delegated(house, mayor, deputy, matter=("communique.text", "another"))
    assert not holds_mandate(deputy, Scope.ENDORSE, house.at, reference_to(text))
    delegated(house, mayor, deputy, matter=reference_to(text))
    assert holds_mandate(deputy, Scope.ENDORSE, house.at, reference_to(text))


def test_nobody_delegates_what_they_hold_no_mandate_for(house, mayor, deputy):
    without = a_seated(house, Role.SHERPA, mayor.organisation)
    with pytest.raises(Refused, match="must hold an examined mandate"):
        delegated(house, without, deputy)
    with pytest.raises(Refused, match="must hold an examined mandate"):
        delegate(mayor, deputy, Scope.NEGOTIATE, house.at.date(), seat=mayor, at=house.at)
    delegated(house, mayor, deputy)
    with pytest.raises(Refused, match="must hold an examined mandate"):
        delegated(house, deputy, without)  # what was delegated is not delegated on
    assert Delegation.objects.count() == 1


def test_a_mandate_is_delegated_to_another_person_and_to_another_city_only_where_the_year_knows_proxies(house, mayor):
    elsewhere = a_seated(house, Role.MAYOR)
    themselves = a_seated(house, Role.SHERPA, mayor.organisation, person=mayor.person)
    for receiver, reason in ((elsewhere, "no city acts for another"), (themselves, "to another person")):
        with pytest.raises(Refused, match=reason):
            delegated(house, mayor, receiver)


def test_a_delegation_ends_with_its_day_with_its_mandate_and_with_the_seat_that_gave_it(house, mayor, deputy):
    delegate(mayor, deputy, Scope.ENDORSE, house.at.date(), (house.at + DAY).date(), seat=mayor, at=house.at)
    assert holds_mandate(deputy, Scope.ENDORSE, house.at + DAY)
    assert not holds_mandate(deputy, Scope.ENDORSE, house.at + 2 * DAY)
    delegated(house, mayor, deputy)
    assert holds_mandate(deputy, Scope.ENDORSE, house.at + 2 * DAY)
    end_seat(mayor, (house.at + DAY).date(), seat=house.secretariat, at=house.at + DAY)
    assert not holds_mandate(deputy, Scope.ENDORSE, house.at + 2 * DAY)


def test_a_delegation_is_taken_back_at_once_and_what_was_done_under_it_stays(house, mayor, deputy):
    given = delegated(house, mayor, deputy)
    endorsement = an_endorsement(house, a_frozen_text(house), deputy)
    take_back(given, seat=mayor, at=house.at + 2 * HOUR)
    assert not holds_mandate(deputy, Scope.ENDORSE, house.at + 2 * HOUR)
    assert holds_mandate(deputy, Scope.ENDORSE, house.at + HOUR)
    endorsement.refresh_from_db()
    assert endorsement.is_living
    with pytest.raises(Refused, match="already been taken back"):
        take_back(given, seat=mayor, at=house.at + 3 * HOUR)


def test_the_same_delegation_sent_twice_is_on_record_once(house, mayor, deputy):
    assert delegated(house, mayor, deputy) == delegated(house, mayor, deputy)


def test_the_mayor_delegates_and_takes_back_in_the_browser(house, mayor, deputy):
    address = f"/en/mandates/{mayor.mandates.get().public_id}/"
    with the_clock_at(house.at):
        browser = a_visitor(mayor)
        typed = {"receiver": deputy.public_id, "scope": "endorse", "starts": "2031-01-06", "ends": "2031-01-05"}
        wrong = browser.post(f"{address}delegation/", typed)
        assert (wrong.status_code, "lies before the first one" in wrong.content.decode()) == (422, True)
        assert browser.post(f"{address}delegation/", {**typed, "ends": ""}).status_code == 302
        given = Delegation.objects.get()
        assert str(deputy.person) in page_of(browser, address)
        assert a_visitor(deputy).get(f"/en/delegations/{given.public_id}/recall/").status_code == 404
        assert browser.post(f"/en/delegations/{given.public_id}/recall/").status_code == 302
        assert "taken back" in page_of(browser, address)


# Seats that end -----------------------------------------------------------------------------------------------------


def test_when_a_mayor_leaves_the_seat_and_its_mandates_end_and_the_successor_begins_in_one_act(house, mayor):
    last_day = (house.at + DAY).date()
    successor = {"name": {"en": "Noor Haddad"}, "email": "noor@city.example"}
    given = hand_over(mayor, successor, last_day + DAY, seat=house.secretariat, at=house.at)
    mayor.refresh_from_db()
    assert (mayor.ends, mayor.mandates.get().ends) == (last_day, last_day)
    assert (given.starts, given.role, given.organisation) == (last_day + DAY, Role.MAYOR, mayor.organisation)
    assert holds_mandate(mayor, Scope.ENDORSE, house.at + DAY)
    assert not holds_mandate(mayor, Scope.ENDORSE, house.at + 2 * DAY)
    assert not holds_mandate(given, Scope.ENDORSE, house.at + 2 * DAY)
    a_mandate(house, given, starts=last_day + DAY)
    assert holds_mandate(given, Scope.ENDORSE, house.at + 2 * DAY)
    assert Act.objects.filter(verb="seat.handed_over").count() == 1


def test_what_the_old_mayor_endorsed_stays_with_the_city_when_the_seat_passes_on(house, mayor):
    text = a_frozen_text(house)
    endorsement = an_endorsement(house, text, mayor)
    given = hand_over(mayor, a_person(house), (house.at + DAY).date(), seat=house.secretariat, at=house.at + 2 * HOUR)
    a_mandate(house, given, starts=(house.at + DAY).date())
    again = endorse(text, text.freezing.hash, languages=["en"], may_be_named=True, seat=given, at=house.at + 2 * DAY)
    assert again == endorsement


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "would end before it began"), (0, "Somebody acted in this seat after that day")],
)
def test_a_seat_does_not_end_before_it_began_or_before_what_was_done_in_it(house, mayor, days, sentence):
    an_endorsement(house, a_frozen_text(house), mayor, at=house.at + DAY)
    with pytest.raises(Refused, match=sentence):
        end_seat(mayor, (house.at + timedelta(days=days)).date(), seat=house.secretariat, at=house.at + 2 * DAY)
    mayor.refresh_from_db()
    assert mayor.ends is None


def test_only_the_secretariat_ends_seats(house, mayor, deputy):
    with pytest.raises(Refused):
        end_seat(mayor, house.at.date(), seat=deputy, at=house.at)
    with the_clock_at(house.at):
        assert a_visitor(deputy).get(f"/en/seats/{mayor.public_id}/successor/").status_code == 404


def test_rights_are_gone_with_the_next_request_after_the_seat_has_ended(house):
    zone = "Asia/Riyadh"
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone=zone), starts=(house.at - 5 * DAY).date())
    a_mandate(house, mayor, starts=mayor.starts)
    address = f"/en/mandates/{mayor.mandates.get().public_id}/"
    with the_clock_at(house.at):
        browser = a_visitor(mayor)
        assert browser.get(address).status_code == 200
        form = {
            "last_day": (house.at - DAY).date().isoformat(),
            "name_en": "",
            "name_ar": "",
            "email": "",
            "reason": "Left",
        }
        response = a_visitor(house.secretariat).post(f"/en/seats/{mayor.public_id}/successor/", form)
        assert response.status_code == 302
        assert browser.get(address).status_code == 404
        assert "you hold no seat today" in page_of(browser, "/en/")


def test_the_secretariat_passes_a_seat_on_in_the_browser_and_is_told_what_is_missing(house, mayor):
    address = f"/en/seats/{mayor.public_id}/successor/"
    typed = {"last_day": "2031-01-31", "name_en": "", "name_ar": "", "email": "noor@city.example", "reason": "Elected"}
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        wrong = browser.post(address, typed).content.decode()
        assert "Give the successor&#x27;s name in at least one language." in wrong
        assert browser.post(address, {**typed, "name_ar": "نور حداد"}).status_code == 302
        again = browser.post(address, {**typed, "name_ar": "نور حداد"})
        assert "has already ended" in again.content.decode()
    successor = Seat.objects.get(person__email="noor@city.example")
    assert (successor.starts, dict(successor.person.name)) == (
        datetime(2031, 2, 1, tzinfo=UTC).date(),
        {"ar": "نور حداد"},
    )


def test_a_seat_ended_at_once_is_held_no_more_though_somebody_acted_in_it_today(house, mayor):
    with the_clock_at(house.at):
        browser = a_visitor(mayor)
        assert "you hold no seat today" not in page_of(browser, "/en/")
        form = {"last_day": "", "at_once": "on", "name_en": "", "name_ar": "", "email": "", "reason": ""}
        address = f"/en/seats/{mayor.public_id}/successor/"
        desk = a_visitor(house.secretariat)
        assert "Say why it ends" in desk.post(address, form).content.decode()
        form |= {"last_day": mayor.local_day(house.at).isoformat(), "reason": "A phone was lost"}
        assert desk.post(address, form).status_code == 302
        assert "you hold no seat today" in page_of(browser, "/en/")
        assert "A phone was lost" in page_of(desk, f"/en/members/{mayor.organisation.public_id}/")
        with pytest.raises(Refused):
            end_seat(mayor, house.at.date(), at_once=True, seat=house.secretariat, at=house.at)
