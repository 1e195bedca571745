"""Signatures over time: a line that steps with each one, and the release marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, plain, rounded, turned

#: The field inside the drawing: room for the counts before it, a margin after it, above and below.
BEFORE, AFTER, ABOVE, BELOW, HEIGHT = 48.0, 24.0, 42.0, 36.0, 334.0
#: No more lines across than this.
MOST_TICKS = 5


class Change(NamedTuple):
    """A signature (`by` 1) or a withdrawal (`by` -1)."""

    at: datetime
    by: int = 1


class Reached(NamedTuple):
    """How many stood after a change: the picture's rows."""

    at: datetime
    by: int
    total: int


class Tick(NamedTuple):
    """A line across at a number of signatures."""

    y: float
    number: int


class Moment(NamedTuple):
    """A marked instant: where it stands and how many had signed."""

    x: float
    y: float
    at: datetime
    total: int


@dataclass(frozen=True)
class Signatures(Drawing):
    """The step line as a path, the lines across, and the marked instants."""

    kind: ClassVar[str] = "signatures"
    path: str
    ticks: list[Tick]
    left: float
    right: float
    base: float
    counts_at: float
    release: Moment | None
    start: Moment
    end: Moment
    rtl: bool


def signatures(
    changes: Sequence[Change], *, start: datetime, end: datetime, release: datetime | None = None, rtl: bool = False
) -> Signatures:
    """Draw how many stood at each instant from `start` to `end`; changes at the release count into it."""
    reached = _reached(changes)
    most = max((each.total for each in reached), default=1)
    step = _step(most)
    top = -(-most // step) * step
    base = HEIGHT - BELOW

    def across(at: datetime) -> float:
        return turned(BEFORE + (at - start) / (end - start) * (WIDTH - BEFORE - AFTER), rtl)

    def up(count: int) -> float:
        return rounded(base - count / top * (base - ABOVE))

    def marked(at: datetime) -> Moment:
        count = _total_at(reached, at)
        return Moment(across(at), up(count), at, count)

    path = f"M{plain(across(start))} {plain(up(0))}"
    path += "".join(f"H{plain(across(each.at))}V{plain(up(each.total))}" for each in reached)
    path += f"H{plain(across(end))}"
    ticks = [Tick(up(count), count) for count in range(0, top + 1, step)]
    return Signatures(
        HEIGHT, reached, path, ticks, across(start), across(end), base, turned(BEFORE - 10, rtl),
        marked(release) if release else None, marked(start), marked(end), rtl,
    )  # fmt: skip


def _reached(changes: Sequence[Change]) -> list[Reached]:
    total, reached = 0, []
    for change in sorted(changes):
        total += change.by
        reached.append(Reached(change.at, change.by, total))
    return reached


def _total_at(reached: Sequence[Reached], at: datetime) -> int:
    return next((each.total for each in reversed(reached) if each.at <= at), 0)


def _step(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50… that needs no more than `MOST_TICKS` lines."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most <= size * factor * MOST_TICKS:
                return size * factor
        size *= 10
