"""A figure is a query with a name. Every number that is published is one.

A room declares its figures in `figures.py`. The value is never stored: it is counted from the records each time, so
that taking away a record changes exactly the figures that count it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import Model
from django.utils.functional import Promise

Relation = Literal["=", ">"]
#: From (cycle, as of) to the records that are counted.
Records = Callable[[Any, datetime], Iterable[Any]]


def _as_asked(cycle: Any, at: datetime) -> datetime | None:
    return at


def _each_counts_one(record: Any) -> int:
    return 1


def _always(cycle: Any, at: datetime) -> bool:
    return True


@dataclass(frozen=True)
class Figure:
    """What is counted, said in words, with the query that counts it.

    `as_of` turns the time asked for into the time counted at (a release, say), or None while there is nothing to count
    yet. `is_public` says whether anybody may see the number then.
    """

    key: str
    title: Promise
    definition: Promise
    records: Records
    as_of: Callable[[Any, datetime], datetime | None] = _as_asked
    weight: Callable[[Any], int] = _each_counts_one
    relation: Relation = "="
    is_public: Callable[[Any, datetime], bool] = _always
    #: Whether it stands in the year's table of figures, or only beside the records that it counts.
    headline: bool = True
    #: What acts must concern to change it: how the kinds of those records begin. By default every act may.
    follows: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Counted:
    """A figure's value as of a time, with the records behind it."""

    figure: Figure
    as_of: datetime
    records: list[Any] = field(default_factory=list)

    @property
    def value(self) -> int:
        """The sum of what each record counts for."""
        return sum(self.figure.weight(record) for record in self.records)


_figures: dict[str, Figure] = {}


def publish(figure: Figure) -> Figure:
    """Declare a figure under its key; a key is declared once."""
    if _figures.get(figure.key, figure) != figure:
        raise ValueError(f"two figures are called {figure.key}")
    _figures[figure.key] = figure
    return figure


def figures() -> list[Figure]:
    """Every declared figure, in the order of the rooms."""
    return list(_figures.values())


def count(figure: Figure, cycle: Model, at: datetime) -> Counted | None:
    """Count a figure for a cycle at a time; None while there is nothing to count yet."""
    as_of = figure.as_of(cycle, at)
    return None if as_of is None else Counted(figure, as_of, list(figure.records(cycle, as_of)))
