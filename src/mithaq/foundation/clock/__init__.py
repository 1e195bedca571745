"""The one place that knows what time it is.

Every verb takes `at=`; only a request, a command or the worker asks the clock. In a demonstration the
clock may stand in another year (`MITHAQ_CLOCK`, an instant with its zone): it starts there when the
process that serves starts, and runs on. Sign-in keeps real time and does not ask here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings


def offset() -> timedelta:
    """How far the demonstration's clock stands from real time; zero outside a demonstration."""
    return settings.MITHAQ_CLOCK_OFFSET if settings.DEMONSTRATION else timedelta(0)


def real_now() -> datetime:
    """Real time, in UTC: for sign-in, signatures' expiry and logs."""
    return datetime.now(UTC)


def now() -> datetime:
    """The time at which what happens now is held to happen, in UTC, without fractions of a second."""
    return (real_now() + offset()).replace(microsecond=0)


def zones_on_another_day(at: datetime) -> dict[int, list[str]]:
    """The time zones in which it is another day than in UTC at that instant: the day after (1), the day before (-1)."""
    return _zones_on_another_day(at.astimezone(UTC).replace(second=0, microsecond=0))


@lru_cache(64)
def _zones_on_another_day(at: datetime) -> dict[int, list[str]]:
    far: dict[int, list[str]] = {}
    for zone in _zones():
        days = (at.astimezone(zone).date() - at.date()).days
        if days:
            far.setdefault(days, []).append(zone.key)
    return far


@cache
def _zones() -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in sorted(available_timezones())]
