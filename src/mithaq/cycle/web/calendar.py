"""The calendar as the secretariat works on it: counted backwards, moved, cancelled, undone; and who leads the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext

from mithaq.core.backwards import Week, shifted
from mithaq.core.days_off import holidays_of
from mithaq.cycle.domain import arrange
from mithaq.cycle.domain.calendar import cancel, lay_out, move_deadlines, move_phase, undo
from mithaq.cycle.domain.laid_out import Laid, laid_out
from mithaq.cycle.models import Cycle, Deadline, Phase
from mithaq.cycle.queries import YearOnRecord, calendar_of, changes_of, hanging_on, year_on_record
from mithaq.cycle.rules import may_arrange_the_year
from mithaq.cycle.vocabulary import Leading
from mithaq.cycle.web.forms import Cancelled, CountedFrom, Leader, Moved, MovedPhase, NewDeadline, NewPhase, NewPillar
from mithaq.foundation.actors.request import Request
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.answers import answer

#: How many changes the calendar's page shows, the latest first.
RECENT = 30
View = Callable[..., HttpResponse]


def in_the_years_zone(view: View) -> View:
    """Give a view the year, and let hours be said and typed on the group's own clock."""

    @wraps(view)
    def shown(request: Request, **given: Any) -> HttpResponse:
        known = year_on_record()
        if known is None:
            raise Http404
        with timezone.override(known.zone):
            return view(request, known, **given)

    return shown


def _frame(known: YearOnRecord, at: datetime, title: str = "") -> dict[str, Any]:
    trail = [(gettext("The year"), reverse("cycle:year")), (gettext("The calendar"), reverse("cycle:calendar"))]
    return {"year": known.cycle, "zone": known.zone, "now": at, "trail": [*trail, (title, "")] if title else trail}


@page(may_arrange_the_year)
@in_the_years_zone
def calendar(request: Request, known: YearOnRecord) -> HttpResponse:
    """Everything in the calendar, each entry with the way to change it, and what was changed."""
    changes = list(changes_of(known.cycle)[:RECENT])
    seen: set[tuple[int | None, int | None]] = set()
    told = []
    for change in changes:
        thing = (change.deadline_id, change.phase_id)
        told.append({"change": change, "may_be_undone": thing not in seen})
        seen.add(thing)
    shown = {
        **_frame(known, request.at),
        "phases": known.phases,
        "deadlines": [{"deadline": one, "is_past": one.at <= request.at} for one in known.deadlines],
        "counted": known.calendar,
        "changes": told,
    }
    return answer(request, "cycle/calendar.html", shown)


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def count_backwards(request: Request, known: YearOnRecord) -> HttpResponse:
    """Count the calendar from the leaders' summit: look at it first, then enter it."""
    kept = calendar_of(known.cycle)
    typed_in = with_public_holidays(request.POST, known.cycle) if "fill" in request.POST else request.POST
    at_home = _seat(request).organisation.country
    form = CountedFrom(typed_in or None, cycle=known.cycle, kept=kept, zone=_name_of(known.zone), country=at_home)
    laid = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        zone = ZoneInfo(typed["time_zone"])
        laid = laid_out(typed["leaders_summit"], form.week, zone, known.cycle.starts, known.cycle.ends)
        if not {"preview", "fill"} & set(request.POST) and laid.fits:
            summit = typed["leaders_summit"]
            lay_out(known.cycle, summit, form.week, zone.key, laid, seat=_seat(request), at=request.at)
            messages.success(request, gettext("The calendar is entered."))
            return redirect("cycle:calendar")
    shown = {
        **_frame(known, request.at, gettext("Count backwards")),
        "form": form,
        "laid": laid,
        "moves": _moves(known, laid) if laid else [],
        "days_off": named_days_off(form.cleaned_data["holidays"], form.cleaned_data["country"]) if laid else [],
        "timeline": drawn(laid) if laid and laid.fits else None,
    }
    return answer(request, "cycle/count_backwards.html", shown)


