"""Recommendations into points into pillars: three columns of bars and the ribbons between them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from mithaq.core.flow import Tie, layout
from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, plain, rounded, turned

#: A bar's thickness, the gap between bars, the height of one unit of weight, and the least height of a bar, which with
#: its gap holds a label of two lines.
BAR, GAP, UNIT, LEAST = 8.0, 8.0, 5.0, 36.0
#: Above and below all bars, for labels that are taller than theirs.
MARGIN = 14.0
#: Between a bar and its label.
APART = 8.0
#: Letters on a line of a label in each column: as many as it has room for where the words are largest.
LETTERS = (24, 24, 18)
#: Where the three columns begin; the labels stand before the first and after the other two.
COLUMNS = (290.0, 560.0, 790.0)


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
    def letters(self) -> int:
        """How many letters a line of its label may have."""
        return LETTERS[self.column]

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


def flow(
    layers: Sequence[Sequence[Hashable]],
    streams: Sequence[Stream],
    *,
    unit: float = UNIT,
    gap: float = GAP,
    least: Sequence[float] = (LEAST, LEAST, LEAST),
    rtl: bool = False,
) -> Flow:
    """Draw three layers of things and the streams from each to the next.

    `unit` is the width of one of `weight`, `least` the least height of a bar in each layer.

    The last layer keeps its order; the others are put in one in which few ribbons cross (`core.flow`).
    """
    ties = [Tie(stream.source, stream.target, stream.weight) for stream in streams]
    laid = layout(layers, ties, unit=unit, gap=gap, least=least)
    through = [_summed(streams, 0), _summed(streams, 1)]
    bars = []
    for thing, (layer, top, height) in laid.bars.items():
        weight = max(side.get(thing, 0) for side in through)
        bars.append(_with_label(Bar(COLUMNS[layer], rounded(top), BAR, rounded(height), thing, weight, layer), rtl))
    ribbons = []
    for stream, ribbon in zip(streams, laid.ribbons, strict=True):
        source, target = laid.bars[stream.source], laid.bars[stream.target]
        start, end = turned(COLUMNS[source.layer] + BAR, rtl), turned(COLUMNS[target.layer], rtl)
        ribbons.append(Ribbon(_band(start, ribbon.leaves, end, ribbon.arrives, ribbon.width), stream))
    return Flow(laid.height, list(streams), bars, ribbons, rtl)


def _summed(streams: Sequence[Stream], side: int) -> dict[Hashable, int]:
    weights: dict[Hashable, int] = {}
    for stream in streams:
        weights[stream[side]] = weights.get(stream[side], 0) + stream.weight
    return weights


def _with_label(bar: Bar, rtl: bool) -> Bar:
    """The bar and the place of its label, turned where one reads from the right."""
    beside = bar.x - APART if bar.is_first else bar.x + BAR + APART
    return bar._replace(x=turned(bar.x, rtl, BAR), label_x=turned(beside, rtl))


def _band(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    """The path of a ribbon from one upper edge to another, as thick all the way."""
    half = plain((x0 + x1) / 2)
    left, top, right, end = plain(x0), plain(y0), plain(x1), plain(y1)
    below, far_below = plain(y0 + thick), plain(y1 + thick)
    there = f"M{left} {top}C{half} {top} {half} {end} {right} {end}"
    return f"{there}V{far_below}C{half} {far_below} {half} {below} {left} {below}Z"
