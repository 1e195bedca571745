"""Invitations to meetings, news of those that changed, and the answers that come by mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mithaq.core.addresses import address_key
from mithaq.core.icalendars import Invited, calendar_file
from mithaq.core.reading.replies import CalendarReply
from mithaq.correspondence.domain.take_in import lay_in_the_tray
from mithaq.correspondence.models import Incoming
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.correspondence.vocabulary import MailState
from mithaq.foundation.actors.forgetting import Leaving, forgets, tells
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment, number
from mithaq.foundation.languages.words import PerLanguage, both
from mithaq.foundation.mail.enclosures import encloses
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from mithaq.taskforces.domain.reply import Answered, reply_by_mail
from mithaq.taskforces.models import ERASED_AT, InvitationTakenBack, Meeting, Participation, Reply
from mithaq.taskforces.queries import invitation_answered, with_their_answers
from mithaq.taskforces.queries.calendars import entry_of_meeting
from mithaq.taskforces.rules import answers_are_taken
from mithaq.taskforces.vocabulary import Attendance

#: What calendar programs answer (RFC 5545, PARTSTAT), and what is told to them.
ATTENDANCE_OF = {
    "ACCEPTED": Attendance.YES,
    "TENTATIVE": Attendance.PERHAPS,
    "DECLINED": Attendance.NO,
    "DELEGATED": Attendance.REPRESENTED,
}
STATUS_OF = {
    Attendance.YES.value: "ACCEPTED",
    Attendance.PERHAPS.value: "TENTATIVE",
    Attendance.NO.value: "DECLINED",
}
CALLED, CHANGED, CANCELLED, LAID = "meeting_called", "meeting_changed", "meeting_cancelled", "meeting_document"
TAKEN_BACK = "invitation_taken_back"
GUEST_ERASED = gettext_lazy("A guest whose name was erased")


def _as_guest(person: Leaving) -> list[Participation]:
    """Where a person was invited as a guest: by an address of theirs, or by their name."""
    keys = {address_key(word) for word in person.words if "@" in word}
    guests = Participation.objects.filter(seat=None).select_related("meeting")
    return [
        guest
        for guest in guests.iterator()
        if address_key(guest.guest_address) in keys or person.is_named_in(guest.guest_name)
    ]


@tells
def tell_of_a_guest(person: Leaving) -> dict[str, list[dict[str, Any]]]:
    """The meetings to which the person was invited as a guest, and what was answered."""
    return {
        "guest_of_meetings": [
            {
                "meeting": guest.meeting.public_id,
                "name": guest.guest_name,
                "address": guest.guest_address,
                "was_there": guest.was_there,
                "answers": list(guest.replies.values("attendance", "substitute", "note", "at")),
            }
            for guest in _as_guest(person)
        ]
    }


@forgets
def forget_guests(leaving: Leaving, at: datetime) -> None:
    """Erase the name and address of a guest of meetings who is the person, and the letters that went there. That there
    was a guest, who came and answered, stays, under a name that says so."""
    erased = " · ".join(both(GUEST_ERASED).values())
    for guest in _as_guest(leaving):
        Letter.objects.filter(address__iexact=guest.guest_address).update(subject=erased, body=erased, address="")
        # An address is what makes a guest, so one that leads nowhere takes its place.
        guest.guest_name, guest.guest_address = erased, f"{guest.public_id}{ERASED_AT}"
        guest.save(update_fields=["guest_name", "guest_address"])
    for reply in Reply.objects.exclude(substitute="", note="").iterator():
        reply.substitute, reply.note = leaving.without(reply.substitute), leaving.without(reply.note)
        reply.save(update_fields=["substitute", "note"])
    for taken in InvitationTakenBack.objects.exclude(reason="").iterator():
        taken.reason = leaving.without(taken.reason)
        taken.save(update_fields=["reason"])


@follows("meeting.called", name="taskforces.invite")
def invite(act: Act) -> None:
    """Invite everybody who is to come, each with the time in their own zone and a calendar file."""
    _write_to_all(act, CALLED)


CHANGES = ("meeting.moved", "meeting.amended", "meeting.cancelled", "invitation.taken_back")


@follows(*CHANGES, name="taskforces.tell_of_the_change")
def tell_of_the_change(act: Act) -> None:
    """Tell everybody invited the new time, what else is new, or that it is called off; and the one person whose
    invitation was taken back. One follower, so that letters go out in the order of what happened."""
    if act.verb == "invitation.taken_back":
        _tell_whoever_is_not_invited(act)
    else:
        _write_to_all(act, CANCELLED if act.verb == "meeting.cancelled" else CHANGED)


def _tell_whoever_is_not_invited(act: Act) -> None:
    taken = InvitationTakenBack.objects.select_related(
        "participation__meeting__called_by__person", "participation__seat__person", "participation__seat__organisation"
    ).get(participation__meeting__public_id=act.things.get(place=0).thing, revision=act.facts["revision"])
    seat = taken.participation.seat
    if seat is None or seat.is_held(act.at):
        _write(taken.participation, act, TAKEN_BACK, taken.reason)


@follows("meeting.document_laid", name="taskforces.tell_of_the_document")
def tell_of_the_document(act: Act) -> None:
    """Tell everybody invited to a meeting to come that there is something to read before it."""
    meeting = Meeting.objects.get(public_id=act.things.get(place=0).thing)
    if meeting.cancelled_at is None and act.at < meeting.ends:
        _write_to_all(act, LAID)


@follows("mail.taken_in", name="taskforces.file_the_reply")
def file_the_reply(act: Act) -> None:
    """File the answer that a calendar program sent by mail. What fits no invitation goes into the tray, for a person to
    look at: another meeting, a mail from somebody else than the one it answers for, a meeting that is over."""
    incoming = Incoming.objects.get(public_id=act.things.get(place=0).thing)
    if incoming.state != MailState.INVITATION or incoming.returned_id is not None:
        return
    said = CalendarReply(**incoming.calendar)
    invitation = invitation_answered(said.uid, said.attendee, incoming.sender)
    if invitation is None or not answers_are_taken(invitation, act.at):
        lay_in_the_tray(incoming, at=act.at)
        return
    answered = Answered(ATTENDANCE_OF[said.answer], said.delegate, said.comment)
    try:
        reply_by_mail(invitation, answered, said.revision, at=act.at)
    except Refused:
        lay_in_the_tray(incoming, at=act.at)


@encloses(CALLED, CHANGED, CANCELLED, TAKEN_BACK)
def calendar_file_of(letter: Letter) -> list[MIMEBase]:
    """The calendar file of a letter: what the meeting is when it is sent. It takes the entry away from whoever is not
    invited any more, as of when that was said, so that an invitation made anew is not taken away by it."""
    act = Act.objects.get(public_id=letter.occasion.partition(":")[0])
    meeting = Meeting.objects.get(public_id=act.things.get(place=0).thing)
    language = letter.language.split(", ")[0]
    own = meeting.participations.filter(guest_address=letter.address)
    (participation,) = with_their_answers(own if letter.address else own.filter(seat=letter.seat))
    entry = entry_of_meeting(meeting, "", inside=True, language=language)
    if letter.occasion.endswith(TAKEN_BACK):
        entry = replace(entry, revision=act.facts["revision"], stamped=act.at, is_cancelled=True, description="")
    elif not participation.is_invited:
        entry = replace(entry, is_cancelled=True, description="")
    method = "CANCEL" if entry.is_cancelled else "REQUEST"
    content = calendar_file(
        [entry],
        language=language,
        method=method,
        invited=Invited(_organiser(), participation.address, _name(participation), _status(participation)),
    )
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="meeting.ics")
    return [part]


def _organiser() -> str:
    """Where calendar programs send the answers: the mailbox that is read, else the house's own address."""
    return str(settings.RETURNS_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _name(participation: Participation) -> str:
    seat = participation.seat
    return str(seat.person.name) if seat is not None else participation.sentence


def _status(participation: Participation) -> str:
    answer: Reply | None = participation.answer  # type: ignore[attr-defined]
    return STATUS_OF.get(answer.attendance, "NEEDS-ACTION") if answer else "NEEDS-ACTION"


def _write_to_all(act: Act, kind: str) -> None:
    meeting = Meeting.objects.select_related("group", "called_by__person", "called_by__organisation").get(
        public_id=act.things.get(place=0).thing
    )
    invited = meeting.participations.filter(is_invited=True).select_related("seat__person", "seat__organisation")
    for participation in invited:
        participation.meeting = meeting
        is_new = kind == CHANGED and participation.invited_with == act.facts.get("revision")
        if participation.seat is None or participation.seat.is_held(act.at):
            _write(participation, act, CALLED if is_new else kind)


def _write(participation: Participation, act: Act, kind: str, reason: str = "") -> None:
    """One letter in the language that is read there; to a guest, whom nobody asked, in all of the interface's."""
    seat = participation.seat
    codes = languages_of_letters_to(seat) if seat is not None else tuple(code for code, _name in settings.LANGUAGES)
    write_in(
        # A guest is written to from the seat that called the meeting.
        seat if seat is not None else participation.meeting.called_by,
        codes,
        lambda language: _letter(participation, kind, language, reason),
        occasion=f"{act.public_id}:{kind}" if seat else f"{act.public_id}:{participation.public_id}:{kind}",
        at=act.at,
        address=participation.guest_address,
    )


def _letter(participation: Participation, kind: str, language: str, reason: str = "") -> tuple[str, str]:
    meeting, seat = participation.meeting, participation.seat
    zone = seat.organisation.zone if seat is not None else meeting.zone
    facts = {
        "person": seat.person if seat is not None else participation.sentence,
        "organisation": seat.organisation if seat is not None else "",
        "meeting": PerLanguage(meeting.title),
        "when": _when(meeting, zone, language),
        "reason": reason or meeting.reason,
    }
    to = _("To %(person)s, for %(organisation)s.") if seat is not None else _("To %(person)s.")
    if kind == CANCELLED:
        subject = _("Cancelled: %(meeting)s")
        body = _("“%(meeting)s” does not take place. It was called for %(when)s.\n\nThe reason: %(reason)s")
    elif kind == TAKEN_BACK:
        subject = _("No longer invited: %(meeting)s")
        body = _(
            "Your invitation to “%(meeting)s” on %(when)s has been taken back. "
            "The calendar file that comes with this letter takes it out of your calendar."
        )
    elif kind == CHANGED:
        subject = _("Changed: %(meeting)s")
        body = _(
            "Something has changed about “%(meeting)s”. It takes place on %(when)s. "
            "The calendar file that comes with this letter replaces the earlier one."
        )
    elif kind == LAID:
        subject = _("To read before: %(meeting)s")
        body = _("A document lies before “%(meeting)s”, which takes place on %(when)s.")
    else:
        subject = _("Invitation: %(meeting)s")
        body = _(
            "You are invited to “%(meeting)s” on %(when)s. "
            "The calendar file that comes with this letter enters it into your calendar."
        )
    told = _particulars(meeting, kind, language)
    if reason:
        told.append(_("The reason: %(reason)s") % facts)
    parts = [to % facts, body % facts, *told, *_where(participation, kind, language)]
    return subject % facts, "\n\n".join(parts)


def _where(participation: Participation, kind: str, language: str) -> list[str]:
    """The invitation's own page, where it is answered and its documents are read."""
    if kind in (CANCELLED, TAKEN_BACK):
        return []
    link = {"link": participation.link(language)}
    if kind == LAID:
        return [_("It can be read on this page, which is yours alone:\n%(link)s") % link]
    if kind == CHANGED and participation.meeting.hours_since == participation.meeting.revision:
        return [
            _("The hours are new, so please say again whether you come. This page is yours alone:\n%(link)s") % link
        ]
    return [_("Please say whether you come, or who comes instead. This page is yours alone:\n%(link)s") % link]


def _when(meeting: Meeting, own: ZoneInfo, language: str) -> str:
    """The time in the reader's own zone, and beside it on the clock on which the meeting was called, if another."""
    here = moment(meeting.starts, own, language)
    if meeting.starts.astimezone(own).utcoffset() == meeting.starts.astimezone(meeting.zone).utcoffset():
        return here
    return _("%(here)s (%(there)s)") % {"here": here, "there": moment(meeting.starts, meeting.zone, language)}


def _particulars(meeting: Meeting, kind: str, language: str) -> list[str]:
    if kind in (CANCELLED, LAID, TAKEN_BACK):
        return []
    told = []
    if kind == CHANGED and meeting.reason:
        told.append(_("The reason: %(reason)s") % {"reason": meeting.reason})
    if meeting.place:
        told.append(_("Place: %(place)s") % {"place": PerLanguage(meeting.place)})
    if meeting.link:
        told.append(_("Online: %(link)s") % {"link": meeting.link})
    items = [PerLanguage(item).in_language(language) for item in meeting.agenda]
    if items:
        lines = [f"{number(place, language)}. {item}" for place, item in enumerate(items, start=1)]
        told.append("\n".join([_("Agenda:"), *lines]))
    return told
