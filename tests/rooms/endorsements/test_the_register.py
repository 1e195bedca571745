"""The working roll: who endorsed, who has not yet, who sits for them; and calling on the cities."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from mithaq.communique.domain.freeze import freeze
from mithaq.endorsements.domain.call import call
from mithaq.endorsements.domain.endorse import endorse, withdraw
from mithaq.endorsements.models import Call
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.members.vocabulary import Standing
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mayor_with_a_mandate,
    a_seated,
    a_text,
    an_endorsement,
)
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WORKING_ROLL = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


def page(house, text, seat=None):
    with the_clock_at(house.at + 2 * HOUR):
        return page_of(a_visitor(seat or house.secretariat), f"/en/texts/{text.public_id}/register/")


def sheet(house, text):
    with the_clock_at(house.at + 2 * HOUR):
        answered = a_visitor(house.secretariat).get(f"/en/texts/{text.public_id}/register.csv")
    assert answered["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answered.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("role", [None, *Role])
def test_the_working_roll_is_there_for_three_roles_only(house, text, role):
    seat = a_seated(house, role) if role else None
    expected = 200 if role in WORKING_ROLL else 404
    with the_clock_at(house.at + HOUR):
        for name in ("register/", "register.csv"):
            assert a_visitor(seat).get(f"/en/texts/{text.public_id}/{name}").status_code == expected


def test_it_names_every_member_with_those_who_sit_for_it_whether_it_endorsed_or_not(house, text):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima"))
    an_endorsement(house, text, mayor)
    sherpa = a_seated(house, Role.SHERPA, a_city(house, "Oslo", standing=Standing.OBSERVER))
    shown = page(house, text)
    assert (
        shown.index("Participating cities") < shown.index("Lima") < shown.index("Observer cities") < shown.index("Oslo")
    )
    assert str(mayor.person.name) in shown
    assert str(sherpa.person.name) in shown
    assert "not yet" in shown[shown.index("Oslo") :]


def test_the_working_roll_names_who_is_not_to_be_named_in_public(house, text):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Shyville"))
    endorse(text, text.freezing.hash, languages=["en"], may_be_named=False, seat=mayor, at=house.at + HOUR)
    shown = page(house, text)
    assert "Shyville" in shown
    assert "not to be named" in shown


def test_the_table_file_holds_a_row_for_each_member(house, text):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima", zone="America/Lima"))
    one = an_endorsement(house, text, mayor)
    withdraw(one, seat=mayor, at=house.at + HOUR * 1.5)
    a_city(house, "Oslo")
    lima, oslo = sheet(house, text)
    assert (lima["city_en"], lima["endorsed_at"], lima["withdrawn_at"]) == ("Lima", "", "2031-01-06T05:30:00-05:00")
    assert (oslo["city_en"], oslo["endorsed_at"], oslo["mayor"]) == ("Oslo", "", "")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_the_table_file_carries_out_no_formula(house, text, name):
    mayor = a_mayor_with_a_mandate(house, a_city(house, name))
    words = {"en": f"{name} is our reservation."}
    endorse(
        text, text.freezing.hash, languages=["en"], may_be_named=True, reservation=words, seat=mayor, at=house.at + HOUR
    )
    [row] = sheet(house, text)
    assert row["city_en"] == f"'{name.strip()}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())


def test_it_asks_as_often_for_three_cities_as_for_one(house, text):
    asked = []
    for cities in (1, 2):
        for _ in range(cities):
            an_endorsement(house, text, a_mayor_with_a_mandate(house))
        with the_clock_at(house.at + 2 * HOUR):
            asked.append(len(queries_of(a_visitor(house.secretariat), f"/en/texts/{text.public_id}/register/")))
    assert asked[0] == asked[1] <= 12


# Calling ------------------------------------------------------------------------------------------------------------


def a_text_not_called_on(house):
    return freeze(a_text(house).drafts.get(), **house.by_us).text


def sent(house, text, seat=None, **typed):
    with the_clock_at(house.at):
        return a_visitor(seat or house.secretariat).post(f"/en/texts/{text.public_id}/call/", typed)


def test_the_secretariat_calls_on_the_cities_on_its_own_clock(house):
    text = a_text_not_called_on(house)
    house.secretariat.organisation.time_zone = "Asia/Riyadh"
    house.secretariat.organisation.save()
    answered = sent(house, text, opens="2031-02-01T09:00", closes="2031-03-01T17:00")
    assert answered["Location"].endswith(f"/texts/{text.public_id}/register/")
    opened = Call.objects.get()
    assert opened.opens == datetime(2031, 2, 1, 6, tzinfo=UTC)
    assert opened.closes == datetime(2031, 3, 1, 14, tzinfo=UTC)


def test_a_call_that_closes_before_it_opens_is_refused_beside_the_field_and_keeps_what_was_typed(house):
    text = a_text_not_called_on(house)
    answered = sent(house, text, opens="2031-02-01T09:00", closes="2031-01-01T09:00")
    shown = answered.content.decode()
    assert answered.status_code == 422
    assert "The call must close after it opens." in shown
    assert 'value="2031-02-01T09:00"' in shown
    assert not Call.objects.exists()


def test_the_cities_are_called_on_once(house, text):
    answered = sent(house, text, opens="2031-02-01T09:00", closes="2031-03-01T17:00")
    assert answered.status_code == 409
    assert Call.objects.count() == 1


def test_a_draft_cannot_be_called_for(house):
    text = a_text(house)
    with pytest.raises(Refused, match="Freeze it first"):
        call(text, house.at, house.at + HOUR, **house.by_us)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role not in (Role.SECRETARIAT, Role.CHAIR))])
def test_for_others_there_is_no_call_to_make(house, role):
    text = a_text_not_called_on(house)
    seat = a_seated(house, role) if role else None
    with the_clock_at(house.at):
        assert a_visitor(seat).get(f"/en/texts/{text.public_id}/call/").status_code == 404


def test_a_mayor_finds_the_call_in_the_list_until_the_city_has_answered(house, text):
    mayor = a_mayor_with_a_mandate(house)
    with the_clock_at(house.at + HOUR):
        assert "Your city is called on" in page_of(a_visitor(mayor), "/en/declarations/")
    an_endorsement(house, text, mayor)
    with the_clock_at(house.at + 2 * HOUR):
        assert "Your city is called on" not in page_of(a_visitor(mayor), "/en/declarations/")
