"""Counts per class, as of any day, with the chair counted or not; the page says what each number counts."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils.translation import get_language, override

from mithaq.cycle.domain.arrange import lead
from mithaq.cycle.vocabulary import Leading
from mithaq.foundation.figures import count
from mithaq.members import figures
from mithaq.members.domain.facts import state, take_back
from mithaq.members.queries.counts import counts_by_class
from mithaq.members.vocabulary import FactKind, Standing
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """Two participating cities, one of them in the chair, a guest since March, and an observer."""
    house = a_house()
    chair = a_city(house, "Ghaymara")
    lead(house.cycle, chair, Leading.CHAIR, **house.by_us)
    a_city(house, "Sidrayn")
    a_city(house, "Elvarheim", standing=Standing.OBSERVER)
    a_city(house, "Nakhlawa", standing=Standing.GUEST, since=date(2031, 3, 1))
    return house


@pytest.fixture
def april(house):
    with the_clock_at(house.at.replace(month=4)):
        yield house.at.replace(month=4)


def rows_of(page):
    return [row.split("</tr>")[0] for row in page.split("<tbody")[1].split("<tr")[1:]]


def test_each_class_is_counted_with_the_chair_and_without(house, april):
    counted = {one.standing: (one.with_chair, one.without_chair) for one in counts_by_class(house.cycle, april)}
    assert counted == {
        "": (4, 3),
        "participating": (2, 1),
        "observer": (1, 1),
        "guest": (1, 1),
        "knowledge_partner": (0, 0),
        "sister_group": (0, 0),
    }


def test_the_page_agrees_with_the_figures_that_it_leads_to(house, april):
    by_class = {one.standing: one for one in counts_by_class(house.cycle, april)}
    assert count(figures.CITIES_PARTICIPATING, house.cycle, april).value == by_class[""].with_chair
    assert count(figures.CITIES_WITHOUT_CHAIR, house.cycle, april).value == by_class[""].without_chair
    assert count(figures.PARTICIPATING, house.cycle, april).value == by_class["participating"].with_chair
    assert count(figures.PARTICIPATING_WITHOUT_CHAIR, house.cycle, april).value == 1
    assert count(figures.OBSERVERS, house.cycle, april).value == by_class["observer"].with_chair
    assert count(figures.GUESTS, house.cycle, april).value == by_class["guest"].with_chair


def test_the_public_reads_the_counts_of_any_day_that_has_come_with_their_definitions(house, april):
    client = a_visitor()
    now, then = page_of(client, "/en/members/counts/"), page_of(client, "/en/members/counts/?as_of=2031-02-28")
    assert ">4<" in rows_of(now)[0].replace("\n", "")
    assert ">3<" in rows_of(then)[0]
    assert "the chair city counted among them" in now
    without = page_of(client, "/en/members/counts/?chair=not_counted")
    assert ">3<" in rows_of(without)[0]
    assert "the chair city not counted" in without


def test_arabic_digits_are_read_as_a_day(april):
    assert ">3<" in rows_of(page_of(a_visitor(), "/en/members/counts/?as_of=٢٠٣١-٠٢-٢٨"))[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [("as_of=2031-12-31", "has not come yet"), ("as_of=soon", "Give the day as year"), ("chair=x", "not one of the")],
)
def test_what_cannot_be_counted_is_said_beside_the_field(april, asked, said):
    assert said in page_of(a_visitor(), f"/en/members/counts/?{asked}")
    assert a_visitor().get(f"/en/members/counts/counts.csv?{asked}").status_code == 404


def test_the_counts_are_a_sheet_with_day_and_definition(april):
    answer = a_visitor().get("/en/members/counts/counts.csv?as_of=2031-02-28&chair=not_counted")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["Cities of all classes", "2", "2031-02-28T23:59:59+00:00"]
    assert "not counted" in rows[1][3]
    with override(get_language()):
        book = openpyxl.load_workbook(io.BytesIO(a_visitor().get("/ar/members/counts/counts.xlsx").content))
    assert book.active.sheet_view.rightToLeft
    assert book.active["B2"].value == 4


def test_where_the_invitations_stand_is_counted_by_the_latest_answer_and_shown_to_few(house, april):
    cities = [a_city(house) for _number in range(3)]
    for city in cities:
        state(city, FactKind.INVITED, date(2031, 1, 10), cycle=house.cycle, **house.by_us)
    state(cities[0], FactKind.ACCEPTED, date(2031, 1, 20), cycle=house.cycle, **house.by_us)
    state(cities[0], FactKind.WITHDREW, date(2031, 3, 20), cycle=house.cycle, **house.by_us)
    wrong = state(cities[1], FactKind.DECLINED, date(2031, 1, 20), cycle=house.cycle, **house.by_us)
    take_back(wrong, "Another city", **house.by_us)
    desk = a_visitor(house.secretariat)
    for day, numbers in (("2031-02-01", [3, 1, 0, 0]), ("2031-04-01", [3, 0, 0, 1])):
        page = page_of(desk, f"/en/members/counts/?as_of={day}").split('id="answers"')[1]
        assert [f">{number}<" in row for number, row in zip(numbers, rows_of(page), strict=True)] == [True] * 4
    for seat in (None, a_seated(house)):
        assert "Where the invitations stand" not in page_of(a_visitor(seat), "/en/members/counts/")


def test_the_counts_take_the_same_queries_for_few_members_and_for_many(house, april):
    few = len(queries_of(a_visitor(house.secretariat), "/en/members/counts/"))
    for number in range(5):
        city = a_city(house)
        state(city, FactKind.INVITED, house.at.date() + timedelta(days=number), cycle=house.cycle, **house.by_us)
    assert len(queries_of(a_visitor(house.secretariat), "/en/members/counts/")) == few <= 8
