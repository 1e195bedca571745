"""What a seat may do follows from its role, its days and its examined mandates, in its organisation's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import (
    Refused,
    has_role,
    holds_mandate,
    is_seated,
    mandate_in_force,
    mandates_in_force,
)
from mithaq.foundation.permissions.mandates import is_provisional, is_refused
from mithaq.members.domain.delegate import delegate
from mithaq.members.domain.mandate import examine
from tests.factories.house import OPENING, a_city, a_house, a_mandate, a_person, a_seated

#: From the first place in which a day begins to the last, and some between.
ZONES = ["Pacific/Kiritimati", "Asia/Riyadh", "UTC", "America/St_Johns", "Pacific/Pago_Pago"]
MOMENT = timedelta(microseconds=1)


def midnight(day: date, zone: str) -> datetime:
    """The instant at which a day begins in a zone, told in UTC, as the house hears of it."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_a_mandate_runs_from_midnight_to_midnight_of_the_citys_own_days(db, zone):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone=zone))
    first, last = date(2031, 3, 10), date(2031, 3, 12)
    a_mandate(house, mayor, starts=first, ends=last)
    begins, ended = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    instants = [begins - MOMENT, begins, ended - MOMENT, ended]
    assert [bool(holds_mandate(mayor, Scope.ENDORSE, at)) for at in instants] == [False, True, True, False]
    assert [bool(mandates_in_force(mayor, Scope.ENDORSE, at)) for at in instants] == [False, True, True, False]
    assert str(holds_mandate(mayor, Scope.ENDORSE, ended).reason) == (
        "The mandate of this seat does not run on this day, so it cannot act. Nothing was changed."
    )


@pytest.mark.parametrize("zone", ZONES)
def test_a_seat_is_held_from_midnight_to_midnight_of_the_citys_own_days(db, zone):
    house = a_house()
    first, last = date(2031, 3, 10), date(2031, 3, 12)
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone=zone), starts=first, ends=last)
    a_mandate(house, mayor)
    begins, ended = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    instants = [begins - MOMENT, begins, ended - MOMENT, ended]
    for rule in (is_seated, lambda seat, at: has_role(seat, at, Role.MAYOR)):
        assert [bool(rule(mayor, at)) for at in instants] == [False, True, True, False]
    assert [bool(holds_mandate(mayor, Scope.ENDORSE, at)) for at in instants] == [False, True, True, False]
    assert str(holds_mandate(mayor, Scope.ENDORSE, ended).reason) == (
        "This seat is no longer held, so nothing can be done in its name."
    )


def test_the_day_on_which_clocks_go_forward_has_its_own_midnights(db):
    house = a_house()
    zone, day = "America/Santiago", date(2031, 9, 7)  # there the first hour of this day does not exist
    mayor = a_seated(house, Role.MAYOR, a_city(house, zone=zone))
    a_mandate(house, mayor, starts=day, ends=day)
    noon = datetime(2031, 9, 7, 12, tzinfo=ZoneInfo(zone))
    ended = midnight(day + timedelta(days=1), zone)
    assert holds_mandate(mayor, Scope.ENDORSE, noon)
    assert holds_mandate(mayor, Scope.ENDORSE, ended - MOMENT)
    assert not holds_mandate(mayor, Scope.ENDORSE, ended)


