"""The working roll: who endorsed, who has not yet, who sits for them; and calling on the cities."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from mithaq.communique.domain.freeze import freeze
from mithaq.cycle.models import RecordBookEntry
from mithaq.endorsements.domain.call import call
from mithaq.endorsements.domain.endorse import endorse, withdraw
from mithaq.endorsements.domain.prepare import open_text, prepare
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.models import Call
from mithaq.foundation.actors.models import Population
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
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

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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
        text,
        text.freezing.hash,
        languages=["en"],
        may_be_named=True,
        reserved=[Reserved(words)],
        seat=mayor,
        at=house.at + HOUR,
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
            visitor, address = a_visitor(house.secretariat), f"/en/texts/{text.public_id}/register/"
            asked.append([len(queries_of(visitor, address, anew=anew)) for anew in (False, True)])
    assert asked[0] == asked[1]
    assert asked[0][0] <= 8


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


# How far the cities are ---------------------------------------------------------------------------------------------


@pytest.fixture
def four(house, text):
    """A city that endorsed, one whose staff prepared, one that read, and one that did nothing."""
    done, prepared, read, idle = (a_mayor_with_a_mandate(house, a_city(house, name)) for name in "DPRI")
    catch_up()
    an_endorsement(house, text, done)
    prepare(text, prepared.organisation, text.freezing.hash, may_be_named=True, seat=prepared, at=house.at + HOUR)
    open_text(text, read.organisation, seat=read, at=house.at + HOUR)
    return done, prepared, read, idle


def test_the_roll_says_of_each_city_how_far_it_is_and_shows_those_that_are_asked_for(house, text, four):
    assert {row["city_en"]: row["stage"] for row in sheet(house, text)} == {
        "D": "endorsed",
        "P": "prepared",
        "R": "opened",
        "I": "asked",
    }
    with the_clock_at(house.at + 2 * HOUR):
        shown = a_visitor(house.secretariat).get(f"/en/texts/{text.public_id}/register/?stage=prepared&order=name")
    page = shown.content.decode()
    assert [name in page for name in (">P<", ">R<", ">D<", ">I<")] == [True, False, False, False]


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_the_roll_is_there_as_a_workbook_and_as_data(house, text, four, ending):
    with the_clock_at(house.at + 2 * HOUR):
        given = a_visitor(house.secretariat).get(f"/en/texts/{text.public_id}/register.{ending}")
    if ending == "json":
        assert [one["stage"] for one in given.json()["cities"]] == ["endorsed", "prepared", "opened", "asked"]
    else:
        assert given.content[:2] == b"PK"


def counted(house, text, seat, query="", at=None):
    with the_clock_at(at or house.at + 2 * DAY):
        return a_visitor(seat).get(f"/en/texts/{text.public_id}/counts/{query}")


def test_it_is_counted_as_of_the_end_of_a_day(house, text):
    one = an_endorsement(house, text)
    an_endorsement(house, text, at=house.at + DAY)
    withdraw(one, seat=one.seat, at=house.at + DAY)
    for day, words in (("2031-01-05", "0"), ("2031-01-06", "1"), ("2031-01-07", "1")):
        page = counted(house, text, house.secretariat, f"?day={day}").content.decode()
        assert f"<strong>{words}</strong>" in re.sub(r"</?(bdi|data|span)[^>]*>", "", page), day


def test_before_publication_not_even_the_count_is_there_for_others(house, text):
    one = an_endorsement(house, text)
    assert counted(house, text, None).status_code == counted(house, text, one.seat).status_code == 404


def test_people_are_counted_with_what_was_counted_and_who_says_so_and_no_unnamed_city_among_them(house, text):
    named, unnamed = (a_mayor_with_a_mandate(house) for _ in range(2))
    for mayor, people in ((named, 1_200_000), (unnamed, 7)):
        Population.objects.create(
            organisation=mayor.organisation, people=people, concept="city proper", source="A census"
        )
    an_endorsement(house, text, named)
    by = {"languages": ["en"], "may_be_named": False, "seat": unnamed, "at": house.at + HOUR}
    endorse(text, text.freezing.hash, **by)
    page = counted(house, text, house.secretariat).content.decode()
    for words in ("1,200,000", "city proper", "A census"):
        assert words in page
    assert "1,200,007" not in page


def test_what_was_published_about_earlier_years_stands_beside_it_with_its_day_and_its_source(house, text):
    fields = {"city_class": "all", "unit": "cities", "as_of": "2030-10-09", "source": "A roll of that year"}
    RecordBookEntry.objects.create(
        year=2030, chair={"en": "Lima"}, measure="endorsers_of_communique", value=33, **fields
    )
    page = counted(house, text, house.secretariat).content.decode()
    for words in ("Beside the record book", "2030", "Lima", "33", "Wed 9 Oct 2030", "A roll of that year"):
        assert words in page


def test_nobody_is_called_a_first_time_signer_where_no_earlier_year_is_on_record(house, text):
    an_endorsement(house, text)
    assert "nobody can say who signs for the first time" in counted(house, text, house.secretariat).content.decode()


def test_the_counts_ask_as_often_for_three_cities_as_for_one(house, text):
    asked = []
    for cities in (1, 2):
        for _ in range(cities):
            an_endorsement(house, text)
        with the_clock_at(house.at + 2 * HOUR):
            visitor, address = a_visitor(house.secretariat), f"/en/texts/{text.public_id}/counts/"
            asked.append([len(queries_of(visitor, address, anew=anew)) for anew in (False, True)])
    assert asked[0] == asked[1]
    assert asked[0][0] <= 8


def test_what_the_pages_remember_ends_with_the_act_that_changes_it(house, text):
    mayor = a_mayor_with_a_mandate(house, a_city(house, "Lima"))
    visitor, at = a_visitor(house.secretariat), f"/en/texts/{text.public_id}/"
    own = a_visitor(mayor)

    def read():
        with the_clock_at(house.at + 2 * HOUR):
            register, counts = page_of(visitor, f"{at}register/"), page_of(visitor, f"{at}counts/")
            return (
                "have endorsed" in register and bool(re.search(r"/endorsements/\w+/", register)),
                re.search(r"<strong>.*?(\d+)", counts).group(1),
                "Lima" in page_of(visitor, f"{at}call/reminder/"),
                "Your city has endorsed this text" in page_of(own, f"{at}endorse/"),
                "it stands on the next screen" in page_of(own, f"{at}endorse/"),
            )

    assert read() == (False, "0", True, False, False)
    prepare(text, mayor.organisation, text.freezing.hash, may_be_named=True, seat=mayor, at=house.at + HOUR)
    assert read() == (False, "0", True, False, True)
    given = an_endorsement(house, text, mayor)
    assert read() == (True, "1", False, True, False)
    withdraw(given, seat=mayor, at=house.at + HOUR)
    assert read() == (True, "0", True, False, True)
