"""Which states belong to which unions on which day."""

from __future__ import annotations

from datetime import date

import pytest

from mithaq.core.blocs import BELONGINGS, Union, belongings_of, states_in_the_g20, states_of


@pytest.mark.parametrize(
    ("union", "day", "number"),
    [
        (Union.G20, date(2020, 10, 2), 19),
        (Union.G20, date(1999, 12, 14), 0),
        (Union.EUROPEAN, date(1957, 12, 31), 0),
        (Union.EUROPEAN, date(1958, 1, 1), 6),
        (Union.EUROPEAN, date(2004, 4, 30), 15),
        (Union.EUROPEAN, date(2004, 5, 1), 25),
        (Union.EUROPEAN, date(2020, 1, 31), 28),
        (Union.EUROPEAN, date(2020, 2, 1), 27),
        (Union.AFRICAN, date(2011, 7, 26), 53),
        (Union.AFRICAN, date(2011, 7, 27), 54),
        (Union.AFRICAN, date(2017, 1, 31), 55),
    ],
)
def test_a_union_has_as_many_states_as_its_own_records_say(union, day, number):
    assert len(states_of(union, day)) == number


def test_the_united_kingdom_left_the_european_union_and_stayed_in_the_g20():
    ends = {one.union: one.ends for one in belongings_of("GB")}
    assert ends == {Union.G20: None, Union.EUROPEAN: date(2020, 1, 31)}


def test_the_african_union_brings_its_states_to_the_g20_on_the_day_of_new_delhi():
    assert "NG" not in states_in_the_g20(date(2023, 9, 8))
    assert "NG" in states_in_the_g20(date(2023, 9, 9))
    assert "NL" in states_in_the_g20(date(2020, 1, 1))
    assert states_in_the_g20(date(1990, 1, 1)) == frozenset()


def test_a_state_is_in_a_union_once_and_every_belonging_has_its_source():
    assert len({(one.country, one.union) for one in BELONGINGS}) == len(BELONGINGS)
    assert all(one.source for one in BELONGINGS)
    assert belongings_of("XA") == []
