"""The next year, opened from the last one: what stays is brought along, and the calendar moves with the summit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.backwards import Week, shifted
from mithaq.core.days_off import holidays_of
from mithaq.cycle.domain.arrange import keep_emblem, lead, name_classes, open_year, schedule, set_deadline
from mithaq.cycle.domain.glossary import bring_glossary
from mithaq.cycle.models import Cycle, WorkingCalendar
from mithaq.cycle.queries import leaders_of, zone_of_the_chair
from mithaq.cycle.rules import may_arrange_the_year
from mithaq.cycle.vocabulary import Leading
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.admit import admit
from mithaq.members.models import Membership


@dataclass(frozen=True)
class NextYear:
    """What is new about a year: its name, its days, and the day on which the leaders meet."""

    title: Mapping[str, str]
    starts: date
    ends: date
    leaders_summit: date

    @property
    def key(self) -> str:
        """The year's key: the year in which the leaders meet."""
        return str(self.leaders_summit.year)


@dataclass(frozen=True)
class Shift:
    """How the calendar of the last year moves: by whole days to a working day, at the same hour of its clock."""

    days: int
    week: Week
    calendar: WorkingCalendar | None
    zone_key: str

    def of(self, at: datetime) -> datetime:
        """An instant of the last year in the new one."""
        local = at.astimezone(self._zone)
        return datetime.combine(shifted(local.date(), self.days, self.week), local.time(), self._zone)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_key)


def shift_to(last: Cycle, year: NextYear, country: str) -> Shift:
    """How the calendar moves from the last year to this one. Where nobody counted it, the last days are compared. The
    week keeps its days off, and rests on the new year's public holidays of that country, the secretariat's."""
    calendar = WorkingCalendar.objects.filter(cycle=last).first()
    before = calendar.leaders_summit if calendar else last.ends
    after = year.leaders_summit if calendar else year.ends
    zone = calendar.time_zone if calendar else getattr(zone_of_the_chair(leaders_of(last)), "key", "UTC")
    off = calendar.week.off if calendar else Week().off
    rests = frozenset(one.day for one in holidays_of(country, year.starts, year.ends, "en"))
    return Shift((after - before).days, Week(off, rests), calendar, zone)


def open_next_year(last: Cycle, year: NextYear, again: Iterable[Membership], *, seat: Seat, at: datetime) -> Cycle:
    """Open a year from the last one, with the members `again` who are in it in the same class.

    The group, its mark, languages, classes and glossary, the conveners and the calendar come along; the chair, the
    pillars, the groups, papers and texts are the new year's own.
    """
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if year.starts <= last.starts:
            raise Refused(_("The next year must begin after the last one. Nothing was changed."))
        by: dict[str, Any] = {"seat": seat, "at": at}
        cycle = open_year(
            key=year.key,
            year=year.leaders_summit.year,
            group=last.group,
            mark=last.mark,
            title=year.title,
            starts=year.starts,
            ends=year.ends,
            authentic=last.authentic,
            working=last.working,
            **by,
        )
        _bring_the_group(last, cycle, seat, at)
        bring_glossary(last, cycle, **by)
        _bring_the_calendar(last, cycle, year, seat, at)
        for membership in again:
            admit(cycle, membership.organisation, membership.standing, year.starts, **by)
        record("cycle.continued", cycle, last, **by)
    return cycle


def _bring_the_group(last: Cycle, cycle: Cycle, seat: Seat, at: datetime) -> None:
    if last.emblem_hash:
        keep_emblem(cycle, bytes(last.emblem.png), seat=seat, at=at)
    if last.classes:
        name_classes(cycle, [(one["standing"], one["title"]) for one in last.classes], seat=seat, at=at)
    for leader in last.leaders.filter(role=Leading.CONVENER).select_related("organisation"):
        lead(cycle, leader.organisation, Leading.CONVENER, seat=seat, at=at)


def _bring_the_calendar(last: Cycle, cycle: Cycle, year: NextYear, seat: Seat, at: datetime) -> None:
    shift = shift_to(last, year, seat.organisation.country)
    if shift.calendar is not None:
        kept = shift.calendar
        WorkingCalendar.objects.create(
            cycle=cycle,
            leaders_summit=year.leaders_summit,
            off=kept.off,
            holidays=sorted(day.isoformat() for day in shift.week.holidays),
            time_zone=kept.time_zone,
        )
    for phase in last.phases.all():
        opens, closes = shift.of(phase.opens), shift.of(phase.closes)
        closes = max(closes, opens + timedelta(hours=1))  # both may fall on the same working day
        schedule(cycle, phase.kind, phase.title, opens, closes, seat=seat, at=at)
    for one in last.deadlines.all():
        set_deadline(cycle, one.key, one.phase, one.title, shift.of(one.at), seat=seat, at=at)
