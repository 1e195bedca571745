"""What follows from the record and the time alone is computed once and remembered until the next act.

Every write is an act, so the hash at the chronicle's head names the state of the record. A `Memory` holds values of one
state and one minute, in this process; the next act or minute empties it. The head is read once in a request that only
reads (`one_reading`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from mithaq.foundation.chronicle.models import Head

Value = TypeVar("Value")

_read: ContextVar[list[str] | None] = ContextVar("head", default=None)

#: Before the first act there is no state to name, so nothing is remembered.
NOTHING_YET = "0" * 64


@contextmanager
def one_reading() -> Iterator[None]:
    """Within this block nothing is written, so the head is asked for once."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def head() -> str:
    """The hash of the last act. One query, or none where it was read in this reading."""
    seen = _read.get()
    if seen:
        return seen[0]
    found = Head.objects.values_list("hash", flat=True).get()
    if seen is not None:
        seen.append(found)
    return found


class Memory(Generic[Value]):
    """Values by key, as of the last act and the minute. Safe for threads; what it gives out is not to be changed."""

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._lock = Lock()
        self._generation: tuple[str, datetime | None] | None = None
        self._values: dict[Hashable, Value] = {}

    def recall(self, key: Hashable, at: datetime | None, compute: Callable[[], Value]) -> Value:
        """The value under `key`, computed where it is not remembered. `at` is None for what no time changes."""
        generation = head(), at and at.replace(second=0, microsecond=0)
        with self._lock:
            if generation != self._generation:
                self._generation, self._values = generation, {}
            if key in self._values:
                return self._values[key]
        value = compute()
        with self._lock:
            if generation == self._generation and generation[0] != NOTHING_YET and len(self._values) < self._most:
                self._values[key] = value
        return value
