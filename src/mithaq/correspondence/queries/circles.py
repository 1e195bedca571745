"""Circles: sets of organisations that a circular can go to, named by later rooms, which this one may not know.

A room declares in its `queries.py` which circles it has: `@circles_of("groups")` on a function of a cycle and a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.languages.words import PerLanguage


@dataclass(frozen=True)
class Circle:
    """A named set of organisations, as of now. `key` is kept with the circular that was sent to it."""

    key: str
    title: PerLanguage
    organisations: QuerySet[Organisation]


CirclesOf = Callable[[Cycle, datetime], list[Circle]]

_declared: dict[str, CirclesOf] = {}


def circles_of(room: str) -> Callable[[CirclesOf], CirclesOf]:
    """Declare that this function names the circles of a room."""

    def declare(query: CirclesOf) -> CirclesOf:
        _declared[room] = query
        return query

    return declare


def circles(cycle: Cycle, at: datetime) -> list[Circle]:
    """Every circle of the cycle. One query for each room that has some; their organisations are not asked for yet."""
    return [circle for query in _declared.values() for circle in query(cycle, at)]
