"""Calendar feeds: what is due and who meets when, for calendar programs that ask again and again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, override

from mithaq.core.icalendars import Entry, calendar_file
from mithaq.cycle.models import Deadline
from mithaq.cycle.queries import YearOnRecord, changes_of, year_on_record
from mithaq.cycle.queries.dates import dates_brought_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.taskforces.domain.feed import close_feed, key_with, open_feed, token_of
from mithaq.taskforces.queries import (
    feed_key_of,
    meetings_from_inside,
    meetings_visible_to,
)
from mithaq.taskforces.queries.calendars import (
    entry_of_date,
    entry_of_deadline,
    entry_of_meeting,
    entry_of_milestone,
)
from mithaq.taskforces.queries.groups import milestones_visible_to


@page(everyone, may_post=True)
def feeds(request: Request) -> HttpResponse:
    """The addresses of the calendars: the public one, and for a seat its own, which it can make anew or revoke."""
    seat = request.seat
    if request.method == "POST":
        if seat is None:
            raise Http404
        _make_or_revoke(request, seat)
        return redirect("taskforces:feeds")
    key = feed_key_of(seat) if seat else None
    shown = {
        "trail": [(gettext("The year"), reverse("cycle:year")), (gettext("Calendars to subscribe to"), "")],
        "public": _in_each_language(request, "taskforces:feed"),
        "own": _in_each_language(request, "taskforces:own_feed", token_of(key)) if key else [],
        "acts": seat is not None,
        "key": key,
    }
    return answer(request, "taskforces/feeds.html", shown)


def _make_or_revoke(request: Request, seat: Seat) -> None:
    if "revoke" in request.POST:
        close_feed(seat=seat, at=request.at)
        messages.success(request, gettext("The address is revoked. It opens nothing any more."))
    else:
        open_feed(seat=seat, at=request.at)
        messages.success(request, gettext("Your own address is made. Whoever has it reads your calendar."))


def _in_each_language(request: Request, route: str, *given: str) -> list[tuple[str, str]]:
    addresses = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses.append((code, request.build_absolute_uri(reverse(route, args=given))))
    return addresses


@page(everyone)
def feed(request: Request) -> HttpResponse:
    """Deadlines and announced meetings, for everybody, whoever asks."""
    return _calendar(request, None, request.at)


@page(everyone)
def own_feed(request: Request, token: str) -> HttpResponse:
    """The calendar of the seat that has this secret address, for as long as the seat is held."""
    key = key_with(token)
    if key is None or not key.seat.is_held(request.at):
        raise Http404
    return _calendar(request, key.seat, request.at)


def _calendar(request: Request, seat: Seat | None, at: datetime) -> HttpResponse:
    known = year_on_record()
    language = get_language() or "en"
    entries: list[Entry] = []
    if known:
        entries += [*_deadlines(request, known), *_meetings(request, known, seat, at)]
        entries += [*_milestones(request, known, seat, at), *_of_rooms(request, known, seat)]
    name = str(known.cycle.title) if known else gettext("The year")
    content = calendar_file(entries, name=name, language=language)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Cache-Control"] = "private, no-store" if seat else "public, max-age=900"
    return response


def _deadlines(request: Request, known: YearOnRecord) -> list[Entry]:
    url = request.build_absolute_uri(reverse("cycle:year"))
    changed: dict[Any, datetime] = {}
    for change in changes_of(known.cycle):
        changed.setdefault(change.deadline_id, change.at)
    begun = datetime.combine(known.cycle.starts, datetime.min.time(), known.zone)
    language = get_language() or "en"
    return [
        entry_of_deadline(one, known.zone, changed.get(one.pk, begun), f"{url}#deadlines", language)
        for one in Deadline.ever.filter(cycle=known.cycle).order_by("at", "id")
    ]


def _meetings(request: Request, known: YearOnRecord, seat: Seat | None, at: datetime) -> list[Entry]:
    inside = set(meetings_from_inside(seat, at).filter(cycle=known.cycle).values_list("pk", flat=True))
    language = get_language() or "en"
    return [
        entry_of_meeting(
            one, request.build_absolute_uri(one.get_absolute_url()), inside=one.pk in inside, language=language
        )
        for one in meetings_visible_to(seat, at).filter(cycle=known.cycle)
    ]


def _milestones(request: Request, known: YearOnRecord, seat: Seat | None, at: datetime) -> list[Entry]:
    language = get_language() or "en"
    return [
        entry_of_milestone(one, known.zone, request.build_absolute_uri(one.get_absolute_url()), language)
        for one in milestones_visible_to(known.cycle, seat, at)
    ]


def _of_rooms(request: Request, known: YearOnRecord, seat: Seat | None) -> list[Entry]:
    language = get_language() or "en"
    return [
        entry_of_date(one, known.zone, request.build_absolute_uri(one.url), language)
        for one in dates_brought_to(known.cycle, seat)
    ]
