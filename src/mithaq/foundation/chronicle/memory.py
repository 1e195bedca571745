"""What follows from the record and the time alone is computed once and remembered until the next act.

Every write is an act, so the hash at the chronicle's head names the state of the record. A `Memory` holds values of one
state and one minute, in this process; the next act or minute empties it. The head is read once in a request that only
reads (`one_reading`). A `Kept` value outlives acts that concern other records.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from mithaq.foundation.chronicle.models import Act, Head
from mithaq.foundation.things import Reference

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
    """Values by key, as of the last act and the minute. Safe for threads; what it gives out is not to be changed.

    With `kinds` only acts about records whose kind begins with one of these empty it, as with a `Kept` value.
    """

    def __init__(self, most: int = 1024, kinds: tuple[str, ...] = ()) -> None:
        self._most = most
        self._state = Kept(kinds, head).value if kinds else head
        self._lock = Lock()
        self._generation: tuple[str, datetime | None] | None = None
        self._values: dict[Hashable, Value] = {}

    def recall(self, key: Hashable, at: datetime | None, compute: Callable[[], Value]) -> Value:
        """The value under `key`, computed where it is not remembered. `at` is None for what no time changes."""
        generation = self._state(), at and at.replace(second=0, microsecond=0)
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


#: So many lines about acts are looked through before a kept value is rather computed anew.
LOOKED_THROUGH = 50


@dataclass(frozen=True)
class _Since(Generic[Value]):
    """A value, with the number and hash of the last act before it was computed and the head it is known to hold for."""

    value: Value
    sequence: int
    hash: str
    head: str


_Line = tuple[int, str, str | None, str | None]
#: The lines read last, by the head that was read before them and the number from which on they were read.
_looked: dict[tuple[str, int], list[_Line]] = {}


def _lines_after(sequence: int, hash_there: str) -> list[_Line]:
    """The act of that number and those after it, a line for each record that they concern: number, hash, kind, thing.
    None where there are too many, or where that act has another hash: then the record is another one than it was (a
    copy was put back, a transaction was taken back). What is kept from the same act on shares one query."""
    asked = head(), sequence
    lines = _looked.get(asked)
    if lines is None:
        acts = Act.objects.filter(sequence__gte=sequence).order_by("sequence")
        columns = ("sequence", "hash", "things__kind", "things__thing")
        lines = list(acts.values_list(*columns)[: LOOKED_THROUGH + 1])
        _looked.clear()
        _looked[asked] = lines
    is_the_same = bool(lines) and lines[0][:2] == (sequence, hash_there)
    return lines if is_the_same and len(lines) <= LOOKED_THROUGH else []


class Kept(Generic[Value]):
    """One value that only acts about certain records change: those whose kind begins with one of `kinds`, and those
    that `beside` names for the value. An act that names no record changes it as well.

    One query after an act; nothing until the next one. Safe for threads; the value is not to be changed.
    """

    def __init__(
        self,
        kinds: tuple[str, ...],
        compute: Callable[[], Value],
        beside: Callable[[Value], set[Reference]] = lambda value: set(),
    ) -> None:
        self._kinds, self._compute, self._beside = kinds, compute, beside
        self._since: _Since[Value] | None = None

    def value(self) -> Value:
        """The value as of the last act."""
        now, known = head(), self._since
        if known is not None and known.head == now:
            return known.value
        lines = _lines_after(known.sequence, known.hash) if known is not None else []
        last = lines[-1][:2] if lines else Head.objects.values_list("sequence", "hash").get()
        concerned = known is None or not lines or any(self._concerns(known, *line) for line in lines)
        value = self._compute() if known is None or concerned else known.value
        self._since = _Since(value, *last, now) if now != NOTHING_YET else None
        return value

    def forget(self) -> None:
        """As in a process that has just begun."""
        self._since = None

    def _concerns(self, known: _Since[Value], sequence: int, _hash: str, kind: str | None, thing: str | None) -> bool:
        if sequence <= known.sequence:
            return False
        return not kind or kind.startswith(self._kinds) or (kind, thing) in self._beside(known.value)
