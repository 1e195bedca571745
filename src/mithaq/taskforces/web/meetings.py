"""The pages of the meetings: called, changed, kept on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, gettext

from mithaq.core.icalendars import calendar_file
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of
from mithaq.taskforces.domain import meet
from mithaq.taskforces.models import Group, Meeting, Participation, Reply
from mithaq.taskforces.queries import (
    answers_counted,
    documents_from_inside,
    groups_visible_to,
    meetings_visible_to,
    outcomes_visible_to,
    seats_invited,
    with_their_answers,
)
from mithaq.taskforces.queries.calendars import entry_of_meeting
from mithaq.taskforces.queries.invitations import with_what_was_taken_back, without_those_taken_back
from mithaq.taskforces.rules import (
    answers_are_taken,
    may_answer_for,
    may_call_a_meeting,
    may_change_the_meeting,
    may_complete,
    may_keep_the_meeting,
    may_read_inside,
)
from mithaq.taskforces.vocabulary import Attendance, OutcomeKind
from mithaq.taskforces.web.forms import (
    CalledMeeting,
    CalledOff,
    LaidDocument,
    NotedOutcome,
    WhoWasThere,
    WrittenMinutes,
    state_of,
)

STATES = {"plain": "", "done": "done", "waiting": "open", "refused": "late"}


@page(everyone)
def meetings(request: Request) -> HttpResponse:
    """The year's meetings that the reader may see: those to come, then those that were."""
    cycle = current_cycle()
    seat, at = request.seat, request.at
    known = list(meetings_visible_to(seat, at).filter(cycle=cycle))
    shown = {
        "coming": [one for one in known if one.ends > at and one.cancelled_at is None],
        "past": [one for one in reversed(known) if one.ends <= at and one.cancelled_at is None],
        "cancelled": [one for one in known if one.cancelled_at is not None],
        "may_call": cycle is not None and bool(may_call_a_meeting(seat, at)),
    }
    return answer(request, "taskforces/meetings.html", shown)


@page(the_seated, may_post=True)
def new_meeting(request: Request) -> HttpResponse:
    """Call a meeting of the year, or with `?group=` of a group."""
    cycle, seat, at = current_cycle(), _seated(request), request.at
    group = _group_asked_for(request)
    if cycle is None or not may_call_a_meeting(seat, at, group):
        raise Http404
    form = CalledMeeting(request.POST or None, group=group, at=at)
    if form.is_bound and form.is_valid():
        seats, guests = form.besides
        invited = [*seats_invited(form.cleaned_data["circles"], cycle, group, at), *seats]
        called = meet.call_meeting(cycle, form.said, invited, group, guests=guests, seat=seat, at=at)
        messages.success(request, gettext("The meeting is called. The invitations go out."))
        return redirect(called)
    here = reverse("taskforces:new_meeting") + (f"?group={group.public_id}" if group else "")
    shown = {"form": form, "of_group": group, "here": here, "now": at, "trail": _trail(gettext("Call a meeting"))}
    shown["zone_name"] = place_of(get_current_timezone(), at)
    return answer(request, "taskforces/meeting_form.html", shown)


def _group_asked_for(request: Request) -> Group | None:
    asked = request.GET.get("group")
    return get_object_or_404(groups_visible_to(request.seat, request.at), public_id=asked) if asked else None


def _trail(title: Any, meeting: Meeting | None = None) -> list[tuple[Any, str]]:
    above = [(gettext("Meetings"), reverse("taskforces:meetings"))]
    return [*above, *([(meeting.title, meeting.get_absolute_url())] if meeting else []), (title, "")]


def _found(request: Request, public_id: str) -> Meeting:
    meeting: Meeting = get_object_or_404(meetings_visible_to(request.seat, request.at), public_id=public_id)
    return meeting


def _kept_by(request: Request, public_id: str) -> Meeting:
    """The meeting, for those who keep it; to others its desk is not there."""
    meeting = _found(request, public_id)
    if not may_keep_the_meeting(request.seat, meeting, request.at):
        raise Http404
    return meeting


def _seated(request: Request) -> Seat:
    if request.seat is None:
        raise Http404
    return request.seat


