"""Walking the thread from any record, back to where it came from and on to what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Model

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.things import Reference, found, kind_of, reference_to
from mithaq.foundation.thread.models import Edge

#: Longer chains than this do not exist; the bound keeps a damaged table from running for ever.
LONGEST = 12

_WALK = """
WITH RECURSIVE walk(kind, thing, steps) AS (
    SELECT {to_kind}, {to_thing}, 1 FROM thread_edge WHERE {from_kind} = %s AND {from_thing} = %s
    UNION
    SELECT edge.{to_kind}, edge.{to_thing}, walk.steps + 1
      FROM thread_edge AS edge JOIN walk ON edge.{from_kind} = walk.kind AND edge.{from_thing} = walk.thing
     WHERE walk.steps < %s
)
SELECT kind, thing, MIN(steps) FROM walk GROUP BY kind, thing ORDER BY MIN(steps), kind, thing
"""
BACK = _WALK.format(to_kind="earlier_kind", to_thing="earlier", from_kind="later_kind", from_thing="later")
ON = _WALK.format(to_kind="later_kind", to_thing="later", from_kind="earlier_kind", from_thing="earlier")


@dataclass(frozen=True)
class Knot:
    """A record on the thread and how many steps away it stands."""

    thing: Any
    kind: str
    steps: int


def ancestors(thing: Model, seat: Seat | None, at: datetime) -> list[Knot]:
    """What a record came out of, the nearest first, as far as `seat` may see it."""
    return _knots(BACK, thing, seat, at)


def descendants(thing: Model, seat: Seat | None, at: datetime) -> list[Knot]:
    """What became of a record, the nearest first, as far as `seat` may see it."""
    return _knots(ON, thing, seat, at)


def ids_after(thing: Model, kind: str) -> list[str]:
    """The identifiers of the records of `kind` that came directly out of a record."""
    earlier_kind, earlier = reference_to(thing)
    edges = Edge.objects.filter(earlier_kind=earlier_kind, earlier=earlier, later_kind=kind)
    return list(edges.values_list("later", flat=True))


def how_many_came_of(things: Sequence[Model]) -> dict[str, int]:
    """How many records came directly out of each of these, which are of one kind, by its identifier. One query."""
    if not things:
        return {}
    kind = kind_of(things[0])
    earlier = [public_id for _kind, public_id in map(reference_to, things)]
    edges = Edge.objects.filter(earlier_kind=kind, earlier__in=earlier).order_by()
    return dict(edges.values_list("earlier").annotate(Count("pk")))


def _knots(walk: str, thing: Model, seat: Seat | None, at: datetime) -> list[Knot]:
    with connection.cursor() as cursor:
        cursor.execute(walk, [*reference_to(thing), LONGEST])
        steps: dict[Reference, int] = {(kind, public_id): count for kind, public_id, count in cursor.fetchall()}
    steps.pop(reference_to(thing), None)  # in a damaged table a record may lead back to itself
    records = found(steps, seat, at)
    return [Knot(records[ref], ref[0], count) for ref, count in steps.items() if ref in records]
