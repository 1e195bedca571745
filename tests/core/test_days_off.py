"""The public holidays of countries."""

from __future__ import annotations

from datetime import date

import pytest

from mithaq.core.days_off import countries_with_lists, holidays_of

FIRST, LAST = date(2030, 12, 1), date(2031, 11, 30)


def test_days_are_given_in_their_order_within_the_year_and_in_the_readers_language():
    found = holidays_of("SA", FIRST, LAST, "ar")
    days = [one.day for one in found]
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST
    assert {one.day: (one.name, one.language) for one in found}[date(2031, 2, 22)] == ("يوم التأسيس", "ar")


def test_a_list_that_does_not_know_the_language_is_given_in_english():
    (first, *_others) = holidays_of("FR", date(2031, 1, 1), date(2031, 12, 31), "ar")
    assert (first.name, first.language) == ("New Year's Day", "en")


@pytest.mark.parametrize("country", ["", "XX", "sa", "SAU"])
def test_a_country_without_a_list_has_no_holidays(country):
    assert holidays_of(country, FIRST, LAST, "en") == ()


def test_every_country_with_a_list_can_be_asked():
    assert {"SA", "TN", "FR", "NZ", "IT"} <= countries_with_lists()
    for country in countries_with_lists():
        holidays_of(country, date(2031, 1, 1), date(2031, 1, 31), "ar")
