"""The calendar counted backwards: laws over all weeks and summits, and one year by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.backwards import LEADERS_SUMMIT, STEPS, NoWorkingDay, Step, Week, hanging_on, plan, shifted

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
weeks = st.builds(
    Week,
    st.frozensets(st.integers(0, 6), max_size=5),
    st.frozensets(st.dates(date(2030, 1, 1), date(2031, 12, 31)), max_size=20),
)


@given(days, weeks)
def test_every_step_stands_on_a_working_day_on_its_own_side_of_its_anchor(summit, week):
    found = plan(summit, week).days
    for step in STEPS:
        anchor = summit if step.anchor == LEADERS_SUMMIT else found[step.anchor]
        assert week.works_on(found[step.key])
        assert found[step.key] < anchor if step.days < 0 else found[step.key] > anchor


@given(days, weeks, st.integers(1, 60))
def test_working_days_counted_forward_and_back_come_to_the_same_day(day, week, number):
    start = week.nearest(day, 1)
    assert week.counted(week.counted(start, number), -number) == start


@given(days, weeks, st.integers(-400, 400))
def test_what_is_shifted_stands_on_a_working_day_and_no_nearer_than_was_meant(day, week, number):
    moved = shifted(day, number, week)
    assert week.works_on(moved)
    assert abs((moved - day).days) >= abs(number)


def test_a_week_from_sunday_to_thursday_with_a_holiday_is_counted_as_people_count_it():
    week = Week(frozenset({4, 5}), frozenset({date(2031, 9, 23)}))
    assert week.counted(date(2031, 9, 24), -1) == date(2031, 9, 22)  # Tuesday is a holiday
    assert week.counted(date(2031, 9, 21), -1) == date(2031, 9, 18)  # Sunday back to Thursday


def test_the_year_of_a_summit_on_the_fifteenth_of_november():
    found = plan(date(2031, 11, 15), Week(frozenset({4, 5}))).days
    assert list(found) == sorted(found, key=found.__getitem__)
    assert found["mayors_summit"] == date(2031, 10, 6)
    assert found["text_frozen"] - found["wording_agreed"] >= timedelta(days=10)
    assert found["silence_ends"] - found["silence_begins"] >= timedelta(hours=72)


def test_what_lies_before_the_year_is_named():
    found = plan(date(2031, 11, 15), Week())
    assert found.before(found.day_of("papers_due")) == ["mandates_due", "sherpa_meeting_1"]


def test_what_hangs_on_a_step_hangs_on_it_by_others_too():
    assert hanging_on("zero_draft") == [
        "sherpa_meeting_2",
        "points_gathered",
        "papers_due",
        "sherpa_meeting_1",
        "mandates_due",
    ]
    assert hanging_on("of my own") == []


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(NoWorkingDay):
        Week(frozenset(range(7)))
    with pytest.raises(NoWorkingDay):
        Week(frozenset(range(6)), frozenset(date(2031, 1, 1) + timedelta(days=n) for n in range(700))).nearest(
            date(2031, 1, 1), 1
        )


def test_an_anchor_that_nobody_stated_is_an_error():
    with pytest.raises(KeyError):
        plan(date(2031, 1, 1), Week(), (Step("a", "b", -1),))
