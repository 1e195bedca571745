"""Which recommendations a point gathers, where the file names them: `living-rivers-paper 1-5 7 | who-decides-paper 2`.

A recommendation is named by the number it bears in its paper, and by its place in the paper, counted from 1, where it
bears none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.recommendations.models import Recommendation
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import Row
from mithaq.rehearsal.records import PaperLine, PointLine, Source

if TYPE_CHECKING:
    from mithaq.cycle.models import Cycle

#: More than any paper has: a range that is longer was typed by mistake.
LONGEST_RANGE = 1000


def sources_of(row: Row, papers: Iterable[PaperLine]) -> tuple[Source, ...]:
    """The recommendations named in the cell `sources`, with a fault for each that no paper has."""
    known = {paper.key: paper for paper in papers}
    found: list[Source] = []
    for group in filter(None, (part.strip() for part in row.text("sources").split("|"))):
        key, *numbers = group.split()
        paper = known.get(key)
        if paper is None:
            row.fault(LazyFormat(_("“%(value)s” in “%(column)s” is not on record."), value=key, column="sources"))
        elif paper.reading or not paper.name:  # a file that could not be read is a fault of its own
            found.extend(_named(row, paper, numbers))
    return tuple(found)


def named_one(row: Row, papers: Iterable[PaperLine]) -> Source | None:
    """The one recommendation that the cells `paper` and `number` name; None with a fault where there is none."""
    known = {paper.key: paper for paper in papers}
    paper = known.get(row.reference("paper", known, needed=True))
    found = list(_named(row, paper, [row.text("number", needed=True)])) if paper and paper.reading else []
    return found[0] if found else None


def gathered_once(points: Iterable[PointLine], rows: Iterable[Row]) -> None:
    """A fault for a recommendation that two points name: it can become a part of one only."""
    first: dict[Source, str] = {}
    for point, row in zip(points, rows, strict=True):
        for source in point.sources:
            other = first.setdefault(source, point.key)
            if other != point.key or point.sources.count(source) > 1:
                reason = _("Recommendation %(place)d of “%(paper)s” already stands in the point “%(point)s”.")
                row.fault(LazyFormat(reason, place=source.place, paper=source.paper, point=other))
                break


def recommendations_of(line: PointLine, cycle: Cycle) -> QuerySet[Recommendation]:
    """The recommendations that a point gathers, by name where the file names them, else by their headings."""
    of_year = Recommendation.objects.filter(paper__cycle=cycle)
    if not line.sources:
        return of_year.filter(theme__in=line.themes)
    named = Q()
    for source in line.sources:
        named |= Q(paper__key=source.paper, position=source.place)
    return of_year.filter(named)


def _named(row: Row, paper: PaperLine, numbers: Iterable[str]) -> Iterator[Source]:
    places = places_in(paper)
    for number in numbers:
        for one in _range(western_digits(number)):
            if one in places:
                yield Source(paper.key, places[one])
            else:
                reason = _("“%(paper)s” has no recommendation %(number)s.")
                row.fault(LazyFormat(reason, paper=paper.key, number=one))


def places_in(paper: PaperLine) -> dict[str, int]:
    """The place of each recommendation by its number, and by its place itself where it bears none."""
    candidates = paper.reading.candidates if paper.reading else ()
    places: dict[str, int] = {}
    for place, candidate in enumerate(candidates, start=1):
        places.setdefault(candidate.number or str(place), place)
    return places


def _range(numbers: str) -> list[str]:
    """“3-5” as “3”, “4”, “5”; anything else as it is."""
    ends = re.fullmatch(r"(\d{1,6})[-–](\d{1,6})", numbers)
    if not ends or not 0 <= int(ends[2]) - int(ends[1]) < LONGEST_RANGE:
        return [numbers]
    return [str(number) for number in range(int(ends[1]), int(ends[2]) + 1)]
