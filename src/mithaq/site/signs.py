"""The worker's sign of life: when it was last at work, for all processes and machines to see."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.cache import cache

from mithaq.foundation.clock import real_now

_KEY = "worker.sign-of-life"
#: How often the worker gives a sign, and after how long without one it counts as missing.
EVERY, MISSING_AFTER = timedelta(seconds=10), timedelta(seconds=45)


def give_sign() -> None:
    """Say that the worker is at work now."""
    cache.set(_KEY, real_now(), timeout=None)


def last_sign() -> datetime | None:
    """When the worker was last at work; None if it never was. May raise a `DatabaseError`."""
    return cache.get(_KEY)


def is_recent(sign: datetime | None) -> bool:
    """Whether a sign is so young that the worker counts as being at work."""
    return sign is not None and real_now() - sign < MISSING_AFTER
