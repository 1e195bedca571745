"""The board, and the same as a file."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from mithaq.core.sheets.written_book import Written, workbook
from mithaq.correspondence.models import Matter
from mithaq.correspondence.queries.board import Line, board_of, matters_sent
from mithaq.correspondence.rules import may_correspond, may_read_correspondence
from mithaq.correspondence.vocabulary import Standing
from mithaq.correspondence.web.forms import AskedOfTheBoard
from mithaq.foundation.actors.request import Request
from mithaq.foundation.mail.vocabulary import BADGES as DELIVERY
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.members.queries import as_searched

A_PAGE = 100
#: The sign that goes with each standing.
SIGNS = {
    Standing.OWED: "waiting",
    Standing.OVERDUE: "objection",
    Standing.TO_CHECK: "open",
    Standing.ANSWERED: "done",
    Standing.LATE: "done",
}


@page(may_read_correspondence)
def board(request: Request) -> HttpResponse:
    """Per city and matter: sent, delivered, answered, owed, reminded."""
    matters = list(matters_sent(request.at))
    form, lines, counts = _asked(request, matters)
    chosen = next((one for one in matters if one.public_id == form.data.get("matter")), None)
    shown = page_of(lines, request, size=A_PAGE)
    for line in shown:
        line.days = _days(line)
        line.badge, line.delivery_badge = SIGNS[line.standing], DELIVERY[line.delivery]
    context = {
        "form": form,
        "page": shown,
        "matters": matters,
        "chosen": chosen,
        "counts": [(SIGNS[one], one.label, counts[one]) for one in Standing if counts[one]],
        "total": sum(counts.values()),
        "owing": counts[Standing.OWED] + counts[Standing.OVERDUE],
        "may_write": may_correspond(request.seat, request.at),
        "query": request.GET.urlencode(),
    }
    return answer(request, "correspondence/board.html", context)


def _days(line: Line) -> dict[str, Any]:
    """The days of a line in the reader's zone: at this width an hour is too much."""
    return {
        "sent": timezone.localdate(line.sent_at),
        "delivered": timezone.localdate(line.delivered_at) if line.delivered_at else None,
        "answers": [(timezone.localdate(one.received_at), one) for one in line.returns],
        "reminded": [timezone.localdate(at) for at in line.reminded_at],
    }


def _asked(request: Request, matters: list[Matter]) -> tuple[AskedOfTheBoard, list[Line], Counter[str]]:
    """The form as asked, the lines that it leaves, and how many of each standing there are before the last filter."""
    asked = request.GET.copy()
    if "matter" not in asked and matters:
        asked["matter"] = _next_due(matters, request).public_id
    form = AskedOfTheBoard(asked, matters=matters, standings=Standing.choices)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = [one for one in matters if wanted.get("matter") in (None, "", one.public_id)]
    sought = as_searched(wanted.get("name", ""))
    lines = [
        line
        for line in board_of(chosen, request.at)
        if not sought or any(sought in as_searched(name) for name in line.organisation.name.values())
    ]
    counts = Counter(line.standing for line in lines)
    standing = wanted.get("standing", "")
    return form, [line for line in lines if standing in ("", line.standing)], Counter(counts)


def _next_due(matters: list[Matter], request: Request) -> Matter:
    """The matter whose deadline comes next, or else the last one."""
    coming = [one for one in matters if one.due >= request.at]
    return min(coming, key=lambda one: one.due) if coming else matters[0]


COLUMNS = [
    "matter_en", "matter_ar", "due", "organisation_en", "organisation_ar", "country", "standing", "sent", "delivery",
    "delivered", "answered", "answers", "reminded",
]  # fmt: skip


@page(may_read_correspondence)
def board_csv(request: Request) -> HttpResponse:
    """The board as it is filtered, as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="board.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")
    rows = csv.writer(response)
    rows.writerow(COLUMNS)
    rows.writerows(_rows(request))
    return response


@page(may_read_correspondence)
def board_xlsx(request: Request) -> HttpResponse:
    """The board as it is filtered, as a workbook."""
    _form, lines, _counts = _asked(request, list(matters_sent(request.at)))
    whom = (_("Organisation"), _("Country"), _("Matter"), _("Answer by"))
    became = (_("Answer"), _("Sent"), _("Delivered"), _("Answered"), _("Returns"), _("Reminded"))
    sheet = Written(_("Board"), [(*whom, *became), *map(_in_words, lines)])
    content = workbook([sheet], right_to_left=get_language_bidi(), at=request.at)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = 'attachment; filename="board.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _in_words(line: Line) -> list[object]:
    """One organisation in one matter as the board's page says it. Instants are those of the organisation's own zone."""
    zone = line.organisation.zone

    def when(at: Any) -> str:
        return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""

    return [
        str(line.organisation.name),
        line.organisation.country,
        str(line.matter.title),
        when(line.matter.due),
        str(line.standing.label),
        when(line.sent_at),
        when(line.delivered_at) or str(line.delivery.label),
        when(line.answered_at),
        len(line.returns),
        ", ".join(when(at) for at in line.reminded_at),
    ]


def _rows(request: Request) -> list[list[str]]:
    _form, lines, _counts = _asked(request, list(matters_sent(request.at)))
    return [_defused(_cells(line)) for line in lines]


def _cells(line: Line) -> list[str]:
    """One organisation in one matter. Instants are ISO 8601 in the organisation's own zone."""
    zone = line.organisation.zone

    def when(at: Any) -> str:
        return at.astimezone(zone).isoformat(timespec="minutes") if at else ""

    return [
        line.matter.title.get("en", ""),
        line.matter.title.get("ar", ""),
        when(line.matter.due),
        line.organisation.name.get("en", ""),
        line.organisation.name.get("ar", ""),
        line.organisation.country,
        line.standing,
        when(line.sent_at),
        line.delivery,
        when(line.delivered_at),
        when(line.answered_at),
        str(len(line.returns)),
        " ".join(when(at) for at in line.reminded_at),
    ]


def _defused(cells: list[str]) -> list[str]:
    """A spreadsheet carries out what begins like a formula; after an apostrophe it only shows it."""
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]
