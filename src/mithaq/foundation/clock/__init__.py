"""The one place that knows what time it is.

Every verb takes `at=`; only a request, a command or the worker asks the clock. In a demonstration the
clock may stand in another year (`MITHAQ_CLOCK`, an instant with its zone): it starts there when the
process that serves starts, and runs on. Sign-in keeps real time and does not ask here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
