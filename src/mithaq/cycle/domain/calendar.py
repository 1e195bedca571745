"""Counting the calendar backwards, moving and cancelling what stands in it, and taking such a change back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.backwards import Week
from mithaq.cycle.domain.arrange import schedule, set_deadline
from mithaq.cycle.domain.laid_out import Laid
from mithaq.cycle.models import CalendarChange, Cycle, Deadline, Phase, WorkingCalendar
from mithaq.cycle.rules import may_arrange_the_year
from mithaq.cycle.vocabulary import Change
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require

Entry = TypeVar("Entry", bound=Deadline | Phase)

#: The word of the act, by what was changed and how.
TOLD = {
    ("deadline", Change.MOVED): "deadline.moved",
    ("deadline", Change.CANCELLED): "deadline.cancelled",
    ("deadline", Change.RESTORED): "deadline.restored",
    ("phase", Change.MOVED): "phase.moved",
    ("phase", Change.CANCELLED): "phase.cancelled",
    ("phase", Change.RESTORED): "phase.restored",
}


def lay_out(
    cycle: Cycle, summit: date, week: Week, zone: str, laid: Laid, *, seat: Seat, at: datetime
) -> WorkingCalendar:
    """Enter a calendar that was counted backwards: what is new is set, what stands already is moved to its new time.

    What was cancelled stays cancelled, and what the calendar does not know stays where it is.
    """
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if not laid.fits:
            raise Refused(_("Some of these days lie before the year begins. Nothing was changed."))
        kept, _new = WorkingCalendar.objects.update_or_create(
            cycle=cycle,
            defaults={
                "leaders_summit": summit,
                "off": sorted(week.off),
                "holidays": sorted(day.isoformat() for day in week.holidays),
                "time_zone": zone,
            },
        )
        _enter_phases(cycle, laid, seat, at)
        _enter_deadlines(cycle, laid, seat, at)
        record("calendar.counted", cycle, seat=seat, at=at, facts={"summit": summit.isoformat()})
    return kept


def _enter_phases(cycle: Cycle, laid: Laid, seat: Seat, at: datetime) -> None:
    standing = {phase.kind: phase for phase in cycle.phases.all()}
    for one in laid.phases:
        phase = standing.get(one.kind)
        if phase is None:
            schedule(cycle, one.kind, one.title, one.opens, one.closes, seat=seat, at=at)
        elif (phase.opens, phase.closes) != (one.opens, one.closes):
            move_phase(phase, one.opens, one.closes, seat=seat, at=at)


def _enter_deadlines(cycle: Cycle, laid: Laid, seat: Seat, at: datetime) -> None:
    known = {one.step: one for one in Deadline.ever.filter(cycle=cycle)}
    for one in laid.deadlines:
        deadline = known.get(one.key)
        if deadline is None:
            set_deadline(cycle, one.key, one.phase, one.title, one.at, seat=seat, at=at)
        elif deadline.is_standing and deadline.at != one.at:
            move_deadlines([(deadline, one.at)], seat=seat, at=at)


def move_deadlines(
    moves: Iterable[tuple[Deadline, datetime]], reason: str = "", *, seat: Seat, at: datetime
) -> list[Deadline]:
    """Move deadlines to other instants, all or none: one and those that hang on it."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        moved = []
        for deadline, due in moves:
            found = _standing(Deadline, deadline)
            before, found.at = _state(found), due
            _changed(found, Change.MOVED, before, reason, seat, at)
            moved.append(found)
    return moved


def move_phase(phase: Phase, opens: datetime, closes: datetime, reason: str = "", *, seat: Seat, at: datetime) -> Phase:
    """Give a phase another time."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if closes <= opens:
            raise Refused(_("A phase must close after it opens. Nothing was changed."))
        found = _standing(Phase, phase)
        before, found.opens, found.closes = _state(found), opens, closes
        _changed(found, Change.MOVED, before, reason, seat, at)
    return found


def cancel(entry: Entry, reason: str, *, seat: Seat, at: datetime) -> Entry:
    """Take a deadline or a phase out of the calendar, and say why."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if not reason.strip():
            raise Refused(_("Say why it is cancelled. Nothing was changed."))
        found = _standing(type(entry), entry)
        before, found.is_standing = _state(found), False
        _changed(found, Change.CANCELLED, before, reason, seat, at)
    return found


def undo(change: CalendarChange, *, seat: Seat, at: datetime) -> None:
    """Take back the latest change of an entry; the line of the change stays."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        entry = _locked(type(change.thing), change.thing)
        if entry.changes.order_by("-id").first() != change:
            raise Refused(_("This was changed again since, so only the later change can be undone."))
        if isinstance(entry, Phase) and not entry.is_standing and _has_a_successor(entry):
            raise Refused(_("Another phase of this kind has been scheduled since. Nothing was changed."))
        before = _state(entry)
        for name, value in change.before.items():
            setattr(entry, name, value if name == "is_standing" else datetime.fromisoformat(value))
        _changed(entry, Change.RESTORED, before, "", seat, at)


def _has_a_successor(phase: Phase) -> bool:
    return Phase.objects.filter(cycle=phase.cycle, kind=phase.kind).exists()


def _locked(kind: type[Entry], entry: Entry) -> Entry:
    return cast("Entry", kind.ever.select_for_update().select_related("cycle").get(pk=entry.pk))


def _standing(kind: type[Entry], entry: Entry) -> Entry:
    found = _locked(kind, entry)
    if not found.is_standing:
        raise Refused(_("This has been cancelled meanwhile. Nothing was changed."))
    return found


def _state(entry: Deadline | Phase) -> dict[str, Any]:
    instants = {"at": entry.at} if isinstance(entry, Deadline) else {"opens": entry.opens, "closes": entry.closes}
    return {**{name: at.isoformat() for name, at in instants.items()}, "is_standing": entry.is_standing}


def _changed(entry: Entry, what: Change, before: dict[str, Any], reason: str, seat: Seat, at: datetime) -> None:
    """Save an entry as it is now, with the row that says what it was and the act."""
    noun = "deadline" if isinstance(entry, Deadline) else "phase"
    entry.revision += 1
    entry.save()
    CalendarChange.objects.create(
        cycle=entry.cycle,
        **{noun: entry},
        what=what,
        before=before,
        after=_state(entry),
        reason=" ".join(reason.split())[:300],
        seat=seat,
        at=at,
    )
    verb = TOLD[noun, what]
    record(verb, entry, entry.cycle, seat=seat, at=at, words={"reason": reason.strip()})
