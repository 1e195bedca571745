"""Answers to invitations, and invitations taken back, as a folder may tell of them: read, checked, and played through
the verbs of the task forces' room.

One table, which a folder may lack: `meeting_answers.csv`, a row for each answer, in the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.permissions import Refused
from mithaq.rehearsal.records import Line
from mithaq.taskforces.domain.reply import Answered, reply, reply_by_link, reply_by_mail
from mithaq.taskforces.domain.take_back import take_back_invitation
from mithaq.taskforces.models import Meeting
from mithaq.taskforces.vocabulary import Attendance, ReplyWay

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {"meeting_answers": ("key", "meeting", "seat", "answer", "at")}
#: What stands in `answer` where nobody answered, but whoever keeps the meeting took the invitation back.
TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class AnswerLine(Line):
    """What the holder of a seat answered, by which way; or that the invitation was taken back, and why (`note`)."""

    key: str
    meeting: str
    seat: str
    answer: str
    substitute: str
    note: str
    way: str
    at: datetime


def answer_of(row: Row, meetings: set[str], seats: set[str]) -> AnswerLine:
    """One row of `meeting_answers.csv`."""
    return AnswerLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        meeting=row.reference("meeting", meetings, needed=True),
        seat=row.reference("seat", seats, needed=True),
        answer=row.choice("answer", [*Attendance.values, TAKEN_BACK]),
        substitute=row.text("substitute"),
        note=row.text("note"),
        way=row.choice("way", ReplyWay.values, default=ReplyWay.SITE),
        at=row.instant("at", needed=True) or datetime.min.replace(tzinfo=UTC),
    )


def scenes(
    played: Played, lines: Iterable[AnswerLine], held: Mapping[str, Meeting], callers: Mapping[str, str]
) -> Iterator[Scene]:
    """Each answer at its own time; `held` are the meetings that were called by then, `callers` who called them."""
    from mithaq.rehearsal.scenes import Scene

    for line in lines:
        yield Scene(line.at, line, partial(_play, played, line, held, callers))


def _play(played: Played, line: AnswerLine, held: Mapping[str, Meeting], callers: Mapping[str, str]) -> None:
    seat = played.seats[line.seat]
    invitation = held[line.meeting].participations.filter(seat=seat).first()
    if invitation is None:
        raise Refused(_("This seat was not invited to the meeting, so it cannot answer."))
    if line.answer == TAKEN_BACK:
        take_back_invitation(invitation, line.note, seat=played.seats[callers[line.meeting]], at=line.at)
        return
    said = Answered(line.answer, line.substitute, line.note)
    if line.way == ReplyWay.LINK:
        reply_by_link(invitation.token, said, at=line.at)
    elif line.way == ReplyWay.MAIL:
        reply_by_mail(invitation, said, held[line.meeting].revision, at=line.at)
    else:
        reply(invitation, said, seat=seat, at=line.at)
