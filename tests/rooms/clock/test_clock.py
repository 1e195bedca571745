"""The one clock: it may stand elsewhere in a demonstration, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from mithaq.foundation.clock import now, offset, real_now
from mithaq.site.environment import clock_offset

FIVE_YEARS = timedelta(days=5 * 365)
A_LITTLE = timedelta(seconds=5)


def test_outside_a_demonstration_the_clock_tells_real_time(settings):
    settings.DEMONSTRATION = False
    settings.MITHAQ_CLOCK_OFFSET = FIVE_YEARS
    assert offset() == timedelta(0)
    assert abs(now() - real_now()) < A_LITTLE


def test_in_a_demonstration_the_clock_runs_where_it_was_set(settings):
    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = FIVE_YEARS
    assert abs(now() - real_now() - FIVE_YEARS) < A_LITTLE


def test_real_time_stays_real_in_a_demonstration(settings):
    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = FIVE_YEARS
    assert abs(real_now() - datetime.now(UTC)) < A_LITTLE


def test_the_clock_tells_whole_seconds_in_utc():
    assert (now().microsecond, now().tzinfo) == (0, UTC)


@pytest.fixture
def set_clock(monkeypatch):
    """Sets the clock by environment and gives how far it then stands from real time."""

    def offset_of(shows, set_at=""):
        monkeypatch.setenv("MITHAQ_CLOCK", shows)
        monkeypatch.setenv("MITHAQ_CLOCK_SET_AT", set_at)
        return clock_offset("MITHAQ_CLOCK", set_at="MITHAQ_CLOCK_SET_AT")

    return offset_of


def test_a_clock_that_is_set_starts_at_that_instant(set_clock):
    shown = datetime.now(UTC) + set_clock("2031-09-29T09:00:00+03:00")
    assert abs(shown - datetime(2031, 9, 29, 6, tzinfo=UTC)) < A_LITTLE


def test_processes_that_are_told_when_the_clock_was_set_have_one_clock(set_clock):
    assert set_clock("2031-09-29T09:00:00+03:00", "2026-09-29T06:00:00+00:00") == timedelta(days=5 * 365 + 1)


@pytest.mark.parametrize("wrong", ["2031-09-29T09:00:00", "tomorrow", "2031-09-29"])
def test_a_clock_set_to_no_instant_or_without_a_zone_stops_the_start(set_clock, wrong):
    with pytest.raises(ImproperlyConfigured, match=wrong):
        set_clock(wrong)


def test_a_clock_that_is_not_set_does_not_stand_apart(set_clock):
    assert set_clock("") == timedelta(0)
