"""The whole lineage as a file: every recommendation with its paper, its fate, and the words in which it lives on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import get_language_bidi, gettext

from mithaq.core.sheets.written import separated_values
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.recommendations.queries.fates import Line
from mithaq.recommendations.web.coverage import lineage_for

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@page(everyone)
def lineage(request: Request, ending: str) -> HttpResponse:
    """The lineage as far as the reader may see it. The names of the columns are the same in every language."""
    if ending not in TYPES:
        raise Http404
    cycle, lines = lineage_for(request)
    records = [record_of(line) for line in lines]
    response = HttpResponse(_written(request, ending, records), content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="lineage-{cycle.key}.{ending}"'
    return response


def record_of(line: Line) -> dict[str, Any]:
    """One recommendation for a file: words per language, everything else plain."""
    one, point, said = line.one, line.point, line.answer
    return {
        "place": line.number,
        "id": one.public_id,
        "number": one.number,
        "text": dict(one.in_languages),
        "theme": one.theme,
        "anchor": one.anchor,
        "paper": dict(line.paper.title),
        "group": dict(line.group.title) if line.group else {},
        "proposers": [str(proposer.organisation or proposer.named) for proposer in line.proposers],
        "fate": line.fate,
        "pillar": dict(line.pillar.title) if line.pillar else {},
        "point": point.public_id if point else "",
        "point_place": point.position if point else None,
        "point_title": dict(point.title) if point else {},
        "point_text": {text.language: text.text for text in point.texts.all()} if point else {},
        "reason": dict(line.dropped.reason) if line.dropped else {},
        "dropped_at": line.dropped.at.isoformat() if line.dropped else "",
        "answer": said.reply if said else "",
        "answer_words": said.words if said else "",
        "answer_is_to_this_fate": line.is_answered if said else None,
    }


def _written(request: Request, ending: str, records: list[dict[str, Any]]) -> str | bytes:
    if ending == "json":
        return json.dumps(records, ensure_ascii=False, indent=1)
    languages = dict.fromkeys(code for code, _name in settings.LANGUAGES)
    for record in records:
        languages |= dict.fromkeys(record["text"])
    rows = [_row(record, languages) for record in records]
    table: list[list[object]] = [list(rows[0]) if rows else [], *(list(row.values()) for row in rows)]
    if ending == "csv":
        return separated_values(table)
    sheet = Written(gettext("What became of them"), table)
    return workbook([sheet], right_to_left=get_language_bidi(), at=request.at)


def _row(record: dict[str, Any], languages: Iterable[str]) -> dict[str, object]:
    """A record with one column for each language, as sheets have it."""
    row: dict[str, object] = {}
    for name, value in record.items():
        if name == "anchor":
            row |= {place: value.get(place) for place in ("page", "paragraph")}
        elif isinstance(value, dict):
            row |= {f"{name}_{code}": value.get(code, "") for code in languages}
        else:
            row[name] = "; ".join(value) if isinstance(value, list) else value
    return row