def test_a_mandate_without_an_end_runs_on(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    a_mandate(house, mayor)
    assert holds_mandate(mayor, Scope.ENDORSE, OPENING + timedelta(days=10_000))


def test_a_mandate_covers_its_scopes_and_no_others(db):
    house = a_house()
    sherpa = a_seated(house)
    a_mandate(house, sherpa, Scope.SPEAK, Scope.PROPOSE)
    assert [scope for scope in Scope if holds_mandate(sherpa, scope, OPENING)] == [Scope.SPEAK, Scope.PROPOSE]
    assert str(holds_mandate(sherpa, Scope.ENDORSE, OPENING).reason) == (
        "No mandate on record lets this seat do that. Ask your secretariat to register one."
    )


def test_a_mandate_of_one_seat_is_none_of_another_even_of_the_same_person(db):
    house = a_house()
    person = a_person(house)
    mayor, chair = a_seated(house, Role.MAYOR, person=person), a_seated(house, Role.CHAIR, person=person)
    a_mandate(house, mayor)
    assert holds_mandate(mayor, Scope.ENDORSE, OPENING)
    assert not holds_mandate(chair, Scope.ENDORSE, OPENING)


def test_a_mandate_counts_from_the_instant_of_its_first_examination(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    mandate = a_mandate(house, mayor, examiners=0)
    verdict = holds_mandate(mayor, Scope.ENDORSE, OPENING)
    assert (verdict.allowed, str(verdict.reason)) == (
        False,
        "The mandate of this seat has not been found in order, so it cannot act yet. Nothing was changed.",
    )
    found = OPENING + timedelta(hours=2)
    examine(mandate, seat=house.secretariat, at=found)
    assert not holds_mandate(mayor, Scope.ENDORSE, found - MOMENT)
    assert holds_mandate(mayor, Scope.ENDORSE, found)


def test_one_examiner_leaves_a_mandate_provisional_until_a_second_finds_it_in_order(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    mandate = a_mandate(house, mayor, examiners=1)
    assert holds_mandate(mayor, Scope.ENDORSE, OPENING)
    assert is_provisional(mandate, OPENING)
    second = OPENING + timedelta(hours=1)
    examine(mandate, seat=house.colleague, at=second)
    assert is_provisional(mandate, second - MOMENT)
    assert not is_provisional(mandate, second)


@pytest.mark.parametrize("in_favour", [0, 1])
def test_a_mandate_that_an_examiner_finds_wanting_does_not_count_from_then_on(db, in_favour):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    mandate = a_mandate(house, mayor, examiners=in_favour)
    refused = OPENING + timedelta(hours=1)
    examine(mandate, in_order=False, seat=house.colleague, at=refused)
    assert bool(holds_mandate(mayor, Scope.ENDORSE, refused - MOMENT)) is bool(in_favour)
    assert not holds_mandate(mayor, Scope.ENDORSE, refused)
    assert (is_refused(mandate, refused - MOMENT), is_refused(mandate, refused)) == (False, True)


def test_of_several_mandates_the_best_examined_comes_first(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    provisional, verified = a_mandate(house, mayor, examiners=1), a_mandate(house, mayor, examiners=2)
    a_mandate(house, mayor, examiners=0)
    assert mandates_in_force(mayor, Scope.ENDORSE, OPENING) == [verified, provisional]
    assert mandate_in_force(mayor, Scope.ENDORSE, OPENING) == verified


@pytest.mark.parametrize(("of_ones_own", "delegated"), [(True, True), (False, True), (False, False)])
def test_one_acts_under_the_first_mandate_in_force_whether_it_is_ones_own_or_delegated(db, of_ones_own, delegated):
    house = a_house()
    city = a_city(house)
    mayor, deputy = a_seated(house, Role.MAYOR, city), a_seated(house, Role.MAYOR, city)
    own = a_mandate(house, deputy) if of_ones_own else None
    a_mandate(house, deputy, examiners=0)
    given = a_mandate(house, mayor)
    if delegated:
        delegate(mayor, deputy, Scope.ENDORSE, house.at.date(), seat=mayor, at=house.at)
    found = mandate_in_force(deputy, Scope.ENDORSE, house.at, None, city)
    assert found == (own or (given if delegated else None))
    assert found == next(iter(mandates_in_force(deputy, Scope.ENDORSE, house.at, None, city)), None)


@pytest.mark.parametrize("mandates", [1, 8])
def test_a_mandate_is_asked_for_in_three_queries_however_many_there_are(db, django_assert_num_queries, mandates):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR)
    for _ in range(mandates):
        a_mandate(house, mayor)
    with django_assert_num_queries(3):
        assert holds_mandate(mayor, Scope.ENDORSE, OPENING)


# Examiners ----------------------------------------------------------------------------------------------------------


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value)


def test_nobody_examines_their_own_mandate_in_whatever_seat(db):
    house = a_house()
    mayor = a_seated(house, Role.MAYOR, person=house.colleague.person)
    mandate = a_mandate(house, mayor, examiners=0)
    sentence = "Nobody may examine their own mandate. Nothing was changed."
    assert refusal(lambda: examine(mandate, seat=house.colleague, at=OPENING)) == sentence
    assert mandate.examinations.count() == 0


def test_nobody_examines_a_mandate_twice_in_whatever_seat(db):
    house = a_house()
    mandate = a_mandate(house, a_seated(house, Role.MAYOR), examiners=1)
    second_seat = a_seated(house, Role.SECRETARIAT, house.secretariat.organisation, person=house.secretariat.person)
    for seat in (house.secretariat, second_seat):
        for in_order in (True, False):
            assert refusal(lambda seat=seat, in_order=in_order: examine(mandate, in_order, seat=seat, at=OPENING)) == (
                "You have already examined this mandate. The second examiner must be another person."
            )
    assert is_provisional(mandate, OPENING)
    assert mandate.examinations.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_examines_mandates(db, role):
    house = a_house()
    mandate = a_mandate(house, a_seated(house, Role.MAYOR), examiners=0)
    outsider = a_seated(house, role)
    assert refusal(lambda: examine(mandate, seat=outsider, at=OPENING)) == (
        "Your seat does not have the role that this needs."
    )


def test_an_examiner_whose_seat_has_ended_examines_nothing(db):
    house = a_house()
    mandate = a_mandate(house, a_seated(house, Role.MAYOR), examiners=0)
    former = a_seated(house, Role.SECRETARIAT, house.secretariat.organisation, ends=OPENING.date())
    tomorrow = OPENING + timedelta(days=1)
    assert refusal(lambda: examine(mandate, seat=former, at=tomorrow)) == (
        "This seat is no longer held, so nothing can be done in its name."
    )
    examine(mandate, seat=former, at=OPENING)
    assert mandate.examinations.count() == 1


# Roles --------------------------------------------------------------------------------------------------------------


def test_a_seat_has_its_own_role_and_no_other(db):
    house = a_house()
    seats = {role: a_seated(house, role) for role in Role}
    held = {(held, asked) for held, seat in seats.items() for asked in Role if has_role(seat, OPENING, asked)}
    assert held == {(role, role) for role in Role}


def test_a_role_may_be_one_of_several(db):
    house = a_house()
    assert has_role(a_seated(house, Role.CHAIR), OPENING, Role.SECRETARIAT, Role.CHAIR)


def test_nobody_has_no_role_and_no_mandate():
    sentence = "Nobody is signed in. Sign in to act for your organisation."
    for verdict in (
        is_seated(None, OPENING),
        has_role(None, OPENING, *Role),
        holds_mandate(None, Scope.ENDORSE, OPENING),
    ):
        assert (verdict.allowed, str(verdict.reason)) == (False, sentence)