def with_public_holidays(typed: QueryDict, cycle: Cycle) -> QueryDict:
    """What was typed, with the public holidays of the chosen country that lie in the year among the holidays."""
    filled = typed.copy()
    found = holidays_of(typed.get("country", ""), cycle.starts, cycle.ends, "en")
    known = set(typed.get("holidays", "").split())
    filled["holidays"] = "\n".join(sorted(known | {one.day.isoformat() for one in found}))
    return filled


def named_days_off(days: Iterable[date], country: str) -> list[tuple[date, str, str]]:
    """The holidays in their order, each with its name and its language; both are empty where it is the group's own."""
    days = sorted(days)
    if not days:
        return []
    found = holidays_of(country, days[0], days[-1], (get_language() or "en").partition("-")[0])
    names = {one.day: (one.name, one.language) for one in found}
    return [(day, *names.get(day, ("", ""))) for day in days]


def _moves(known: YearOnRecord, laid: Laid) -> list[dict[str, Any]]:
    """What the calendar would change of what stands: each deadline with its time before and after."""
    before = {one.step: one.at for one in known.deadlines}
    moved = [one for one in laid.deadlines if one.key in before and before[one.key] != one.at]
    return [{"title": one.title, "before": before[one.key], "after": one.at} for one in moved]


def _name_of(zone: tzinfo) -> str:
    return getattr(zone, "key", "UTC")


