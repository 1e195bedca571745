"""Answering the invitation to a meeting: on the site, by the invitation's own link, or by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.taskforces.models import Meeting, Participation, Reply
from mithaq.taskforces.queries import invitation_of_token
from mithaq.taskforces.rules import answers_are_taken, may_answer_for
from mithaq.taskforces.vocabulary import Attendance, ReplyWay

#: Answers that one invitation takes without an account: a link that has got into the wrong hands fills no disk.
MOST_WITHOUT_ACCOUNT = 20


@dataclass(frozen=True)
class Answered:
    """What is answered: `attendance` is one of `Attendance`; `substitute` says who comes instead."""

    attendance: str
    substitute: str = ""
    note: str = ""


def reply(participation: Participation, said: Answered, *, seat: Seat, at: datetime) -> Reply:
    """Answer on the site: for one's own organisation, or what somebody told whoever keeps the meeting."""
    with transaction.atomic():
        participation, meeting = _locked(participation)
        require(may_answer_for(seat, participation, at))
        return _filed(participation, said, ReplyWay.SITE, meeting.revision, seat, at)


def reply_by_link(token: str, said: Answered, *, at: datetime) -> Reply:
    """Answer with the invitation's own link, without an account. The link says for whom and to what."""
    with transaction.atomic():
        found = invitation_of_token(token)
        if found is None:
            raise Refused(_("This link is no longer valid. Nothing was changed."))
        participation, meeting = _locked(found)
        return _without_account(participation, said, ReplyWay.LINK, meeting.revision, at)


def reply_by_mail(participation: Participation, said: Answered, revision: int, *, at: datetime) -> Reply:
    """File the answer that a calendar program sent by mail, to the meeting as it was at that revision."""
    with transaction.atomic():
        participation, meeting = _locked(participation)
        return _without_account(participation, said, ReplyWay.MAIL, min(revision, meeting.revision), at)


def _locked(participation: Participation) -> tuple[Participation, Meeting]:
    meeting = Meeting.objects.select_for_update().get(pk=participation.meeting_id)
    found = Participation.objects.select_related("seat__person", "seat__organisation").get(pk=participation.pk)
    found.meeting = meeting
    return found, meeting


def _without_account(participation: Participation, said: Answered, way: str, revision: int, at: datetime) -> Reply:
    require(answers_are_taken(participation, at))
    if participation.replies.exclude(way=ReplyWay.SITE).count() >= MOST_WITHOUT_ACCOUNT:
        raise Refused(_("This invitation has taken as many answers as it may. Please write to the secretariat."))
    return _filed(participation, said, way, revision, None, at)


def _filed(
    participation: Participation, said: Answered, way: str, revision: int, seat: Seat | None, at: datetime
) -> Reply:
    substitute = " ".join(said.substitute.split())[:200] if said.attendance == Attendance.REPRESENTED else ""
    if said.attendance == Attendance.REPRESENTED and not substitute:
        raise Refused(_("Say who comes instead. Nothing was changed."))
    note = " ".join(said.note.split())[:300]
    last = participation.replies.order_by("-id").first()
    told = (said.attendance, substitute, note, revision)
    if last is not None and told == (last.attendance, last.substitute, last.note, last.revision):
        return last
    filed = participation.replies.create(
        attendance=said.attendance, substitute=substitute, note=note, way=way, seat=seat, revision=revision, at=at
    )
    verb = "invitation.answered" if way == ReplyWay.SITE else "invitation.answer_received"
    about = [participation.meeting, *([participation.seat] if participation.seat else [])]
    record(verb, *about, seat=seat, at=at, facts={"attendance": said.attendance, "way": way, "revision": revision})
    return filed
