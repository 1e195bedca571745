"""Where bars and ribbons of a flow stand: things in layers, each tied to things of the next layer.

Laws: every ribbon is as wide at its end as at its beginning, namely its weight times the unit. Bars of one layer never
overlap, and keep their gap. The ribbons at a bar lie inside it, beside each other. The order that is found has no more
crossings than the order that was given; the last layer keeps its order. The same input gives the same layout.

Orders are found by barycentres (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
structures", 1981): a thing stands where the things stand, on average, to which it is tied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

#: Sweeps there and back; where no crossing is left the first one ends it.
SWEEPS = 6


class Tie(NamedTuple):
    """So much (`weight`, at least 1) goes from a thing of one layer to one of the next."""

    source: Hashable
    target: Hashable
    weight: int


class Bar(NamedTuple):
    """Where a thing stands: its layer from 0, the top of its bar, and its height."""

    layer: int
    top: float
    height: float


class Ribbon(NamedTuple):
    """A tie's band: its upper edge where it leaves, its upper edge where it arrives, and its width."""

    tie: Tie
    leaves: float
    arrives: float
    width: float


@dataclass(frozen=True)
class Layout:
    """The bars by their things, the ribbons in the ties' order, and the height of it all."""

    bars: Mapping[Hashable, Bar]
    ribbons: Sequence[Ribbon]
    height: float


def layout(
    layers: Sequence[Sequence[Hashable]], ties: Sequence[Tie], *, unit: float, gap: float, least: Sequence[float]
) -> Layout:
    """Lay out things in layers. `unit` is the width of one unit of weight, `gap` what lies between two bars at least,
    `least` the least height of a bar in each layer, all in one length. A thing stands in one layer only."""
    orders = ordered(layers, ties)
    heights = _heights(orders, ties, unit, least)
    height = max(
        (sum(heights[one] for one in order) + gap * (len(order) - 1) for order in orders if order), default=0.0
    )
    tops = _tops(orders, ties, heights, gap, height)
    bars = {one: Bar(place, tops[one], heights[one]) for place, order in enumerate(orders) for one in order}
    return Layout(bars, _ribbons(bars, ties, unit), height)


def ordered(layers: Sequence[Sequence[Hashable]], ties: Sequence[Tie]) -> list[list[Hashable]]:
    """The layers, each in an order with few crossings; the last one stays as it is."""
    best = [list(layer) for layer in layers]
    fewest = crossings(best, ties)
    orders = [list(layer) for layer in layers]
    before, after = _neighbours(ties, 1), _neighbours(ties, 0)
    for _sweep in range(SWEEPS):
        if not fewest:
            break
        for place in range(len(orders) - 2, -1, -1):
            orders[place] = _by_barycentre(orders[place], orders[place + 1], after)
        best, fewest = min((best, fewest), ([*map(list, orders)], crossings(orders, ties)), key=lambda found: found[1])
        for place in range(1, len(orders) - 1):
            orders[place] = _by_barycentre(orders[place], orders[place - 1], before)
        best, fewest = min((best, fewest), ([*map(list, orders)], crossings(orders, ties)), key=lambda found: found[1])
    return best


def crossings(layers: Sequence[Sequence[Hashable]], ties: Sequence[Tie]) -> int:
    """How much of the ties crosses: of each pair that does, the product of their weights, which is how much of the
    picture both cover. O(n log n) in the number of ties."""
    found = 0
    for upper, lower in pairwise(layers):
        starts, ends = _places(upper), _places(lower)
        between = [
            (starts[tie.source], ends[tie.target], tie.weight)
            for tie in ties
            if tie.source in starts and tie.target in ends
        ]
        found += _inversions([(end, weight) for _start, end, weight in sorted(between)])
    return found


def _inversions(weighed: Sequence[tuple[int, int]]) -> int:
    """The products of the weights of all pairs that stand in the wrong order, by a tree of sums (Fenwick)."""
    size = max((number for number, _weight in weighed), default=-1) + 2
    counts, found, seen = [0] * size, 0, 0
    for number, weight in weighed:
        below, at = 0, number + 1
        while at:
            below += counts[at]
            at -= at & -at
        found += (seen - below) * weight
        seen += weight
        at = number + 1
        while at < size:
            counts[at] += weight
            at += at & -at
    return found


def _places(layer: Sequence[Hashable]) -> dict[Hashable, int]:
    return {one: place for place, one in enumerate(layer)}


