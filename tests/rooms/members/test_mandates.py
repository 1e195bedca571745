"""Mandates: who may read them, what state they are in, and how they are examined."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.mandate import examine
from mithaq.members.queries import mandates_visible_to, state_of
from mithaq.members.rules import may_examine
from mithaq.members.vocabulary import MandateState
from tests.factories.house import a_city, a_house, a_mandate, a_person, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def mandate(house):
    return a_mandate(house, a_seated(house, Role.MAYOR), examiners=0)


def afresh(mandate):
    return type(mandate).objects.select_related("seat__organisation").get(pk=mandate.pk)


def test_a_mandate_is_verified_by_two_examiners_and_awaits_the_second_after_the_first(house, mandate):
    states = [state_of(afresh(mandate), house.at)]
    for examiner in (house.secretariat, house.colleague):
        examine(mandate, seat=examiner, at=house.at)
        states.append(state_of(afresh(mandate), house.at))
    assert states == [MandateState.UNEXAMINED, MandateState.PROVISIONAL, MandateState.VERIFIED]


def test_one_examiner_who_finds_it_wanting_stops_a_mandate(house, mandate):
    examine(mandate, seat=house.secretariat, at=house.at)
    examine(mandate, False, seat=house.colleague, at=house.at)
    assert state_of(afresh(mandate), house.at) == MandateState.REFUSED


def test_a_mandate_that_has_run_out_is_expired_at_the_midnight_of_its_own_city(house):
    city = a_city(house, zone="Asia/Riyadh")
    day = house.at.date()
    ended = a_mandate(house, a_seated(house, Role.MAYOR, city), ends=day)
    midnight_there = house.at.replace(hour=21)
    assert state_of(afresh(ended), midnight_there - timedelta(seconds=1)) == MandateState.VERIFIED
    assert state_of(afresh(ended), midnight_there) == MandateState.EXPIRED


def test_a_finding_made_later_does_not_change_what_a_mandate_was_before(house, mandate):
    examine(mandate, seat=house.secretariat, at=house.at + DAY)
    assert state_of(afresh(mandate), house.at) == MandateState.UNEXAMINED


def test_mandates_are_read_by_the_secretariat_the_auditor_and_the_organisation_itself(house, mandate):
    other = a_mandate(house, a_seated(house, Role.MAYOR))
    everything = {mandate.pk, other.pk}
    readers = {
        house.secretariat: everything,
        a_seated(house, Role.AUDITOR): everything,
        a_seated(house, Role.SHERPA, mandate.seat.organisation): {mandate.pk},
        a_seated(house, Role.PARTNER): set(),
        a_seated(house, Role.PRESS, mandate.seat.organisation): set(),
        None: set(),
    }
    read = {seat: {m.pk for m in mandates_visible_to(seat, house.at)} for seat in readers}
    assert read == readers


def test_the_chair_reads_a_mandate_of_another_city_once_it_is_found_wanting(house, mandate):
    chair = a_seated(house, Role.CHAIR)
    assert list(mandates_visible_to(chair, house.at)) == []
    examine(mandate, False, seat=house.secretariat, at=house.at)
    assert [m.pk for m in mandates_visible_to(chair, house.at)] == [mandate.pk]


def test_nobody_examines_their_own_mandate_or_one_mandate_twice(house):
    own = a_mandate(house, house.secretariat, examiners=0)
    assert not may_examine(house.secretariat, own, house.at)
    examine(own, seat=house.colleague, at=house.at)
    with pytest.raises(Refused):
        examine(own, seat=house.colleague, at=house.at)
    assert own.examinations.count() == 1


def test_a_second_seat_of_the_same_person_is_no_second_examiner(house, mandate):
    again = a_seated(house, Role.SECRETARIAT, house.secretariat.organisation, person=house.secretariat.person)
    examine(mandate, seat=house.secretariat, at=house.at)
    assert not may_examine(again, afresh(mandate), house.at)


def test_the_examiner_reads_what_a_mandate_rests_on_and_enters_a_finding(house, mandate):
    address = f"/en/mandates/{mandate.public_id}/examination/"
    with the_clock_at(house.at):
        client = a_visitor(house.secretariat)
        assert "Letter of the mayor" in page_of(client, address)
        response = client.post(address, {"finding": "in_order"})
        assert (response.status_code, response["Location"]) == (302, f"/en/mandates/{mandate.public_id}/")
        assert "Your finding is on record." in page_of(client, "/en/mandates/")
    [finding] = mandate.examinations.all()
    assert (finding.examiner, finding.in_order) == (house.secretariat, True)
    assert Act.objects.order_by("sequence").last().verb == "mandate.examined"


def test_a_finding_sent_twice_is_entered_once_and_the_second_is_told_why(house, mandate):
    address = f"/en/mandates/{mandate.public_id}/examination/"
    with the_clock_at(house.at):
        client = a_visitor(house.secretariat)
        client.post(address, {"finding": "in_order"})
        response = client.post(address, {"finding": "not_in_order"})
    assert response.status_code == 409
    assert "You have already examined this mandate." in response.content.decode()
    assert [found.in_order for found in mandate.examinations.all()] == [True]


@pytest.mark.parametrize("finding", ["", "perhaps"])
def test_a_finding_that_says_neither_yes_nor_no_changes_nothing(house, mandate, finding):
    with the_clock_at(house.at):
        response = a_visitor(house.secretariat).post(
            f"/en/mandates/{mandate.public_id}/examination/", {"finding": finding}
        )
    assert response.status_code == 200
    assert mandate.examinations.count() == 0


def test_only_the_secretariat_finds_the_page_of_an_examination(house, mandate):
    address = f"/en/mandates/{mandate.public_id}/examination/"
    with the_clock_at(house.at):
        for seat in (None, mandate.seat, a_seated(house, Role.AUDITOR)):
            client = a_visitor(seat)
            assert client.get(address).status_code == 404
            assert client.post(address, {"finding": "in_order"}).status_code == 404
    assert mandate.examinations.count() == 0


def test_a_city_reads_its_own_mandates_and_cannot_examine_them(house, mandate):
    with the_clock_at(house.at):
        page = page_of(a_visitor(mandate.seat), "/en/mandates/")
    assert "Awaiting examination" in page
    assert "/examination/" not in page


def test_mandates_can_be_asked_for_by_their_state(house, mandate):
    verified = a_mandate(house, a_seated(house, Role.MAYOR))
    with the_clock_at(house.at):
        page = page_of(a_visitor(house.secretariat), "/en/mandates/?state=verified")
    assert f"mandate-{verified.public_id}" in page
    assert f"mandate-{mandate.public_id}" not in page


def test_the_public_and_the_press_find_no_page_of_mandates(house):
    with the_clock_at(house.at):
        for seat in (None, a_seated(house, Role.PRESS)):
            assert a_visitor(seat).get("/en/mandates/").status_code == 404


def test_an_organisation_without_mandates_is_told_who_registers_them(house):
    with the_clock_at(house.at), override("en"):
        page = page_of(a_visitor(a_seated(house, Role.SHERPA, person=a_person(house))), "/en/mandates/")
    assert "The secretariat registers mandates from the letters that it receives." in page


def test_the_mandates_take_the_same_queries_for_one_and_for_many(house, mandate):
    examine(mandate, seat=house.colleague, at=house.at)
    few = counted(house)
    for _number in range(4):
        a_mandate(house, a_seated(house, Role.MAYOR))
    assert counted(house) == few <= 8


def counted(house):
    with the_clock_at(house.at):
        return len(queries_of(a_visitor(house.secretariat), "/en/mandates/"))
