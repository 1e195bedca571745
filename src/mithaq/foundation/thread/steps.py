"""The thread in words: what each kind of record on it is called, and where one click on it leads.

Rooms declare their kinds in `vocabulary.py`; a kind that nobody declared is left out of what is shown. A page asks for
the whole thread of its record at once, which costs one query for the walk and one for each kind that is met.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import Reference, kind_of, records_in, reference_to, visible
from mithaq.foundation.thread.queries import BACK, LONGEST, ON, Knot


class Called(NamedTuple):
    """How records of one kind stand on the thread."""

    #: The words for one record, and for several.
    one: str | Promise
    several: str | Promise
    #: The name of the page that shows one with its thread; empty where that is its own address.
    page: str = ""
    #: Paths to earlier records that are visible whenever this one is, and so need no query of their own.
    brings: tuple[str, ...] = ()
    #: Whether the title is made from the record alone.
    is_bare: bool = True


class Step(NamedTuple):
    """A record on the thread as a page shows it."""

    kind: str | Promise
    title: Any
    url: str


class Thread(NamedTuple):
    """A record's place on the thread: what it came out of and what became of it, the nearest first."""

    this: Step
    before: list[Step]
    after: list[Step]


_called: dict[str, Called] = {}


def call(kinds: Mapping[str, Called]) -> None:
    """Declare what the kinds of a room are called on the thread."""
    _called.update(kinds)


Steps = dict[Reference, int]
Walk = tuple[tuple[Steps, Steps], dict[Reference, Any]]


@cache
def _walks() -> Memory[Walk]:
    """What was walked to and found, for each record and each audience: a role in an organisation. Who may see what
    stands there follows from the year and from what is recorded in the rooms of its records."""
    rooms = {f"{kind.partition('.')[0]}." for kind in _called}
    return Memory(kinds=(*sorted(rooms), "cycle.", "press."), beside=records_in)


def thread_of(thing: Model, seat: Seat | None, at: datetime, known: Iterable[Model] = ()) -> Thread:
    """The thread of a record as far as `seat` may see it. `known` are records on it that the page has read already."""
    who = (seat.role, seat.organisation_id) if seat else None
    (back, on), found = _walks().recall(
        (reference_to(thing), who), at, lambda: _walked_and_found(thing, seat, at, known)
    )
    things = {**found, **{reference_to(one): one for one in known}}
    return Thread(step(thing), steps_to(_nearest_first(things, back)), steps_to(_nearest_first(things, on)))


def _walked_and_found(
    thing: Model, seat: Seat | None, at: datetime, known: Iterable[Model]
) -> tuple[tuple[Steps, Steps], dict[Reference, Any]]:
    back, on = _walked(thing)
    things = {reference_to(one): one for one in known}
    things.update(_found([ref for ref in (*back, *on) if ref not in things], seat, at))
    return (back, on), things


def _nearest_first(things: Mapping[Reference, Any], steps_away: Mapping[Reference, int]) -> list[Any]:
    """Those of the records that were walked to, by their distance; at the same distance in their rooms' own order."""
    return [
        things[ref] for ref in sorted((ref for ref in things if ref in steps_away), key=lambda ref: steps_away[ref])
    ]


def steps(knots: Iterable[Knot]) -> list[Step]:
    """Knots that were walked to, in their order, as words and addresses."""
    return steps_to(knot.thing for knot in knots)


def steps_to(things: Iterable[Any]) -> list[Step]:
    """Records that stand on the thread, in their order, as words and addresses."""
    shown = [(thing, kind_of(thing)) for thing in things if kind_of(thing) in _called]
    counts = Counter(kind for _thing, kind in shown)
    return [_step(thing, _called[kind], counts[kind]) for thing, kind in shown]


def step(thing: Any) -> Step:
    """One record by itself: the one whose thread is shown."""
    return _step(thing, _called[kind_of(thing)], 1)


def _step(thing: Any, called: Called, count: int) -> Step:
    url = reverse(called.page, args=[thing.public_id]) if called.page else thing.get_absolute_url()
    return Step(called.one if count == 1 else called.several, getattr(thing, "title", None) or str(thing), url)


def _walked(thing: Model) -> tuple[dict[Reference, int], dict[Reference, int]]:
    """What lies before a record and what after it, each with how many steps away, in one query."""
    ways = [f"SELECT {way} AS way, found.* FROM ({walk}) AS found" for way, walk in enumerate((BACK, ON))]  # noqa: S608
    asked: list[str | int] = [*reference_to(thing), LONGEST]
    found: tuple[dict[Reference, int], dict[Reference, int]] = ({}, {})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ways), asked * 2)
        for way, kind, public_id, count in cursor.fetchall():
            found[way][kind, public_id] = count
    return found


def _found(references: Iterable[Reference], seat: Seat | None, at: datetime) -> dict[Reference, Any]:
    """The records behind the references that `seat` may see. What one kind brings along is not asked for again."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in references:
        wanted[kind].add(public_id)
    things: dict[Reference, Any] = {}
    for kind in sorted(wanted, key=lambda kind: not _brings(kind)):
        missing = {public_id for public_id in wanted[kind] if (kind, public_id) not in things}
        for thing in _records(kind, seat, at, missing):
            things[kind, thing.public_id] = thing
            things.update((reference_to(other), other) for other in _brought(thing, kind))
    return {ref: thing for ref, thing in things.items() if ref[1] in wanted[ref[0]]}


def _records(kind: str, seat: Seat | None, at: datetime, public_ids: set[str]) -> Iterable[Any]:
    records: QuerySet[Any] | None = visible(kind, seat, at) if kind in _called and public_ids else None
    if records is None:
        return ()
    if _called[kind].is_bare:
        records = records.prefetch_related(None)
    if _brings(kind):
        records = records.select_related(*_brings(kind))
    return records.filter(public_id__in=public_ids)


def _brings(kind: str) -> tuple[str, ...]:
    return _called[kind].brings if kind in _called else ()


def _brought(thing: Any, kind: str) -> Iterator[Any]:
    for path in _brings(kind):
        other = thing
        for name in path.split("__"):
            other = getattr(other, name) if other is not None else None
        if other is not None:
            yield other
