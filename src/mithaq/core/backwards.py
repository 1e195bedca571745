"""The year counted backwards from the leaders' summit.

A calendar is a list of *steps*. Each step hangs on another one (its anchor) by a number of days, counted as they come
or as working days of the group's own week; the last anchor of all is the day on which the leaders meet. A step that is
counted in days as they come and falls on a day off moves to the working day on its own side: earlier where it stands
before its anchor, later where it stands after it.

Law: every step stands on a working day, and on the side of its anchor that its number says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

#: The anchor on which everything hangs.
LEADERS_SUMMIT = "leaders_summit"
A_DAY = timedelta(days=1)
#: A week needs a working day, or counting in working days would never come to an end.
MOST_DAYS_OFF = 6
#: A year of holidays in a row is a mistake in the list and not a calendar.
LONGEST_REST = 400


class NoWorkingDay(ValueError):
    """The week and its holidays leave no working day."""


@dataclass(frozen=True)
class Week:
    """A group's week: its days off as `date.weekday()` numbers them (Monday is 0), and its holidays."""

    off: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.off) > MOST_DAYS_OFF:
            raise NoWorkingDay("a week needs at least one working day")

    def works_on(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() not in self.off and day not in self.holidays

    def nearest(self, day: date, direction: int) -> date:
        """The day itself if it is a working day, else the next one in that direction (1 or -1)."""
        for steps in range(LONGEST_REST):
            candidate = day + steps * direction * A_DAY
            if self.works_on(candidate):
                return candidate
        raise NoWorkingDay(f"no working day within {LONGEST_REST} days of {day}")

    def counted(self, day: date, days: int) -> date:
        """The working day that lies so many working days before (negative) or after `day`."""
        direction = 1 if days >= 0 else -1
        for _ in range(abs(days)):
            day = self.nearest(day + direction * A_DAY, direction)
        return self.nearest(day, direction)


@dataclass(frozen=True)
class Step:
    """One day of the calendar: `days` before (negative) or after its anchor, at `hour` on the group's clock."""

    key: str
    anchor: str
    days: int
    working: bool = True
    hour: time = time(18)


#: The calendar that is offered: what has to be done when, so that the leaders get a text that all cities have read in
#: all its languages. Times follow the practice of the United Nations: ten working days to translate, at least
#: 72 hours of silence, some two weeks for a return.
STEPS: tuple[Step, ...] = (
    Step("mayors_summit", LEADERS_SUMMIT, -40, working=False, hour=time(9)),
    Step("handed_to_presidency", "mayors_summit", 5),
    Step("endorsements_due", "mayors_summit", -3),
    Step("text_frozen", "endorsements_due", -15),
    Step("translation_done", "text_frozen", -1),
    Step("wording_agreed", "translation_done", -10),
    Step("silence_ends", "wording_agreed", -1),
    Step("silence_begins", "silence_ends", -4),
    Step("returns_of_round_3", "silence_begins", -3),
    Step("sherpa_meeting_3", "returns_of_round_3", -4, hour=time(10)),
    Step("returns_of_round_2", "returns_of_round_3", -13),
    Step("returns_of_round_1", "returns_of_round_2", -13),
    Step("zero_draft", "returns_of_round_1", -12),
    Step("sherpa_meeting_2", "zero_draft", 3, hour=time(10)),
    Step("points_gathered", "zero_draft", -2),
    Step("papers_due", "points_gathered", -18),
    Step("sherpa_meeting_1", "papers_due", -45, hour=time(10)),
    Step("mandates_due", "sherpa_meeting_1", -5),
    Step("uptake_reported", LEADERS_SUMMIT, 30),
)


@dataclass(frozen=True)
class Plan:
    """A calendar: the day of each step, the earliest first. `day_of` finds one by its key."""

    days: Mapping[str, date]
    steps: Mapping[str, Step] = field(repr=False)

    def day_of(self, key: str) -> date:
        """The day of a step. Raises `KeyError` for one that is not in the calendar."""
        return self.days[key]

    def before(self, first: date) -> list[str]:
        """The steps that fall before a day: the year would have had to begin earlier."""
        return [key for key, day in self.days.items() if day < first]


def plan(summit: date, week: Week, steps: Sequence[Step] = STEPS) -> Plan:
    """Count the calendar backwards from the leaders' summit.

    A step may hang on any step that stands before it in the list. Raises `KeyError` for an anchor that does not, and
    `NoWorkingDay` where the week leaves none.
    """
    days = {LEADERS_SUMMIT: summit}
    for step in steps:
        days[step.key] = _day(days[step.anchor], step, week)
    found = sorted((day, place, key) for place, (key, day) in enumerate(days.items()) if key != LEADERS_SUMMIT)
    return Plan({key: day for day, _place, key in found}, {step.key: step for step in steps})


def _day(anchor: date, step: Step, week: Week) -> date:
    if step.working:
        return week.counted(anchor, step.days)
    return week.nearest(anchor + step.days * A_DAY, -1 if step.days < 0 else 1)


def hanging_on(key: str, steps: Iterable[Step] = STEPS) -> list[str]:
    """The steps that hang on this one, directly or by others, in the order of the list."""
    found = [key]
    for step in steps:
        if step.anchor in found:
            found.append(step.key)
    return found[1:]


def shifted(day: date, days: int, week: Week) -> date:
    """A day that follows another one by so many days, on a working day: no earlier than it was meant to be moved."""
    return week.nearest(day + days * A_DAY, -1 if days < 0 else 1)
