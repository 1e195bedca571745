"""The meetings of a cycle in its files: read and checked, and played through the verbs of the task forces' room.

Two tables, each of which a folder may lack: `meetings.csv` (one meeting a row; agenda items between bars) and
`outcomes.csv` (what each meeting decided or gave somebody to do).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.languages.words import PerLanguage
from mithaq.rehearsal import invitations
from mithaq.rehearsal.records import Line
from mithaq.taskforces.domain import meet
from mithaq.taskforces.models import Meeting, Outcome
from mithaq.taskforces.queries import seats_invited
from mithaq.taskforces.vocabulary import MeetingKind, OutcomeKind

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {
    "meetings": ("key", "kind", "title_en", "starts", "ends"),
    "outcomes": ("key", "meeting", "kind", "text_en"),
}
#: How long before its beginning a meeting is called, and after its end its minutes are written, where nothing else is
#: said.
BEFORE, AFTER = timedelta(days=21), timedelta(hours=3)


@dataclass(frozen=True)
class MeetingLine(Line):
    """A meeting: who is invited, by circle; who was not there, by seat; its minutes."""

    key: str
    group: str
    said: meet.Said
    circles: tuple[str, ...]
    called_by: str
    called_at: datetime
    absent: tuple[str, ...]
    minutes: PerLanguage
    written_at: datetime
    moved_from: tuple[datetime, datetime] | None
    moved_at: datetime | None
    reason: str
    cancelled_at: datetime | None


@dataclass(frozen=True)
class OutcomeLine(Line):
    """A decision, or an action with its owner, its day, and when it was done."""

    key: str
    meeting: str
    kind: str
    text: PerLanguage
    owner: str
    due: date | None
    done_at: datetime | None


def meeting_of(row: Row, groups: set[str], seats: set[str], secretariat: str) -> MeetingLine:
    """One row of `meetings.csv`."""
    first = datetime.min.replace(tzinfo=UTC)
    starts, ends = row.instant("starts", needed=True) or first, row.instant("ends", needed=True) or first
    if ends <= starts:
        row.fault(_("A meeting must end after it starts."))
    absent = row.text("absent").split()
    for one in absent:
        if one not in seats:
            row.fault(_("A seat that was not there is not on record."))
    before = row.instant("moved_from")
    return MeetingLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        group=row.reference("group", groups),
        said=meet.Said(
            kind=row.choice("kind", MeetingKind.values),
            title=row.words("title", needed=True),
            starts=starts,
            ends=ends,
            time_zone=row.zone("zone"),
            place=row.words("place"),
            link=row.text("link"),
            agenda=_items(row.words("agenda")),
            is_announced=row.yes("announced"),
        ),
        circles=tuple(row.text("circles").split()),
        called_by=row.reference("called_by", seats) or secretariat,
        called_at=row.instant("called_at") or starts - BEFORE,
        absent=tuple(absent),
        minutes=row.words("minutes"),
        written_at=row.instant("written_at") or ends + AFTER,
        moved_from=(before, before + (ends - starts)) if before else None,
        moved_at=row.instant("moved_at"),
        reason=row.text("reason"),
        cancelled_at=row.instant("cancelled_at"),
    )


def _items(agenda: PerLanguage) -> list[dict[str, str]]:
    """The items between bars, paired across the languages by their place."""
    columns = [[(code, item.strip()) for item in words.split("|")] for code, words in agenda.items()]
    return [{code: words for code, words in filter(None, item) if words} for item in zip_longest(*columns)]


def outcome_of(row: Row, meetings: set[str], seats: set[str]) -> OutcomeLine:
    """One row of `outcomes.csv`."""
    kind = row.choice("kind", OutcomeKind.values)
    is_action = kind == OutcomeKind.ACTION
    return OutcomeLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        meeting=row.reference("meeting", meetings, needed=True),
        kind=kind,
        text=row.words("text", needed=True),
        owner=row.reference("owner", seats, needed=is_action),
        due=row.day("due", needed=is_action),
        done_at=row.instant("done_at"),
    )


def scenes(
    played: Played,
    meetings: Iterable[MeetingLine],
    outcomes: Iterable[OutcomeLine],
    answers: Iterable[invitations.AnswerLine] = (),
) -> Iterator[Scene]:
    """What happens around the meetings, each at its own time."""
    from mithaq.rehearsal.scenes import Scene

    held: dict[str, Meeting] = {}
    noted: dict[str, Outcome] = {}
    for line in meetings:
        yield Scene(line.called_at, line, partial(_call, played, line, held))
        if line.moved_from and line.moved_at:
            yield Scene(line.moved_at, line, partial(_move, played, line, held))
        if line.cancelled_at:
            yield Scene(line.cancelled_at, line, partial(_cancel, played, line, held))
        elif line.minutes:
            results = [one for one in outcomes if one.meeting == line.key]
            yield Scene(line.written_at, line, partial(_write_down, played, line, results, held, noted))
    yield from invitations.scenes(played, answers, held, {line.key: line.called_by for line in meetings})
    for one in outcomes:
        if one.done_at:
            yield Scene(one.done_at, one, partial(_complete, played, one, noted))


def _by(played: Played, line: MeetingLine, at: datetime) -> dict[str, Any]:
    return {"seat": played.seats[line.called_by], "at": at}


def _call(played: Played, line: MeetingLine, held: dict[str, Meeting]) -> None:
    said = line.said
    if line.moved_from:
        said = meet.Said(**{**vars(said), "starts": line.moved_from[0], "ends": line.moved_from[1]})
    group = played.groups.get(line.group)
    invited = seats_invited(line.circles, played.cycle, group, line.called_at)
    held[line.key] = meet.call_meeting(played.cycle, said, invited, group, **_by(played, line, line.called_at))


def _move(played: Played, line: MeetingLine, held: dict[str, Meeting]) -> None:
    if line.moved_at:
        by = _by(played, line, line.moved_at)
        held[line.key] = meet.change_meeting(held[line.key], line.said, line.reason, **by)


def _cancel(played: Played, line: MeetingLine, held: dict[str, Meeting]) -> None:
    if line.cancelled_at:
        meet.cancel_meeting(held[line.key], line.reason, **_by(played, line, line.cancelled_at))


def _write_down(
    played: Played,
    line: MeetingLine,
    outcomes: Iterable[OutcomeLine],
    held: dict[str, Meeting],
    noted: dict[str, Outcome],
) -> None:
    meeting, by = held[line.key], _by(played, line, line.written_at)
    away = {played.seats[key].pk for key in line.absent}
    taking_part = list(meeting.participations.select_related("seat"))
    if taking_part:  # else nothing is known of who was there
        present = [one.seat for one in taking_part if one.seat is not None and one.seat_id not in away]
        meet.note_presence(meeting, present, **by)
    for language, text in line.minutes.items():
        meet.keep_minutes(meeting, language, text, **by)
    for one in outcomes:
        if one.kind == OutcomeKind.ACTION and one.due:
            noted[one.key] = meet.assign(meeting, one.text, played.seats[one.owner], one.due, **by)
        else:
            noted[one.key] = meet.note_decision(meeting, one.text, **by)


def _complete(played: Played, line: OutcomeLine, noted: dict[str, Outcome]) -> None:
    if line.done_at:
        meet.complete(noted[line.key], seat=played.seats[line.owner], at=line.done_at)
