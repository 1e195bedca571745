"""The pages of the year and of the record book."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language_bidi

from mithaq.cycle.models import Cycle, Deadline, Phase, RecordBookEntry
from mithaq.cycle.queries import (
    current_cycle,
    history_visible_to,
    leaders_of,
    measures,
    zone_of_the_chair,
)
from mithaq.cycle.queries import record_book as counts_on_record
from mithaq.cycle.vocabulary import PHASE_STATES, Leading
from mithaq.cycle.web.bars import bars
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.answers import answer

#: The measure that the picture of the record book shows.
PICTURED = "endorsers_of_communique"
#: What the history of the year tells of; the record book, which tells where each count comes from, is left out.
TOLD = ("cycle", "leadership", "pillar", "phase", "deadline", "gap")
COLUMNS = ("year", "chair", "chair_ar", "measure", "city_class", "value", "unit", "as_of", "source")


@page(everyone)
def year(request: HttpRequest) -> HttpResponse:
    """The year: who leads it, its pillars, its phases and deadlines, what is open now, what is not known."""
    cycle = current_cycle()
    if cycle is None:
        return answer(request, "cycle/no_year.html")
    return answer(request, "cycle/year.html", _year_as_shown(cycle, request.seat, request.at))  # type: ignore[attr-defined]


def _year_as_shown(cycle: Cycle, seat: Any, at: datetime) -> dict[str, Any]:
    leaders = leaders_of(cycle)
    zone = zone_of_the_chair(leaders)
    phases, deadlines = list(cycle.phases.all()), list(cycle.deadlines.all())
    return {
        "year": cycle,
        "chairs": [leader.organisation for leader in leaders if leader.role == Leading.CHAIR],
        "conveners": [leader.organisation for leader in leaders if leader.role == Leading.CONVENER],
        "zone": zone,
        "pillars": cycle.pillars.all(),
        "phases": [
            {"phase": phase, "state": phase.state(at), "word": PHASE_STATES[phase.state(at)]} for phase in phases
        ],
        "open_now": [phase for phase in phases if phase.state(at) == "open"],
        "deadlines": deadlines,
        "next": next((deadline for deadline in deadlines if deadline.at > at), None),
        "now": at,
        "gaps": cycle.gaps.all(),
        "timeline": _timeline(phases, deadlines, at, zone) if phases else None,
        "history": history_visible_to(seat, cycle, TOLD),
    }


def _timeline(phases: list[Phase], deadlines: list[Deadline], at: datetime, zone: tzinfo) -> pictures.Timeline:
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
def record_book(request: HttpRequest) -> HttpResponse:
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
def record_book_csv(request: HttpRequest) -> HttpResponse:
    """The record book as a table for a spreadsheet, in the columns in which it is read in."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record-book.csv"'
    response.write("\ufeff")  # with it, spreadsheets read the Arabic as Arabic
    table = csv.writer(response)
    table.writerow(COLUMNS)
    table.writerows(_defused(_cells(entry)) for entry in counts_on_record())
    return response


def _cells(entry: RecordBookEntry) -> list[object]:
    chair = (entry.chair.get("en", ""), entry.chair.get("ar", ""))
    counted = (entry.measure, entry.city_class, entry.value, entry.unit, entry.as_of, entry.source)
    return [entry.year, *chair, *counted]


def _defused(cells: Iterable[object]) -> list[object]:
    """A spreadsheet carries out what begins like a formula; after an apostrophe it only shows it."""
    return [f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
