"""What follows from the record and the time alone is computed once and remembered until the next act.

Every write is an act, so the hash at the chronicle's head names the state of the record. A `Memory` holds values of one
state and one minute, in this process; the next act or minute empties it. The head is read once in a request that only
reads (`one_reading`), together with the acts since it was read last. So what outlives acts that concern other records
(a `Kept` value, a `Memory` that says which kinds it follows) knows of them without a query of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakSet

from mithaq.foundation.chronicle.models import Act, Head
from mithaq.foundation.things import Reference

Value = TypeVar("Value")


class State(NamedTuple):
    """A state of the record: the number and the hash of its last act."""

    sequence: int
    hash: str


#: Before the first act there is no state to name, so nothing is remembered.
NOTHING_YET = "0" * 64
#: So many lines about acts are read at once before everything is rather computed anew.
LOOKED_THROUGH = 50
#: So many lines are known at most; what is older than they are is computed anew.
KNOWN = 1000

#: A record that an act concerned, or None twice for an act that names none.
_Line = tuple[str | None, str | None]


@dataclass(frozen=True)
class _Trail:
    """Acts without a gap, up to the one that was read last: their numbers, their hashes, what each concerned."""

    numbers: tuple[int, ...] = ()
    hashes: tuple[str, ...] = ()
    concerned: tuple[tuple[_Line, ...], ...] = ()

    @property
    def last(self) -> State | None:
        return State(self.numbers[-1], self.hashes[-1]) if self.numbers else None

    def since(self, state: State) -> tuple[tuple[_Line, ...], ...] | None:
        """What the acts after that state concerned, act by act. None where the trail does not lead back to it: it is
        too long ago, or the record is another one than it was (a copy was put back, a transaction taken back)."""
        place = bisect_right(self.numbers, state.sequence)
        if not place or (self.numbers[place - 1], self.hashes[place - 1]) != state:
            return None
        return self.concerned[place:]


#: Verbs of acts that change more records than they name.
_sweeping: set[str] = set()


def sweeping(verbs: Iterable[str]) -> None:
    """Declare verbs of acts that change more records than they name: such an act ends all that is remembered."""
    _sweeping.update(verbs)


#: Verbs of acts that change no record: somebody pointed at one.
_idle: set[str] = set()


def idle(verbs: Iterable[str]) -> None:
    """Declare verbs of acts that change no record, such as pointing at one: such an act ends nothing that is remembered
    of certain kinds, and is no news."""
    _idle.update(verbs)


def idle_verbs() -> frozenset[str]:
    """The verbs that were declared so."""
    return frozenset(_idle)


class _Followed:
    """The trail of this process. Threads may lead it on at once: each leaves a whole one."""

    trail = _Trail()


_read: ContextVar[list[State] | None] = ContextVar("head", default=None)


@contextmanager
def one_reading(begun: list[State] | None = None) -> Iterator[None]:
    """Within this block nothing is written, so the head is asked for once. `begun` is what a reading that is gone on
    with has seen already; an empty list begins one."""
    token = _read.set([] if begun is None else begun)
    try:
        yield
    finally:
        _read.reset(token)


def head() -> str:
    """The hash of the last act. One query, or none where it was read in this reading."""
    return state_now().hash


def state_now() -> State:
    """The state of the record. One query, which brings the acts since the last one; or none in the same reading."""
    seen = _read.get()
    if seen:
        return seen[0]
    found = _followed()
    if seen is not None:
        seen.append(found)
    return found


def _followed() -> State:
    """Lead the trail on to the last act; where that is too far, or it leads nowhere, begin another one there."""
    known = _Followed.trail
    if known.last is not None:
        acts = Act.objects.filter(sequence__gte=known.last.sequence).order_by("sequence")
        columns = ("sequence", "hash", "verb", "things__kind", "things__thing")
        lines = list(acts.values_list(*columns)[: LOOKED_THROUGH + 1])
        if lines and lines[0][:2] == known.last and len(lines) <= LOOKED_THROUGH:
            if lines[-1][0] > known.last.sequence:
                _Followed.trail = known = _led_on(known, [line for line in lines if line[0] > known.last.sequence])
            return known.last or State(0, NOTHING_YET)
    found = State(*Head.objects.values_list("sequence", "hash").get())
    _Followed.trail = _Trail((found.sequence,), (found.hash,), ((),)) if found.hash != NOTHING_YET else _Trail()
    return found


def _led_on(trail: _Trail, lines: list[tuple[int, str, str, str | None, str | None]]) -> _Trail:
    acts: dict[State, list[_Line]] = {}
    for sequence, digest, verb, kind, thing in lines:
        concerned = acts.setdefault(State(sequence, digest), [])
        if verb not in _idle:
            concerned.append((None, None) if verb in _sweeping else (kind, thing))
    return _Trail(
        (*trail.numbers, *(act.sequence for act in acts))[-KNOWN:],
        (*trail.hashes, *(act.hash for act in acts))[-KNOWN:],
        (*trail.concerned, *(tuple(concerned) for concerned in acts.values()))[-KNOWN:],
    )


@dataclass(frozen=True)
class _Since(Generic[Value]):
    """A value, the records that it quotes, and the state it is known to hold for."""

    value: Value
    named: frozenset[Reference]
    state: State

    def as_of(self, state: State, kinds: tuple[str, ...]) -> _Since[Value] | None:
        """The same value as of now, unless an act since then concerned it or the trail does not say."""
        if self.state == state:
            return self
        trail = _Followed.trail
        acts = trail.since(self.state)
        if acts is None or trail.last is None:
            return None
        for kind, thing in (line for act in acts for line in act):
            if not kind or kind.startswith(kinds) or (kind, thing) in self.named:
                return None
        return _Since(self.value, self.named, trail.last)


_everything: WeakSet[Memory[Any] | Kept[Any]] = WeakSet()


def forget_everything() -> None:
    """As in a process that has just begun: for whoever compares what is remembered with what is read anew."""
    for one in list(_everything):
        one.forget()


def _names_nothing(value: object) -> set[Reference]:
    return set()


class Memory(Generic[Value]):
    """Values by key, as of the last act and the minute. Safe for threads; what it gives out is not to be changed.

    With `kinds` a value outlives acts, but for those about records whose kind begins with one of these and about those
    that `beside` names for the value: whatever is quoted in it that is of another kind (`things.records_in` finds what
    was read along). With no kinds at all, `()`, only the named records end it. An act that names no record, or changes
    more than it names (`sweeping`), ends every value.
    """

    def __init__(
        self,
        most: int = 1024,
        kinds: tuple[str, ...] | None = None,
        beside: Callable[[Value], set[Reference]] = _names_nothing,
    ) -> None:
        self._most, self._kinds, self._beside = most, kinds, beside
        self._lock = Lock()
        self._generation: tuple[State | None, datetime | None] | None = None
        self._values: dict[Hashable, _Since[Value]] = {}
        _everything.add(self)

    def recall(
        self, key: Hashable, at: datetime | None, compute: Callable[[], Value], named: Iterable[Reference] = ()
    ) -> Value:
        """The value under `key`, computed where it is not remembered. `at` is None for what no time changes. Acts about
        the records in `named` end it as those do about the records in the value."""
        state = state_now()
        generation = None if self._kinds is not None else state, at and at.replace(second=0, microsecond=0)
        with self._lock:
            if generation != self._generation:
                self._generation, self._values = generation, {}
            known = self._values.get(key)
            still = known.as_of(state, self._kinds or ()) if known is not None else None
            if still is not None:
                self._values[key] = still
                return still.value
        value = compute()
        outlives = self._kinds is not None
        since = _Since(value, frozenset(self._beside(value)).union(named) if outlives else frozenset(), state)
        with self._lock:
            if generation == self._generation and state.hash != NOTHING_YET:
                if outlives and len(self._values) >= self._most:
                    self._values = {}  # most of them nobody has asked for since they ended
                if len(self._values) < self._most:
                    self._values[key] = since
        return value

    def forget(self) -> None:
        """As in a process that has just begun."""
        with self._lock:
            self._generation, self._values = None, {}


class Kept(Generic[Value]):
    """One value that only acts about certain records change: those whose kind begins with one of `kinds`, and those
    that `beside` names for the value. An act that names no record changes it as well.

    Safe for threads; the value is not to be changed.
    """

    def __init__(
        self,
        kinds: tuple[str, ...],
        compute: Callable[[], Value],
        beside: Callable[[Value], set[Reference]] = _names_nothing,
    ) -> None:
        self._kinds, self._compute, self._beside = kinds, compute, beside
        self._since: _Since[Value] | None = None
        _everything.add(self)

    def value(self) -> Value:
        """The value as of the last act."""
        state, known = state_now(), self._since
        since = known.as_of(state, self._kinds) if known is not None else None
        if since is None:
            value = self._compute()
            since = _Since(value, frozenset(self._beside(value)), state)
        self._since = since if state.hash != NOTHING_YET else None
        return since.value

    def forget(self) -> None:
        """As in a process that has just begun."""
        self._since = None
