"""The pages of the year and of the record book."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_bidi

from mithaq.core.sheets.written import defused
from mithaq.cycle.models import Emblem, Phase, RecordBookEntry
from mithaq.cycle.queries import YearOnRecord, history_visible_to, measures, year_on_record
from mithaq.cycle.queries import record_book as counts_on_record
from mithaq.cycle.queries.dates import dates_brought_to, kinds_of_dates
from mithaq.cycle.rules import may_arrange_the_year
from mithaq.cycle.vocabulary import PHASE_STATES, Leading, PhaseKind
from mithaq.cycle.web.bars import bars
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.answers import answer

#: The measure that the picture of the record book shows.
PICTURED = "endorsers_of_communique"
#: What the history of the year tells of; gaps and counts, which are many and tell their own source, are left out.
TOLD = ("cycle", "leadership", "pillar", "phase", "deadline", "calendar.counted")
COLUMNS = ("year", "chair", "chair_ar", "measure", "city_class", "value", "unit", "as_of", "source")


@page(everyone)
def year(request: Request) -> HttpResponse:
    """The year: who leads it, its pillars, its phases and deadlines, what is open now, what is not known."""
    known = year_on_record()
    if known is None:
        return answer(request, "cycle/no_year.html")
    return answer(request, "cycle/year.html", _year_as_shown(known, request.seat, request.at))


def _year_as_shown(known: YearOnRecord, seat: Seat | None, at: datetime) -> dict[str, Any]:
    states = [(phase, phase.state(at)) for phase in known.phases]
    due = _due(known, seat)
    return {
        "year": known.cycle,
        "chairs": [leader.organisation for leader in known.leaders if leader.role == Leading.CHAIR],
        "conveners": [leader.organisation for leader in known.leaders if leader.role == Leading.CONVENER],
        "zone": known.zone,
        "pillars": known.pillars,
        "phases": [{"phase": phase, "state": state, "word": PHASE_STATES[state]} for phase, state in states],
        "open_now": [phase for phase, state in states if state == "open"],
        "deadlines": due,
        "next": next((one for one in due if one.at > at), None),
        "followed": kinds_of_dates() if seat else [],
        "now": at,
        "may_arrange": bool(may_arrange_the_year(seat, at)),
        "is_seated": seat is not None,
        "gaps": known.gaps,
        "timeline": _timeline(known.phases, due, at, known.zone) if known.phases else None,
        "history": history_visible_to(seat, known.cycle, TOLD),
    }


@dataclass(frozen=True)
class Due:
    """What is owed by an instant: a deadline of the calendar, or what a room brings into it for the seats concerned."""

    title: PerLanguage
    at: datetime
    phase: PhaseKind
    url: str = ""


def _due(known: YearOnRecord, seat: Seat | None) -> list[Due]:
    """The deadlines of the year, and among them the dates of the rooms that the seat may know of."""
    set_down = [Due(one.title, one.at, PhaseKind(one.phase)) for one in known.deadlines]
    brought = [one for one in dates_brought_to(known.cycle, seat) if not one.is_cancelled]
    found = [*set_down, *(Due(one.title, one.at, one.phase, one.url) for one in brought)]
    return sorted(found, key=lambda one: one.at)


def _timeline(phases: list[Phase], deadlines: list[Due], at: datetime, zone: tzinfo) -> pictures.Timeline:
    things = {phase.kind: {"title": phase.title, "url": f"#phase-{phase.public_id}"} for phase in phases}
    stages = [
        pictures.Stage(things[p.kind], p.opens.astimezone(zone), p.closes.astimezone(zone), p.state(at)) for p in phases
    ]
    marks = [
        pictures.Deadline({"title": deadline.title}, things[deadline.phase], deadline.at.astimezone(zone))
        for deadline in deadlines
        if deadline.phase in things
    ]
    return pictures.timeline(stages, marks, at.astimezone(zone), rtl=get_language_bidi())


@page(everyone)
def emblem(request: Request, digest: str) -> HttpResponse:
    """The group's mark as a picture. Its address names its content, so a browser keeps it."""
    kept = get_object_or_404(Emblem, cycle__emblem_hash=digest)
    response = HttpResponse(bytes(kept.png), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page(everyone)
def record_book(request: Request) -> HttpResponse:
    """What was published about the years before, each count with its class, day, unit and source."""
    grouped = measures(counts_on_record())
    pictured = next((measure for measure in grouped if measure.code == PICTURED), None)
    shown = {
        "measures": grouped,
        "pictured": pictured,
        "drawing": bars(pictured.entries, rtl=get_language_bidi()) if pictured else None,
        "download": reverse("cycle:record_book_csv"),
    }
    return answer(request, "cycle/record_book.html", shown)


@page(everyone)
def record_book_csv(request: Request) -> HttpResponse:
    """The record book as a table for a spreadsheet, in the columns in which it is read in."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record-book.csv"'
    response.write("\ufeff")  # with it, spreadsheets read the Arabic as Arabic
    table = csv.writer(response)
    table.writerow(COLUMNS)
    table.writerows(defused(_cells(entry)) for entry in counts_on_record())
    return response


def _cells(entry: RecordBookEntry) -> list[object]:
    chair = (entry.chair.get("en", ""), entry.chair.get("ar", ""))
    counted = (entry.measure, entry.city_class, entry.value, entry.unit, entry.as_of, entry.source)
    return [entry.year, *chair, *counted]