@page(everyone)
def meeting(request: Request, public_id: str) -> HttpResponse:
    """One meeting: when in the reader's zone, where, about what; and for those who take part, all that came of it."""
    found = _found(request, public_id)
    seat, at = request.seat, request.at
    inside = bool(may_read_inside(seat, found, at))
    shown = {
        "meeting": found,
        "agenda": [PerLanguage(item) for item in found.agenda],
        "is_over": found.ends <= at,
        "now": at,
        "inside": inside,
        "trail": _trail(found.title),
        "may_change": bool(may_change_the_meeting(seat, found, at)),
        "may_keep": bool(may_keep_the_meeting(seat, found, at)),
    }
    if inside:
        shown |= _inside(found, seat, at, keeps=bool(shown["may_keep"]))
        shown["history"] = history_visible_to(seat, found, ("meeting", "invitation", "action"))
    return answer(request, "taskforces/meeting.html", shown)


def _inside(found: Meeting, seat: Seat | None, at: datetime, *, keeps: bool) -> dict[str, Any]:
    taking_part = with_their_answers(with_what_was_taken_back(found.participations.all()))
    for one in taking_part:
        one.meeting = found
    outcomes: list[dict[str, Any]] = [
        {
            "outcome": one,
            "state": (state := state_of(one, at)),
            "word": STATES[state],
            "may_complete": one.kind == OutcomeKind.ACTION and bool(may_complete(seat, one, at)),
        }
        for one in found.outcomes.select_related("owner__person", "owner__organisation", "completion")
    ]
    return {
        "invited": (invited := [_as_shown(one, seat, at, keeps=keeps) for one in taking_part if one.is_invited]),
        "own": [row for row in invited if row["is_own"] and row["may_answer"]],
        "taken_back": [
            one
            for one in taking_part
            if keeps and not one.is_invited and one.gone_at  # type: ignore[attr-defined]
        ],
        "counted": _counted(taking_part),
        "present": [one for one in taking_part if one.was_there],
        "is_noted": any(one.was_there is not None for one in taking_part),
        "documents": list(found.documents.select_related("file")),
        "minutes": latest_minutes(found),
        "decisions": [one for one in outcomes if one["outcome"].kind == OutcomeKind.DECISION],
        "actions": [one for one in outcomes if one["outcome"].kind == OutcomeKind.ACTION],
    }


#: The badge of each answer.
BADGES = {
    Attendance.YES: "done",
    Attendance.REPRESENTED: "done",
    Attendance.PERHAPS: "waiting",
    Attendance.NO: "refused",
}


def _as_shown(one: Participation, seat: Seat | None, at: datetime, *, keeps: bool) -> dict[str, Any]:
    given: Reply | None = one.answer  # type: ignore[attr-defined]
    is_at_home = seat is not None and one.seat is not None and one.seat.organisation_id == seat.organisation_id
    return {
        "one": one,
        "answer": given,
        "badge": BADGES[Attendance(given.attendance)] if given else "waiting",
        "is_own": seat is not None and one.seat_id == seat.pk,
        # For whoever keeps the meeting the rule would ask the database about each invitation.
        "may_answer": bool(answers_are_taken(one, at) if keeps else is_at_home and may_answer_for(seat, one, at)),
    }


def _counted(taking_part: list[Participation]) -> list[tuple[str, int]]:
    """How many answered what, in words; what nobody answered is left out."""
    counted = answers_counted(taking_part)
    words = {**dict(Attendance.choices), "": gettext("no answer yet")}
    return [(str(words[key]), count) for key, count in counted.items() if count]


def latest_minutes(found: Meeting) -> dict[str, str]:
    """The minutes as they read now, by language; the reader's own first. One query."""
    written = {one.language: one.text for one in found.minutes.order_by("id")}
    return dict(sorted(written.items(), key=lambda pair: pair[0] != get_language()))


