"""Calling a meeting, changing and cancelling it, and keeping what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.models import (
    Completion,
    Group,
    Meeting,
    MeetingDocument,
    Minutes,
    Outcome,
    Participation,
)
from mithaq.taskforces.queries.invitations import invited_or_not_any_more
from mithaq.taskforces.rules import (
    may_call_a_meeting,
    may_change_the_meeting,
    may_complete,
    may_keep_the_meeting,
)
from mithaq.taskforces.vocabulary import OutcomeKind


@dataclass(frozen=True)
class Said:
    """What is said of a meeting. Words are per language; `agenda` holds its items in their order."""

    kind: str
    title: Mapping[str, str]
    starts: datetime
    ends: datetime
    time_zone: str
    place: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    agenda: Sequence[Mapping[str, str]] = ()
    is_announced: bool = False

    def require_order(self) -> None:
        """Raises `Refused` where it would end before it starts."""
        if self.ends <= self.starts:
            raise Refused(_("A meeting must end after it starts. Nothing was changed."))

    def write_on(self, meeting: Meeting) -> None:
        """Put all of it on the record."""
        meeting.kind, meeting.title, meeting.place = self.kind, self.title, self.place
        meeting.starts, meeting.ends, meeting.time_zone = self.starts, self.ends, self.time_zone
        meeting.link, meeting.is_announced = self.link, self.is_announced
        meeting.agenda = [dict(item) for item in self.agenda]


@dataclass(frozen=True)
class Guest:
    """Somebody who holds no seat: a name, which may be empty, and an address in small letters."""

    name: str
    address: str


def call_meeting(
    cycle: Cycle,
    said: Said,
    invited: Iterable[Seat],
    group: Group | None = None,
    *,
    guests: Iterable[Guest] = (),
    seat: Seat,
    at: datetime,
) -> Meeting:
    """Call a meeting of the year, or of a group. A follower invites by letter, with a calendar file."""
    with transaction.atomic():
        require(may_call_a_meeting(seat, at, group))
        said.require_order()
        meeting = Meeting(cycle=cycle, group=group, called_by=seat, changed_at=at)
        said.write_on(meeting)
        meeting.save()
        _invite(meeting, invited, guests)
        record("meeting.called", meeting, *([group] if group else []), seat=seat, at=at, facts={"kind": said.kind})
    return meeting


def _invite(meeting: Meeting, invited: Iterable[Seat], guests: Iterable[Guest]) -> None:
    """Invite those who are not invited yet, and anew those whose invitation was taken back: with the revision that the
    meeting has now."""
    known = invited_or_not_any_more(meeting)
    asked = [Participation(meeting=meeting, seat=one, invited_with=meeting.revision) for one in invited]
    asked += [
        Participation(meeting=meeting, guest_name=one.name, guest_address=one.address, invited_with=meeting.revision)
        for one in guests
    ]
    fresh: dict[tuple[int | None, str], Participation] = {}
    again = []
    for one in asked:
        before = known.get((one.seat_id, one.guest_address))
        if before is None:
            fresh.setdefault((one.seat_id, one.guest_address), one)
        elif not before.is_invited and before.was_taken_back:  # type: ignore[attr-defined]
            again.append(before.pk)
    Participation.objects.bulk_create(fresh.values())
    Participation.objects.filter(pk__in=again).update(is_invited=True, invited_with=meeting.revision)


def change_meeting(
    meeting: Meeting,
    said: Said,
    reason: str = "",
    invited: Iterable[Seat] = (),
    *,
    guests: Iterable[Guest] = (),
    seat: Seat,
    at: datetime,
) -> Meeting:
    """Say something else of a meeting, such as another time, and invite more; everybody invited gets the new calendar
    file. Answers that were given for other hours do not count any more."""
    with transaction.atomic():
        meeting = _locked(meeting)
        require(may_change_the_meeting(seat, meeting, at))
        said.require_order()
        moved = (meeting.starts, meeting.ends) != (said.starts, said.ends)
        said.write_on(meeting)
        _touch(meeting, reason, at, other_hours=moved)
        _invite(meeting, invited, guests)
        verb = "meeting.moved" if moved else "meeting.amended"
        record(verb, meeting, seat=seat, at=at, facts={"revision": meeting.revision}, words={"reason": reason})
    return meeting


def cancel_meeting(meeting: Meeting, reason: str, *, seat: Seat, at: datetime) -> Meeting:
    """Call a meeting off, and say why."""
    with transaction.atomic():
        meeting = _locked(meeting)
        require(may_change_the_meeting(seat, meeting, at))
        if not reason.strip():
            raise Refused(_("Say why it is cancelled. Nothing was changed."))
        meeting.cancelled_at = at
        _touch(meeting, reason, at)
        facts = {"revision": meeting.revision}
        record("meeting.cancelled", meeting, seat=seat, at=at, facts=facts, words={"reason": reason})
    return meeting


def _locked(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _touch(meeting: Meeting, reason: str, at: datetime, *, other_hours: bool = False) -> None:
    meeting.revision += 1
    if other_hours:
        meeting.hours_since = meeting.revision
    meeting.changed_at = at
    meeting.reason = " ".join(reason.split())[:300]
    meeting.save()


def lay_before(meeting: Meeting, file: Upload, title: str = "", *, seat: Seat, at: datetime) -> MeetingDocument:
    """Lay a file before a meeting; the same file once."""
    with transaction.atomic():
        require(may_keep_the_meeting(seat, meeting, at))
        laid, new = MeetingDocument.objects.get_or_create(
            meeting=meeting, file=file, defaults={"title": title, "seat": seat}
        )
        if new:
            record("meeting.document_laid", meeting, file, seat=seat, at=at)
    return laid


def note_presence(
    meeting: Meeting, present: Iterable[Seat], guests: Iterable[Participation] = (), *, seat: Seat, at: datetime
) -> None:
    """Say who was there, of those invited and besides. Replaces what was said before."""
    with transaction.atomic():
        meeting = _locked(meeting)
        require(may_keep_the_meeting(seat, meeting, at))
        if at < meeting.starts:
            raise Refused(_("This meeting has not begun, so nobody was there yet. Nothing was changed."))
        here = {one.pk: one for one in present}
        guests_here = {one.pk for one in guests}
        for participation in meeting.participations.all():
            participation.was_there = participation.pk in guests_here or participation.seat_id in here
            participation.save(update_fields=["was_there"])
            if participation.seat_id is not None:
                here.pop(participation.seat_id, None)
        Participation.objects.bulk_create(
            Participation(meeting=meeting, seat=one, is_invited=False, was_there=True) for one in here.values()
        )
        count = meeting.participations.filter(was_there=True).count()
        record("meeting.attended", meeting, seat=seat, at=at, facts={"present": count})


def keep_minutes(meeting: Meeting, language: str, text: str, *, seat: Seat, at: datetime) -> Minutes:
    """Write the minutes in one language, or write them anew: earlier words stay on record."""
    with transaction.atomic():
        require(may_keep_the_meeting(seat, meeting, at))
        if at < meeting.starts:
            raise Refused(_("This meeting has not begun, so it has no minutes yet. Nothing was changed."))
        written = Minutes.objects.create(meeting=meeting, language=language, text=text, seat=seat, at=at)
        record("meeting.minuted", meeting, seat=seat, at=at, facts={"language": language})
    return written


def note_decision(meeting: Meeting, text: Mapping[str, str], *, seat: Seat, at: datetime) -> Outcome:
    """Note what a meeting decided."""
    with transaction.atomic():
        require(may_keep_the_meeting(seat, meeting, at))
        decision = meeting.outcomes.create(kind=OutcomeKind.DECISION, text=text, seat=seat, at=at)
        record("meeting.decided", decision, meeting, seat=seat, at=at)
    return decision


def assign(meeting: Meeting, text: Mapping[str, str], owner: Seat, due: date, *, seat: Seat, at: datetime) -> Outcome:
    """Note who does what, and by which day (on the owner's own calendar)."""
    with transaction.atomic():
        require(may_keep_the_meeting(seat, meeting, at))
        action = meeting.outcomes.create(kind=OutcomeKind.ACTION, text=text, owner=owner, due=due, seat=seat, at=at)
        record("action.assigned", action, meeting, owner, seat=seat, at=at, facts={"due": due.isoformat()})
    return action


def complete(action: Outcome, *, seat: Seat, at: datetime) -> Completion:
    """Say that an action is done."""
    with transaction.atomic():
        action = Outcome.objects.select_for_update().get(pk=action.pk)
        require(may_complete(seat, action, at))
        done = Completion.objects.create(outcome=action, seat=seat, at=at)
        record("action.done", action, action.meeting, seat=seat, at=at)
    return done
