"""What this room does when the chronicle says something: invitations to meetings, and news of those that changed."""

from __future__ import annotations

from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.core.icalendars import Invited, calendar_file
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.enclosures import encloses
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES, Letter
from mithaq.foundation.mail.outbox import write
from mithaq.taskforces.models import Meeting
from mithaq.taskforces.queries import entry_of_meeting

CALLED, CHANGED, CANCELLED = "meeting_called", "meeting_changed", "meeting_cancelled"
#: Around a subject's part in one language, which would turn the words of the other about (Unicode's FSI and PDI).
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"


@follows("meeting.called", name="taskforces.invite")
def invite(act: Act) -> None:
    """Invite everybody who is to come, each with the time in their own zone and a calendar file."""
    _write_to_all(act, CALLED)


@follows("meeting.moved", name="taskforces.tell_of_the_move")
def tell_of_the_move(act: Act) -> None:
    """Tell everybody invited the new time."""
    _write_to_all(act, CHANGED)


@follows("meeting.amended", name="taskforces.tell_of_the_change")
def tell_of_the_change(act: Act) -> None:
    """Tell everybody invited what is new."""
    _write_to_all(act, CHANGED)


@follows("meeting.cancelled", name="taskforces.tell_of_the_end")
def tell_of_the_end(act: Act) -> None:
    """Tell everybody invited that it is called off."""
    _write_to_all(act, CANCELLED)


@encloses(CALLED, CHANGED, CANCELLED)
def calendar_file_of(letter: Letter) -> list[MIMEBase]:
    """The calendar file of a letter: what the meeting is when it is sent."""
    act = Act.objects.get(public_id=letter.occasion.partition(":")[0])
    meeting = Meeting.objects.get(public_id=act.things.get(place=0).thing)
    language = letter.language.split(", ")[0]
    method = "CANCEL" if meeting.cancelled_at else "REQUEST"
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    person = letter.seat.person
    content = calendar_file(
        [entry_of_meeting(meeting, "", inside=True, language=language)],
        language=language,
        method=method,
        invited=Invited(address, person.email, str(person.name)),
    )
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="meeting.ics")
    return [part]


def _write_to_all(act: Act, kind: str) -> None:
    meeting = Meeting.objects.select_related("group").get(public_id=act.things.get(place=0).thing)
    invited = meeting.participations.filter(is_invited=True).select_related("seat__person", "seat__organisation")
    for participation in invited:
        if participation.seat.is_held(act.at):
            _write(participation.seat, meeting, act, kind)


def _write(seat: Seat, meeting: Meeting, act: Act, kind: str) -> None:
    """One letter in all languages of the interface, since nobody asked the reader which one they prefer."""
    codes = [code for code, _name in settings.LANGUAGES]
    parts = []
    for code in codes:
        with override(code):
            parts.append(_letter(seat, meeting, kind, code))
    write(
        seat,
        occasion=f"{act.public_id}:{kind}",
        language=", ".join(codes),
        subject=" · ".join(f"{ISOLATE}{subject}{END_OF_ISOLATE}" for subject, _body in parts),
        body=BETWEEN_LANGUAGES.join(body for _subject, body in parts),
        at=act.at,
    )


def _letter(seat: Seat, meeting: Meeting, kind: str, language: str) -> tuple[str, str]:
    facts = {
        "person": seat.person,
        "organisation": seat.organisation,
        "meeting": PerLanguage(meeting.title),
        "when": _when(meeting, seat.organisation.zone, language),
        "reason": meeting.reason,
    }
    if kind == CANCELLED:
        subject = _("Cancelled: %(meeting)s")
        body = _(
            "To %(person)s, for %(organisation)s.\n\n"
            "“%(meeting)s” does not take place. It was called for %(when)s.\n\nThe reason: %(reason)s"
        )
    elif kind == CHANGED:
        subject = _("Changed: %(meeting)s")
        body = _(
            "To %(person)s, for %(organisation)s.\n\n"
            "Something has changed about “%(meeting)s”. It takes place on %(when)s. "
            "The calendar file that comes with this letter replaces the earlier one."
        )
    else:
        subject = _("Invitation: %(meeting)s")
        body = _(
            "To %(person)s, for %(organisation)s.\n\n"
            "You are invited to “%(meeting)s” on %(when)s. "
            "The calendar file that comes with this letter enters it into your calendar."
        )
    return subject % facts, "\n\n".join([body % facts, *_particulars(meeting, kind, language)])


def _when(meeting: Meeting, own: ZoneInfo, language: str) -> str:
    """The time in the reader's own zone, and beside it on the clock on which the meeting was called, if another."""
    here = moment(meeting.starts, own, language)
    if meeting.starts.astimezone(own).utcoffset() == meeting.starts.astimezone(meeting.zone).utcoffset():
        return here
    return _("%(here)s (%(there)s)") % {"here": here, "there": moment(meeting.starts, meeting.zone, language)}


def _particulars(meeting: Meeting, kind: str, language: str) -> list[str]:
    if kind == CANCELLED:
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
        lines = [f"{number}. {item}" for number, item in enumerate(items, start=1)]
        told.append("\n".join([_("Agenda:"), *lines]))
    return told
