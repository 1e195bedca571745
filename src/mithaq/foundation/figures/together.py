"""Figures that are counted together read what several of them count once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Value = TypeVar("Value")

_readings: ContextVar[dict[Hashable, Any] | None] = ContextVar("readings", default=None)


@contextmanager
def counted_together() -> Iterator[None]:
    """Within this block nothing is written, so what `shared` reads is read once."""
    token = _readings.set({})
    try:
        yield
    finally:
        _readings.reset(token)


def shared(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` gives: once for each key where figures are counted together, else anew each time."""
    readings = _readings.get()
    if readings is None:
        return read()
    if key not in readings:
        readings[key] = read()
    value: Value = readings[key]
    return value