def _neighbours(ties: Sequence[Tie], side: int) -> dict[Hashable, list[tuple[Hashable, int]]]:
    found: dict[Hashable, list[tuple[Hashable, int]]] = defaultdict(list)
    for tie in ties:
        found[tie[side]].append((tie[1 - side], tie.weight))
    return found


def _by_barycentre(
    layer: Sequence[Hashable], beside: Sequence[Hashable], tied: Mapping[Hashable, list[tuple[Hashable, int]]]
) -> list[Hashable]:
    """The layer by where its things are tied to; what is tied to nothing there goes to the end, in its order."""
    places = _places(beside)

    def middle(one: Hashable) -> float:
        there = [(places[other], weight) for other, weight in tied.get(one, ()) if other in places]
        return (
            sum(place * weight for place, weight in there) / sum(w for _p, w in there) if there else float(len(beside))
        )

    return sorted(layer, key=middle)


def _heights(
    orders: Sequence[Sequence[Hashable]], ties: Sequence[Tie], unit: float, least: Sequence[float]
) -> dict[Hashable, float]:
    leaving: dict[Hashable, int] = defaultdict(int)
    arriving: dict[Hashable, int] = defaultdict(int)
    for tie in ties:
        leaving[tie.source] += tie.weight
        arriving[tie.target] += tie.weight
    return {
        one: max(unit * max(leaving[one], arriving[one]), floor)
        for order, floor in zip(orders, least, strict=True)
        for one in order
    }


def _tops(
    orders: Sequence[Sequence[Hashable]],
    ties: Sequence[Tie],
    heights: Mapping[Hashable, float],
    gap: float,
    height: float,
) -> dict[Hashable, float]:
    """The first layer is spread evenly; every other thing stands beside what runs into it, as far as there is room."""
    before = _neighbours(ties, 1)
    tops: dict[Hashable, float] = {}
    for place, order in enumerate(orders):
        spare = height - sum(heights[one] for one in order) - gap * (len(order) - 1)
        even = spare / (len(order) - 1) if len(order) > 1 else 0.0
        stacked = 0.0 if len(order) > 1 else spare / 2
        wished = []
        for one in order:
            come = [
                (tops[other] + heights[other] / 2, weight) for other, weight in before.get(one, ()) if other in tops
            ]
            centre = sum(at * weight for at, weight in come) / sum(w for _at, w in come) if come and place else None
            wished.append(stacked if centre is None else centre - heights[one] / 2)
            stacked += heights[one] + gap + even
        tops |= _apart(order, wished, heights, gap, height)
    return tops


def _apart(
    order: Sequence[Hashable], wished: Sequence[float], heights: Mapping[Hashable, float], gap: float, height: float
) -> dict[Hashable, float]:
    """Tops near the wished ones that keep order and gap, from 0 to `height`."""
    tops: list[float] = []
    free = 0.0
    for one, wish in zip(order, wished, strict=True):
        tops.append(max(wish, free))
        free = tops[-1] + heights[one] + gap
    last = height
    for place in range(len(order) - 1, -1, -1):
        tops[place] = min(tops[place], last - heights[order[place]])
        last = tops[place] - gap
    return dict(zip(order, tops, strict=True))


def _ribbons(bars: Mapping[Hashable, Bar], ties: Sequence[Tie], unit: float) -> list[Ribbon]:
    leaves = _edges(bars, ties, unit, 0)
    arrives = _edges(bars, ties, unit, 1)
    return [Ribbon(tie, leaves[at], arrives[at], tie.weight * unit) for at, tie in enumerate(ties)]


def _edges(bars: Mapping[Hashable, Bar], ties: Sequence[Tie], unit: float, side: int) -> dict[int, float]:
    """The upper edge of every ribbon on one side: beside each other in the middle of the bar, in the order in which the
    bars at their other ends stand."""
    at_bar: dict[Hashable, list[int]] = defaultdict(list)
    for at, tie in enumerate(ties):
        at_bar[tie[side]].append(at)
    edges: dict[int, float] = {}
    for one, here in at_bar.items():
        edge = bars[one].top + (bars[one].height - unit * sum(ties[at].weight for at in here)) / 2
        for at in sorted(here, key=lambda at: (bars[ties[at][1 - side]].top, at)):
            edges[at] = edge
            edge += ties[at].weight * unit
    return edges
