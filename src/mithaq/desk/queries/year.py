"""The year as every page shows it, and whether anything has changed since it was last read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mithaq.communique.models import Publication, Round, Silence
from mithaq.cycle.models import Cycle, Deadline, Leadership, Phase
from mithaq.cycle.queries import current_cycle
from mithaq.endorsements.models import Call
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Kept
from mithaq.foundation.live.hearing import passes
from mithaq.foundation.things import Reference, reference_to
from mithaq.press.models import Release


@dataclass(frozen=True)
class Year:
    """The current cycle with its calendar; `instants` are those at which a page may change by itself, in order."""

    cycle: Cycle | None
    phases: tuple[Phase, ...]
    deadlines: tuple[Deadline, ...]
    leaders: tuple[Leadership, ...]
    instants: tuple[datetime, ...]
    #: Those of them that whoever has no seat may know of: when a call or a round opens or closes, or a
    #: silence runs out, is for those who are asked.
    public_instants: tuple[datetime, ...] = ()

    def last_instant(self, at: datetime) -> datetime | None:
        """The latest instant that has been reached."""
        return next((instant for instant in reversed(self.instants) if instant <= at), None)


def _year() -> Year:
    cycle = current_cycle()
    if cycle is None:
        return Year(None, (), (), (), ())
    phases, deadlines = tuple(cycle.phases.all()), tuple(cycle.deadlines.all())
    instants = {instant for phase in phases for instant in (phase.opens, phase.closes)}
    instants.update(deadline.at for deadline in deadlines)
    calls = {instant for call in Call.objects.all() for instant in (call.opens, call.closes)}
    calls |= set(Silence.objects.values_list("expires", flat=True))
    calls |= {instant for ends in Round.objects.values_list("opens", "closes") for instant in ends}
    instants.update(Publication.objects.values_list("at", flat=True))
    instants.update(Release.objects.values_list("released_at", flat=True))
    leaders = tuple(cycle.leaders.select_related("organisation"))
    return Year(cycle, phases, deadlines, leaders, tuple(sorted(instants | calls)), tuple(sorted(instants)))


def _leading(year: Year) -> set[Reference]:
    return {reference_to(leader.organisation) for leader in year.leaders}


#: What acts must concern to change the year, besides the organisations that lead it.
CHANGING = ("cycle.", "communique.", "press.", "endorsements.call", "members.import")
_year_as_read = Kept(CHANGING, _year, _leading)


def year_now() -> Year:
    """The year as of the last act. It is read again after acts that concern it; after others one query says so."""
    return _year_as_read.value()


@passes
def last_instant_for(seat: Seat | None, at: datetime) -> datetime | None:
    """The latest instant of the year that has been reached, of those the seat may know of."""
    year = year_now()
    known = year.instants if seat is not None else year.public_instants
    return next((instant for instant in reversed(known) if instant <= at), None)
