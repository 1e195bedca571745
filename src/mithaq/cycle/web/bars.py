"""The picture of the record book: one bar for each published count, cut into the classes that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from mithaq.cycle.models import RecordBookEntry
from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, turned

#: Room for the year before a bar and for the number after it, height of a row and of a bar.
NAMES, NUMBERS, ROW, BAR = 250.0, 60.0, 34.0, 18.0
#: The colours of a bar's parts in turn.
ROLES = ("bar", "bar bar--second", "bar bar--rest")


class Part(NamedTuple):
    """The piece of a bar that stands for one class."""

    x: float
    width: float
    role: str
    entry: RecordBookEntry


class Row(NamedTuple):
    """A published count: the year it is about and where its bar ends."""

    y: float
    parts: list[Part]
    end: float
    total: int
    first: RecordBookEntry
    opens_year: bool


@dataclass(frozen=True)
class Bars(Drawing):
    """The rows from the first year to the last."""

    kind: ClassVar[str] = "bars"
    bars: list[Row]
    names: float
    rtl: bool


def bars(entries: Sequence[RecordBookEntry], *, rtl: bool = False) -> Bars:
    """Draw counts of one measure; those of one year, day and source are the classes of one count."""
    counts = [list(parts) for _key, parts in groupby(entries, key=lambda e: (e.year, e.as_of, e.source))]
    most = max((sum(entry.value for entry in parts) for parts in counts), default=1) or 1
    unit = (WIDTH - NAMES - NUMBERS) / most
    rows = [
        _row(parts, place, unit, place == 0 or counts[place - 1][0].year != parts[0].year, rtl)
        for place, parts in enumerate(counts)
    ]
    return Bars(ROW * len(counts), list(entries), rows, turned(NAMES - 14, rtl), rtl)


def _row(entries: list[RecordBookEntry], place: int, unit: float, opens_year: bool, rtl: bool) -> Row:
    x, parts = NAMES, []
    for number, entry in enumerate(entries):
        width = entry.value * unit
        parts.append(Part(turned(x, rtl, width), width, ROLES[number % len(ROLES)], entry))
        x += width
    total = sum(entry.value for entry in entries)
    return Row(place * ROW + (ROW - BAR) / 2, parts, turned(x + 8, rtl), total, entries[0], opens_year)
