"""Several quantities over the same steps: a panel of bars for each, in rows of two, each with a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, rounded, turned

#: Panels beside each other, the room between them, and the field of each: room for its title above, for steps below.
ACROSS, BETWEEN, ABOVE, BELOW, HEIGHT = 2, 60.0, 62.0, 34.0, 230.0
#: A bar is no wider than this, and takes this share of its step.
WIDEST, SHARE = 64.0, 0.62


class Quantity(NamedTuple):
    """What a panel shows: its title, and a value for each step; None where nothing is known."""

    title: str
    values: Sequence[int | None]


class Bar(NamedTuple):
    """A value as a bar, with the middle of its step and the step's name."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    value: int | None
    step: str


class Panel(NamedTuple):
    """The bars of one quantity; `start` is where reading begins, `base` the line they stand on."""

    title: str
    left: float
    right: float
    start: float
    top: float
    base: float
    bars: list[Bar]


@dataclass(frozen=True)
class Panels(Drawing):
    """The panels; the rows are the steps, each with its values in the order of the panels."""

    kind: ClassVar[str] = "panels"
    panels: list[Panel]
    steps_called: str
    rtl: bool


def panels(steps: Sequence[str], quantities: Sequence[Quantity], *, called: str, rtl: bool = False) -> Panels:
    """Draw each quantity over the steps, which are `called` so in the table."""
    width = (WIDTH - BETWEEN * (ACROSS - 1)) / ACROSS
    drawn = [_panel(place, quantity, steps, width, rtl) for place, quantity in enumerate(quantities)]
    rows: list[Any] = [(step, [one.values[place] for one in quantities]) for place, step in enumerate(steps)]
    return Panels(-(-len(quantities) // ACROSS) * HEIGHT, rows, drawn, called, rtl)


def _panel(place: int, quantity: Quantity, steps: Sequence[str], width: float, rtl: bool) -> Panel:
    begin, top = place % ACROSS * (width + BETWEEN), place // ACROSS * HEIGHT
    base, most = top + HEIGHT - BELOW, max((value or 0 for value in quantity.values), default=0)
    room = width / max(len(steps), 1)
    wide = min(WIDEST, room * SHARE)
    bars = []
    for number, (step, value) in enumerate(zip(steps, quantity.values, strict=True)):
        tall = (value or 0) / most * (HEIGHT - ABOVE - BELOW) if most else 0.0
        middle = begin + (number + 0.5) * room
        x = turned(middle - wide / 2, rtl, wide)
        bars.append(Bar(x, rounded(base - tall), rounded(wide), rounded(tall), turned(middle, rtl), value, step))
    one, other = turned(begin, rtl), turned(begin + width, rtl)
    return Panel(quantity.title, min(one, other), max(one, other), one, rounded(top), rounded(base), bars)