@page(the_seated, may_post=True)
def change(request: Request, public_id: str) -> HttpResponse:
    """Say something else of a meeting, or call it off."""
    found = _kept_by(request, public_id)
    seat, at = _seated(request), request.at
    off = CalledOff(request.POST if "why" in request.POST else None)
    if off.is_bound and off.is_valid():
        meet.cancel_meeting(found, off.cleaned_data["why"], seat=seat, at=at)
        messages.success(request, gettext("The meeting is cancelled. Everybody invited is told."))
        return redirect(found)
    asked = request.POST if request.method == "POST" and not off.is_bound else None
    form = CalledMeeting(asked, group=found.group, meeting=found, at=at)
    if form.is_bound and form.is_valid():
        seats, guests = form.besides
        # A circle does not bring back anybody whose invitation was taken back; an address does.
        asked_for = seats_invited(form.cleaned_data["circles"], found.cycle, found.group, at)
        besides = [*without_those_taken_back(found, asked_for), *seats]
        meet.change_meeting(found, form.said, form.cleaned_data["reason"], besides, guests=guests, seat=seat, at=at)
        messages.success(request, gettext("The meeting is changed. Everybody invited is told."))
        return redirect(found)
    here = reverse("taskforces:change_meeting", args=[public_id])
    shown = {"form": form, "meeting": found, "off": off, "here": here, "now": at}
    shown["trail"] = _trail(gettext("Change"), found)
    shown["zone_name"] = place_of(get_current_timezone(), at)
    return answer(request, "taskforces/meeting_form.html", shown)


@page(the_seated, may_post=True)
def record_of(request: Request, public_id: str) -> HttpResponse:
    """What came of a meeting: who was there, the minutes, decisions and actions, documents. One form at a time."""
    found = _kept_by(request, public_id)
    seat, at = _seated(request), request.at
    taking_part = Q(is_invited=True) | Q(was_there=True)
    known = list(found.participations.filter(taking_part).select_related("seat__person", "seat__organisation"))
    sent = request.POST.get("part", "") if request.method == "POST" else ""
    data = request.POST
    forms: dict[str, Any] = {
        "presence": WhoWasThere(data if sent == "presence" else None, known=known, at=at),
        "minutes": WrittenMinutes(data if sent == "minutes" else None, written=latest_minutes(found)),
        "outcome": NotedOutcome(data if sent == "outcome" else None, known=known, seat=seat),
        "document": LaidDocument(*((data, request.FILES) if sent == "document" else (None,))),
    }
    form = forms.get(sent)
    if form is not None and form.is_valid() and _kept(sent, form, found, seat, at):
        messages.success(request, gettext("It is on record."))
        return redirect(found)
    shown = {
        "meeting": found,
        "forms": forms,
        "sent": form,
        "has_begun": at >= found.starts,
        "trail": _trail(gettext("What came of it"), found),
    }
    return answer(request, "taskforces/meeting_record.html", shown)


def _kept(part: str, form: Any, found: Meeting, seat: Seat, at: datetime) -> bool:
    """Whether what was sent is on record now; else the form says why not."""
    by: dict[str, Any] = {"seat": seat, "at": at}
    if part == "presence":
        meet.note_presence(found, form.seats, form.guests, **by)
    elif part == "minutes":
        before = latest_minutes(found)
        for language, text in form.words("minutes").items():
            if before.get(language) != text:
                meet.keep_minutes(found, language, text, **by)
    elif part == "outcome" and form.cleaned_data["kind"] == OutcomeKind.DECISION:
        meet.note_decision(found, form.words("text"), **by)
    elif part == "outcome":
        meet.assign(found, form.words("text"), *form.chosen, **by)
    else:
        try:
            meet.lay_before(found, receive(form.cleaned_data["file"], **by), form.cleaned_data["title"], **by)
        except Unreadable as refused:
            form.add_error("file", sentence_of(refused))
            return False
    return True


@page(the_seated, may_post=True)
def completion(request: Request, public_id: str) -> HttpResponse:
    """Say that an action is done."""
    action = get_object_or_404(outcomes_visible_to(request.seat, request.at), public_id=public_id, kind="action")
    if request.method == "POST":
        meet.complete(action, seat=_seated(request), at=request.at)
        messages.success(request, gettext("It is on record that this is done."))
    return redirect(action)


@page(the_seated)
def document_file(request: Request, public_id: str) -> HttpResponse:
    """A document of a meeting as it came in, for those who take part."""
    laid = get_object_or_404(documents_from_inside(request.seat, request.at), public_id=public_id)
    return file_response(laid.file)


@page(everyone)
def meeting_ics(request: Request, public_id: str) -> HttpResponse:
    """A meeting as a calendar file."""
    found = _found(request, public_id)
    language = get_language() or "en"
    inside = bool(may_read_inside(request.seat, found, request.at))
    url = request.build_absolute_uri(found.get_absolute_url())
    content = calendar_file([entry_of_meeting(found, url, inside=inside, language=language)], language=language)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