def drawn(laid: Laid) -> pictures.Timeline:
    """The calendar as a picture."""
    things = {phase.kind: {"title": phase.title, "url": ""} for phase in laid.phases}
    stages = [pictures.Stage(things[one.kind], one.opens, one.closes, "coming") for one in laid.phases]
    marks = [pictures.Deadline({"title": one.title}, things[one.phase], one.at) for one in laid.deadlines]
    return pictures.timeline(stages, marks, rtl=get_language_bidi())


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def new_deadline(request: Request, known: YearOnRecord) -> HttpResponse:
    """Set a deadline of one's own."""
    form = NewDeadline(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        by = {"seat": _seat(request), "at": request.at}
        arrange.set_deadline(known.cycle, fresh_id(), typed["phase"], form.title, typed["at"], **by)
        messages.success(request, gettext("The deadline is set."))
        return redirect("cycle:calendar")
    shown = {**_frame(known, request.at, gettext("Set a deadline")), "form": form}
    return answer(request, "cycle/new_deadline.html", shown)


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def new_phase(request: Request, known: YearOnRecord) -> HttpResponse:
    """Schedule a phase of a kind that the year does not have."""
    form = NewPhase(request.POST or None, taken=[phase.kind for phase in known.phases])
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        by = {"seat": _seat(request), "at": request.at}
        arrange.schedule(known.cycle, typed["kind"], form.title, typed["opens"], typed["closes"], **by)
        messages.success(request, gettext("The phase is scheduled."))
        return redirect("cycle:calendar")
    shown = {**_frame(known, request.at, gettext("Schedule a phase")), "form": form}
    return answer(request, "cycle/new_phase.html", shown)


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def deadline(request: Request, known: YearOnRecord, public_id: str) -> HttpResponse:
    """Move a deadline, with what hangs on it, or cancel it."""
    found = get_object_or_404(Deadline.objects.filter(cycle=known.cycle), public_id=public_id)
    hanging = hanging_on(found)
    asked = request.POST if request.method == "POST" and "why" not in request.POST else None
    form = Moved(asked, deadline=found, hanging=hanging)
    cancelling = Cancelled(request.POST if "why" in request.POST else None)
    if cancelling.is_bound and cancelling.is_valid():
        return _cancelled(request, found, cancelling)
    moves = []
    if form.is_bound and form.is_valid():
        chosen = [one for one in hanging if one.public_id in form.cleaned_data.get("also", [])]
        moves = _together(found, form.cleaned_data["at"], chosen, known)
        if "preview" not in request.POST:
            reason = form.cleaned_data["reason"]
            move_deadlines(moves, reason, seat=_seat(request), at=request.at)
            messages.success(request, gettext("The calendar is changed. It can be undone below."))
            return redirect("cycle:calendar")
    shown = {
        **_frame(known, request.at, str(found.title)),
        "deadline": found,
        "hanging": hanging,
        "form": form,
        "cancelling": cancelling,
        "moves": moves,
    }
    return answer(request, "cycle/deadline.html", shown)


def _together(
    first: Deadline, to: datetime, hanging: Iterable[Deadline], known: YearOnRecord
) -> list[tuple[Deadline, datetime]]:
    """A deadline at its new time, and the others so many days later or earlier, at their own hour on a working day."""
    zone = known.zone
    days = (to.astimezone(zone).date() - first.at.astimezone(zone).date()).days
    week = known.calendar.week if known.calendar else Week()
    moves = [(first, to)]
    for one in hanging:
        local = one.at.astimezone(zone)
        moves.append((one, datetime.combine(shifted(local.date(), days, week), local.time(), zone)))
    return moves


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def phase(request: Request, known: YearOnRecord, public_id: str) -> HttpResponse:
    """Give a phase another time, or cancel it."""
    found = get_object_or_404(Phase.objects.filter(cycle=known.cycle), public_id=public_id)
    asked = request.POST if request.method == "POST" and "why" not in request.POST else None
    form = MovedPhase(asked, phase=found)
    cancelling = Cancelled(request.POST if "why" in request.POST else None)
    if cancelling.is_bound and cancelling.is_valid():
        return _cancelled(request, found, cancelling)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        by = {"seat": _seat(request), "at": request.at}
        move_phase(found, typed["opens"], typed["closes"], typed["reason"], **by)
        messages.success(request, gettext("The calendar is changed. It can be undone below."))
        return redirect("cycle:calendar")
    inside = [one for one in known.deadlines if one.phase == found.kind]
    shown = {
        **_frame(known, request.at, str(found.title)),
        "phase": found,
        "form": form,
        "cancelling": cancelling,
        "inside": inside,
    }
    return answer(request, "cycle/phase.html", shown)


def _cancelled(request: Request, entry: Deadline | Phase, form: Cancelled) -> HttpResponse:
    cancel(entry, form.cleaned_data["why"], seat=_seat(request), at=request.at)
    messages.success(request, gettext("It is cancelled. It can be undone below."))
    return redirect("cycle:calendar")


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def undoing(request: Request, known: YearOnRecord, public_id: str) -> HttpResponse:
    """Take a change of the calendar back."""
    change = get_object_or_404(changes_of(known.cycle), public_id=public_id)
    if request.method == "POST":
        undo(change, seat=_seat(request), at=request.at)
        messages.success(request, gettext("It is as it was before."))
    return redirect("cycle:calendar")


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def leaders(request: Request, known: YearOnRecord) -> HttpResponse:
    """Say which organisations chair and convene the year."""
    form = Leader(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        by = {"seat": _seat(request), "at": request.at}
        arrange.lead(known.cycle, typed["organisation"], typed["role"], **by)
        messages.success(request, gettext("It is on record who leads the year."))
        return redirect("cycle:leaders")
    shown = {
        **_frame(known, request.at),
        "trail": [(gettext("The year"), reverse("cycle:year")), (gettext("Who leads the year"), "")],
        "form": form,
        "known": [(role.label, [one for one in known.leaders if one.role == role]) for role in Leading],
    }
    return answer(request, "cycle/leaders.html", shown)


@page(may_arrange_the_year, may_post=True)
@in_the_years_zone
def pillars(request: Request, known: YearOnRecord) -> HttpResponse:
    """Name the headings under which the year's text is ordered, one after the other."""
    form = NewPillar(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        arrange.name_pillar(known.cycle, fresh_id(), form.title, seat=_seat(request), at=request.at)
        messages.success(request, gettext("The pillar is on record."))
        return redirect("cycle:pillars")
    shown = {
        **_frame(known, request.at),
        "trail": [(gettext("The year"), reverse("cycle:year")), (gettext("Pillars"), "")],
        "form": form,
        "pillars": list(known.cycle.pillars.all()),
    }
    return answer(request, "cycle/pillars.html", shown, status=422 if form.errors else 200)


def _seat(request: Request) -> Any:
    return request.seat
