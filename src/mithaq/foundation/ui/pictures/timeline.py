"""The year: a row for each phase, its deadlines on it, the months above and the present across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, rounded, turned

#: Height of the months' line and of a row, thickness of a phase's bar, space between a bar and its name.
MONTHS, ROW, BAR, APART = 36.0, 36.0, 14.0, 14.0
#: Half the width of a deadline's sign, which may stand outside its phase's bar.
MARK = 8.0
#: A phase of a day or two is still drawn so long, to be seen and pressed.
SHORTEST = 6.0


class Stage(NamedTuple):
    """A phase: `state` is past, open or coming."""

    thing: Any
    opens: date
    closes: date
    state: str


class Deadline(NamedTuple):
    """A deadline within the phase of the same `thing` as its stage."""

    thing: Any
    stage: Any
    at: date


class Bar(NamedTuple):
    """A phase's bar on its row. Its name stands after it and after its deadlines, or before them (`is_named_before`)
    where the year runs out."""

    x: float
    y: float
    width: float
    height: float
    stage: Stage
    name_x: float
    is_named_before: bool


class Place(NamedTuple):
    """A point on the drawing that stands for something."""

    x: float
    y: float
    thing: Any


@dataclass(frozen=True)
class Timeline(Drawing):
    """Bars, months and deadlines; `now` is the x of the present, or None outside the year. The rows are the stages."""

    kind: ClassVar[str] = "timeline"
    bars: list[Bar]
    months: list[Place]
    deadlines: list[Place]
    now: float | None
    rtl: bool


def timeline(
    stages: Sequence[Stage], deadlines: Sequence[Deadline] = (), now: date | None = None, *, rtl: bool = False
) -> Timeline:
    """Draw the year from the first month of its first phase to the last month of its last."""
    first = _days_of(stages[0].opens).replace(day=1)
    last = _next_month(max(_days_of(stage.closes) for stage in stages))

    def across(day: date) -> float:
        share = (_days_of(day) - first) / (last - first)
        return share * WIDTH

    marked: dict[int, list[float]] = {}
    for line in deadlines:
        marked.setdefault(id(line.stage), []).append(across(line.at))
    bars = [_bar(stage, row, across, marked.get(id(stage.thing), []), rtl) for row, stage in enumerate(stages)]
    rows = {id(stage.thing): bar.y + BAR / 2 for stage, bar in zip(stages, bars, strict=True)}
    marks = [Place(turned(across(line.at), rtl), rows[id(line.stage)], line) for line in deadlines]
    months = [Place(turned(across(month), rtl), MONTHS, month) for month in _months(first, last)]
    present = turned(across(now), rtl) if now and first <= _days_of(now) < last else None
    height = MONTHS + ROW * len(stages) + 4
    return Timeline(height, list(stages), bars, months, marks, present, rtl)


def _bar(stage: Stage, row: int, across: Callable[[date], float], marked: list[float], rtl: bool) -> Bar:
    start = across(stage.opens)
    long = max(across(_days_of(stage.closes) + timedelta(days=1)) - start, SHORTEST)
    first, last = min([start, *(at - MARK for at in marked)]), max([start + long, *(at + MARK for at in marked)])
    before = last > WIDTH - first
    beside = first - APART if before else last + APART
    y = MONTHS + row * ROW + (ROW - BAR) / 2
    return Bar(turned(start, rtl, long), y, rounded(long), BAR, stage, turned(beside, rtl), before)


def _days_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _months(first: date, last: date) -> list[date]:
    months = [first]
    while (following := _next_month(months[-1])) < last:
        months.append(following)
    return months
