"""The counts of members: per class, as of any day, with the chair counted or not; as a page and as a sheet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import openpyxl
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext, pgettext
from django.utils.translation import gettext_lazy as _
from openpyxl.styles import Font

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.request import Request
from mithaq.foundation.figures import Figure
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.members import figures
from mithaq.members.queries.classes import class_heading
from mithaq.members.queries.counts import answers_visible_to, counts_by_class, counts_by_grouping
from mithaq.members.queries.on_record import READERS_OF_FACTS
from mithaq.members.vocabulary import ANSWERS, CITIES, Grouping, Standing
from mithaq.members.web.forms import AskedOfCounts, end_of

#: The figure behind each number: with the chair, and without, where there is one of its own.
BEHIND: dict[str, tuple[Figure, Figure | None]] = {
    "": (figures.CITIES_PARTICIPATING, figures.CITIES_WITHOUT_CHAIR),
    Standing.PARTICIPATING: (figures.PARTICIPATING, figures.PARTICIPATING_WITHOUT_CHAIR),
    Standing.OBSERVER: (figures.OBSERVERS, None),
    Standing.GUEST: (figures.GUESTS, None),
    Standing.KNOWLEDGE_PARTNER: (figures.KNOWLEDGE_PARTNERS, None),
    Standing.SISTER_GROUP: (figures.ENGAGEMENT_GROUPS, None),
}
#: What is said of a class whose number has no figure of its own without the chair.
WITHOUT_CHAIR = _("Members of the cycle in this class on the day named, the chair city not counted.")
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """One number with what it counts, said in words, and the page of its figure where it has one."""

    standing: str
    title: str | Promise
    value: int
    definition: str | Promise
    figure: Figure | None

    @property
    def url(self) -> str:
        """The page on which its records stand."""
        return reverse("press:figure", args=[self.figure.key]) if self.figure else ""


@page(everyone)
def counts(request: Request) -> HttpResponse:
    """How many take part in each class, as of today or the day asked for. The address can be handed on."""
    asked = AskedOfCounts(request.GET, today=request.at.date())
    cycle = current_cycle()
    then = _then(asked, request.at)
    shown = {
        "form": asked,
        "trail": [(gettext("Members"), reverse("members:roll")), (gettext("Counts"), "")],
        "then": then,
        "day": asked.day,
        "lines": _lines(cycle, then, asked.counts_chair) if cycle else [],
        "counts_chair": asked.counts_chair,
        "groupings": _groupings(cycle, then, asked.counts_chair) if cycle else [],
        "classes": [_("Cities of all classes"), *(standing.heading for standing in CITIES)],
        "answers": _answers(request, cycle, then),
        "query": asked.query,
    }
    return answer(request, "members/counts.html", shown)


@page(everyone)
def counts_sheet(request: Request, ending: str) -> HttpResponse:
    """The same counts as a table file, with the day and the definition of each number in it."""
    asked = AskedOfCounts(request.GET, today=request.at.date())
    cycle = current_cycle()
    if cycle is None or not asked.is_valid():
        raise Http404
    then = _then(asked, request.at)
    rows = [_heading(), *(_cells(line, then) for line in _lines(cycle, then, asked.counts_chair))]
    made = _as_csv(rows) if ending == "csv" else _as_xlsx(rows)
    made["Content-Disposition"] = f'attachment; filename="members-{then.date().isoformat()}.{ending}"'
    return made


def _then(asked: AskedOfCounts, at: datetime) -> datetime:
    return end_of(asked.day, at)


def _lines(cycle: Cycle, then: datetime, counts_chair: bool) -> list[Line]:
    return [
        _line(cycle, one.standing, one.with_chair if counts_chair else one.without_chair, counts_chair)
        for one in counts_by_class(cycle, then)
    ]


def _line(cycle: Cycle, standing: str, value: int, counts_chair: bool) -> Line:
    with_chair, without_chair = BEHIND[standing]
    title = class_heading(standing, cycle) if standing else _("Cities of all classes")
    # Neither partners nor sister groups hold the chair, so their numbers are the same either way.
    if counts_chair or standing not in ("", *CITIES):
        return Line(standing, title, value, with_chair.definition, with_chair)
    definition = without_chair.definition if without_chair else WITHOUT_CHAIR
    return Line(standing, title, value, definition, without_chair)


def _groupings(cycle: Cycle, then: datetime, counts_chair: bool) -> list[tuple[str, list[tuple[int, str]]]]:
    """The cities of each grouping by class, each number with the page of its records where it counts the chair.

    A grouping in which no city stands is left out: a group of other regions need not read of the G20.
    """
    lines = []
    for counted in counts_by_grouping(cycle, then, counts_chair):
        if not counted.by_class[None]:
            continue
        behind = figures.BY_GROUPING[Grouping(counted.grouping)]
        numbers = [
            (counted.by_class[standing], reverse("press:figure", args=[figure.key]) if counts_chair else "")
            for standing, figure in behind.items()
        ]
        lines.append((str(Grouping(counted.grouping).label), numbers))
    return lines


def _answers(request: Request, cycle: Cycle | None, then: datetime) -> list[tuple[Any, int]]:
    """Where the invitations stand, for those who may read every city's answer."""
    if cycle is None or request.seat is None or request.seat.role not in READERS_OF_FACTS:
        return []
    counted = answers_visible_to(request.seat, cycle, then)
    return [(kind.label, counted[kind.value]) for kind in ANSWERS] if counted.total() else []


def _heading() -> list[str]:
    return [pgettext("column of a sheet", "Class"), gettext("Number"), gettext("As of"), gettext("How it is counted")]


def _cells(line: Line, then: datetime) -> list[str | int]:
    return [str(line.title), line.value, then.isoformat(), str(line.definition)]


def _as_csv(rows: list[Any]) -> HttpResponse:
    made = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # spreadsheets then read Arabic as Arabic
    csv.writer(made).writerows(rows)
    return made


def _as_xlsx(rows: list[Any]) -> HttpResponse:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = gettext("Counts")
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCD", (34, 10, 28, 90), strict=True):
        sheet.column_dimensions[column].width = width
    content = io.BytesIO()
    book.save(content)
    return HttpResponse(content.getvalue(), content_type=SPREADSHEET)
