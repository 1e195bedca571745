"""Recommendations into points into pillars: three columns of bars and the ribbons between them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, plain, rounded, turned

#: A bar's thickness, the gap between bars, the height of one unit of weight, and the least height of a bar, which with
#: its gap holds a label of two lines.
BAR, GAP, UNIT, LEAST = 8.0, 8.0, 5.0, 36.0
#: Above and below all bars, for labels that are taller than theirs.
MARGIN = 14.0
#: Between a bar and its label.
APART = 8.0
#: Where the three columns begin; the labels stand before the first and after the other two.
COLUMNS = (240.0, 530.0, 775.0)


class Stream(NamedTuple):
    """One tie: so many (`weight`) of `source` went into `target`; `url` leads to them."""

    source: Hashable
    target: Hashable
    weight: int
    url: str = ""


class Bar(NamedTuple):
    """A thing's bar: as high as what runs through it. `column` is 0, 1 or 2."""

    x: float
    y: float
    width: float
    height: float
    thing: Hashable
    weight: int
    column: int

    label_x: float = 0.0

    @property
    def middle(self) -> float:
        """Half way down the bar, where its label stands."""
        return self.y + self.height / 2

    @property
    def room(self) -> float:
        """The height that the label may take."""
        return self.height + GAP

    @property
    def is_first(self) -> bool:
        """Whether the bar is in the first column, whose labels stand before the bars."""
        return self.column == 0


class Ribbon(NamedTuple):
    """The band of one stream, as an SVG path."""

    path: str
    stream: Stream


@dataclass(frozen=True)
class Flow(Drawing):
    """The bars of the three columns and the ribbons between them; the rows are the streams."""

    kind: ClassVar[str] = "flow"
    bars: list[Bar]
    ribbons: list[Ribbon]
    rtl: bool

    @property
    def view_box(self) -> str:
        """The field of the bars with its margins."""
        return f"0 {plain(-MARGIN)} {plain(WIDTH)} {plain(self.height + 2 * MARGIN)}"


def flow(first: Sequence[Stream], second: Sequence[Stream], *, rtl: bool = False) -> Flow:
    """Draw two stages of streams; the targets of `first` are the sources of `second`.

    A column keeps the order in which its things first appear, and all columns begin and end together.
    """
    middle = _weights(second, 0) | _weights(first, 1)
    columns = [_weights(first, 0), middle, _weights(second, 1)]
    height = max(_least_height(column) for column in columns)
    stacks = [_stack(column, place, height) for place, column in enumerate(columns)]
    sides = zip((first, second), pairwise(stacks), strict=True)
    bands = [ribbon for streams, (before, after) in sides for ribbon in _bands(streams, before, after, rtl)]
    bars = [with_label(bar, rtl) for stack in stacks for bar in stack.values()]
    return Flow(height, [*first, *second], bars, bands, rtl)


def _weights(streams: Sequence[Stream], side: int) -> dict[Hashable, int]:
    weights: dict[Hashable, int] = {}
    for stream in streams:
        weights[stream[side]] = weights.get(stream[side], 0) + stream.weight
    return weights


def _tall(weight: int) -> float:
    return max(weight * UNIT, LEAST)


def _least_height(column: dict[Hashable, int]) -> float:
    return sum(map(_tall, column.values())) + GAP * (len(column) - 1)


def _stack(column: dict[Hashable, int], place: int, height: float) -> dict[Hashable, Bar]:
    spare = height - _least_height(column)
    gap = GAP + spare / (len(column) - 1) if len(column) > 1 else 0.0
    y = 0.0 if len(column) > 1 else spare / 2
    bars = {}
    for thing, weight in column.items():
        bars[thing] = Bar(COLUMNS[place], rounded(y), BAR, _tall(weight), thing, weight, place)
        y += _tall(weight) + gap
    return bars


def with_label(bar: Bar, rtl: bool) -> Bar:
    """The bar and the place of its label, turned where one reads from the right."""
    beside = bar.x - APART if bar.is_first else bar.x + BAR + APART
    return bar._replace(x=turned(bar.x, rtl, BAR), label_x=turned(beside, rtl))


def _bands(
    streams: Sequence[Stream], sources: dict[Hashable, Bar], targets: dict[Hashable, Bar], rtl: bool
) -> list[Ribbon]:
    leaving = {thing: _first_line(bar, _weights(streams, 0).get(thing, 0)) for thing, bar in sources.items()}
    arriving = {thing: _first_line(bar, _weights(streams, 1).get(thing, 0)) for thing, bar in targets.items()}
    ribbons = []
    for stream in streams:
        start, end = turned(sources[stream.source].x + BAR, rtl), turned(targets[stream.target].x, rtl)
        thick = stream.weight * UNIT
        ribbons.append(Ribbon(band(start, leaving[stream.source], end, arriving[stream.target], thick), stream))
        leaving[stream.source] += thick
        arriving[stream.target] += thick
    return ribbons


def _first_line(bar: Bar, weight: int) -> float:
    return bar.y + (bar.height - weight * UNIT) / 2


def band(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    """The path of a ribbon from one upper edge to another, as thick all the way."""
    half = plain((x0 + x1) / 2)
    left, top, right, end = plain(x0), plain(y0), plain(x1), plain(y1)
    below, far_below = plain(y0 + thick), plain(y1 + thick)
    there = f"M{left} {top}C{half} {top} {half} {end} {right} {end}"
    return f"{there}V{far_below}C{half} {far_below} {half} {below} {left} {below}Z"
