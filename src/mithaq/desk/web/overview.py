"""The secretariat's overview: the cities of the year, and ways to look at those that something is missing of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.desk.queries.overview import CityLine


@dataclass(frozen=True)
class Way:
    """One way to look at the cities: its name in the address, its words, and which cities it shows."""

    key: str
    title: Promise
    shows: Callable[[CityLine], bool]


WAYS = (
    Way("", _("Cities of the year"), lambda line: True),
    Way("late", _("late: the call has closed and they have not endorsed"), lambda line: line.is_late),
    Way("awaited", _("called on and not endorsed yet"), lambda line: line.is_awaited and not line.is_late),
    Way("mandate", _("without a mandate in order to endorse"), lambda line: not line.has_a_mandate),
    Way("focal", _("without a focal point: nobody there admits colleagues"), lambda line: not line.has_a_focal_point),
    Way("silent", _("from which nothing has come for sixty days"), lambda line: line.is_silent),
)


@dataclass(frozen=True)
class Shown:
    """A way with how many cities it shows, and whether it is the one looked at."""

    way: Way
    count: int
    url: str
    is_current: bool


def chosen(key: str | None) -> Way:
    """The way of that name; all cities where there is none."""
    return next((way for way in WAYS if way.key == key), WAYS[0])


def ways(lines: list[CityLine], current: Way) -> list[Shown]:
    """Every way that shows some city, and the first one always."""
    found = [(way, sum(map(way.shows, lines))) for way in WAYS]
    return [
        Shown(way, count, f"?show={way.key}" if way.key else "?", way is current)
        for way, count in found
        if count or not way.key
    ]
