"""A calendar that was counted backwards, as the phases and deadlines it would become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mithaq.core.backwards import LEADERS_SUMMIT, Plan, Week, plan
from mithaq.cycle.vocabulary import PHASE_OF_STEP, PHASE_TITLES, STEP_TITLES, PhaseKind
from mithaq.foundation.languages.words import PerLanguage, both

#: The phases, each from one step to another. The first begins with the year, the last ends with it.
PHASES = (
    (PhaseKind.PREPARATION, "", "sherpa_meeting_1"),
    (PhaseKind.PAPERS, "sherpa_meeting_1", "papers_due"),
    (PhaseKind.CONSOLIDATION, "papers_due", "points_gathered"),
    (PhaseKind.NEGOTIATION, "points_gathered", "wording_agreed"),
    (PhaseKind.ENDORSEMENT, "text_frozen", "endorsements_due"),
    (PhaseKind.SUMMIT, "mayors_summit", ""),
    (PhaseKind.FOLLOW_UP, "", ""),
)
#: A mayors' summit takes so many days.
SUMMIT_DAYS = 2


@dataclass(frozen=True)
class LaidPhase:
    """A phase with the instants at which it opens and closes."""

    kind: PhaseKind
    title: PerLanguage
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class LaidDeadline:
    """A deadline with its instant; `is_too_early` where it falls before the year begins."""

    key: str
    phase: PhaseKind
    title: PerLanguage
    at: datetime
    is_too_early: bool


@dataclass(frozen=True)
class Laid:
    """The whole calendar. It can be carried out unless a phase would close before it opens (`fits`)."""

    phases: tuple[LaidPhase, ...]
    deadlines: tuple[LaidDeadline, ...]

    @property
    def fits(self) -> bool:
        """Whether every day lies within the year."""
        return not any(one.is_too_early for one in self.deadlines) and all(p.opens < p.closes for p in self.phases)


def laid_out(summit: date, week: Week, zone: ZoneInfo, starts: date, ends: date) -> Laid:
    """What the calendar would be, for a year from `starts` to `ends` and a leaders' summit on `summit`.

    Raises `core.backwards.NoWorkingDay` where the week leaves none.
    """
    counted = plan(summit, week)
    at = _instants(counted, zone)
    deadlines = tuple(
        LaidDeadline(key, PHASE_OF_STEP[key], _in_words(STEP_TITLES[key]), at[key], counted.days[key] < starts)
        for key in counted.days
    )
    begins = datetime.combine(starts, time(9), zone)
    over = datetime.combine(ends + timedelta(days=1), time(), zone)
    phases: list[LaidPhase] = []
    for kind, opening, closing in PHASES:
        opens = at[opening] if opening else begins
        closes = at[closing] if closing else over
        if kind == PhaseKind.SUMMIT:
            last = counted.days["mayors_summit"] + timedelta(days=SUMMIT_DAYS - 1)
            closes = datetime.combine(last, time(18), zone)
        if kind == PhaseKind.FOLLOW_UP:
            opens = phases[-1].closes
        phases.append(LaidPhase(kind, _in_words(PHASE_TITLES[kind]), opens, closes))
    return Laid(tuple(phases), deadlines)


def _instants(counted: Plan, zone: ZoneInfo) -> Mapping[str, datetime]:
    days = {key: day for key, day in counted.days.items() if key != LEADERS_SUMMIT}
    return {key: datetime.combine(day, counted.steps[key].hour, zone) for key, day in days.items()}


def _in_words(title: object) -> PerLanguage:
    return PerLanguage(both(title))
