"""The record book: every published count with its class, day and source, and where they do not agree."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from mithaq.cycle.domain.arrange import enter_count
from mithaq.cycle.queries import measures, record_book
from mithaq.cycle.web.bars import bars
from mithaq.cycle.web.partial_days import as_far_as_known
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house
from tests.factories.visits import a_visitor, page_of, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


def enter(house, value, **different):
    counted = {
        "year": 2029,
        "chair": {"en": "Puerto Almenar", "ar": "بويرتو ألمينار"},
        "measure": "endorsers_of_communique",
        "city_class": "all",
        "unit": "cities",
        "as_of": "2029-09-26",
        "source": "hand-over pack",
        **different,
    }
    return enter_count(house.cycle, value=value, **counted, **house.by_us)


@pytest.mark.parametrize(
    ("day", "english", "arabic"),
    [
        ("2019", "2019", "٢٠١٩"),
        ("2019-02", "February 2019", "فبراير ٢٠١٩"),
        ("2019-02-14", "Thu 14 Feb 2019", "الخميس، ١٤ فبراير ٢٠١٩"),
        ("spring 2019", "spring 2019", "spring 2019"),
        ("2019-13", "2019-13", "2019-13"),
    ],
)
def test_a_day_is_said_as_far_as_it_is_known(day, english, arabic):
    assert (as_far_as_known(day, "en"), as_far_as_known(day, "ar")) == (english, arabic)


def test_sources_that_give_two_counts_for_one_day_disagree(house):
    enter(house, 27)
    enter(house, 28, source="press release", as_of="2029-09")
    [measure] = measures(record_book())
    [year] = measure.years
    assert [[entry.value for entry in counts] for counts in year.disagreements] == [[28, 27]]
    assert year.movements == []


def test_a_count_that_grew_between_two_days_is_no_disagreement(house):
    enter(house, 27)
    enter(house, 30, as_of="2029-12-31")
    [measure] = measures(record_book())
    [year] = measure.years
    assert year.disagreements == []
    assert [[entry.value for entry in counts] for counts in year.movements] == [[27, 30]]


def test_counts_of_different_classes_neither_disagree_nor_move(house):
    enter(house, 20, city_class="participating")
    enter(house, 7, city_class="observer")
    [measure] = measures(record_book())
    assert (measure.years[0].disagreements, measure.years[0].movements) == ([], [])


def test_the_same_source_cannot_give_two_counts_for_one_day(house):
    enter(house, 27)
    with pytest.raises(Refused):
        enter(house, 28)


def test_the_page_shows_each_count_with_class_day_unit_and_source_and_says_where_they_differ(house):
    enter(house, 27)
    enter(house, 28, source="press release")
    with override("en"):
        page = page_of(a_visitor(), reverse("cycle:record_book"))
    for words in ("Puerto Almenar", "All classes together", "cities", "Wed 26 Sept 2029", "hand-over pack"):
        assert words in page
    assert "For 2029 the sources give 27 as of Wed 26 Sept 2029 and 28 as of Wed 26 Sept 2029." in page


def test_a_measure_without_words_of_ours_is_shown_by_its_own_name(house):
    enter(house, 5, measure="boats_in_the_harbour", unit="boats")
    with override("en"):
        assert "boats in the harbour" in page_of(a_visitor(), reverse("cycle:record_book"))


def test_an_empty_record_book_says_who_fills_it(house):
    with override("en"):
        assert "The secretariat enters them." in page_of(a_visitor(), reverse("cycle:record_book"))


def test_a_bar_is_one_published_count_cut_into_its_classes(house):
    entries = [
        enter(house, 26, city_class="participating"),
        enter(house, 7, city_class="observer"),
        enter(house, 40, as_of="2029-12-31"),
    ]
    drawn = bars(entries)
    assert [row.total for row in drawn.bars] == [33, 40]
    assert [len(row.parts) for row in drawn.bars] == [2, 1]
    assert [row.opens_year for row in drawn.bars] == [True, False]


def test_the_bars_of_an_arabic_page_begin_at_the_right_and_are_as_long(house):
    entries = [enter(house, 26)]
    [left_to_right], [right_to_left] = bars(entries).bars, bars(entries, rtl=True).bars
    [one], [other] = left_to_right.parts, right_to_left.parts
    assert other.width == one.width
    assert other.x == 1000 - one.x - one.width


def test_the_table_for_spreadsheets_can_be_read_in_again(house):
    enter(house, 27)
    response = a_visitor().get("/en/record-book/counts.csv")
    text = response.content.decode("utf-8-sig")
    assert response["Content-Disposition"] == 'attachment; filename="record-book.csv"'
    [row] = csv.DictReader(io.StringIO(text))
    assert row == {
        "year": "2029",
        "chair": "Puerto Almenar",
        "chair_ar": "بويرتو ألمينار",
        "measure": "endorsers_of_communique",
        "city_class": "all",
        "value": "27",
        "unit": "cities",
        "as_of": "2029-09-26",
        "source": "hand-over pack",
    }


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_only_shown_by_a_spreadsheet(house, begins):
    enter(house, 27, source=f"{begins}HYPERLINK(1)")
    text = a_visitor().get("/en/record-book/counts.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert row["source"] == f"'{begins}HYPERLINK(1)"


def test_the_record_book_takes_the_same_queries_for_one_count_and_for_many(house):
    address = "/en/record-book/"
    enter(house, 27)
    few = len(queries_of(a_visitor(), address))
    for year in range(2020, 2029):
        enter(house, year, year=year)
    assert len(queries_of(a_visitor(), address)) == few <= 8
