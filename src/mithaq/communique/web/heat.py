"""The heat map: cities down, clauses across, and in each cell where the city stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mithaq.communique.models import Position, Text
from mithaq.communique.queries import reads_drafts, remembered_reading_of, texts_shown
from mithaq.communique.queries.heat import TOLD, Column, Heat, heat_of
from mithaq.communique.queries.rows import rows_of
from mithaq.communique.vocabulary import Stance
from mithaq.communique.web.laid import laid_on
from mithaq.core.sheets.written import separated_values
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.ui import badge

#: More columns than this stand closer together.
WIDE = 60
#: The mark of each position: the style sheet gives it a shape and a colour.
MARKS = {stance.value: stance.value.replace("_", "-") for stance in TOLD}


class Drawn:
    """The map of one reader's text, read when a part of it is asked for: what is remembered is not read again."""

    def __init__(self, text: Text, request: Request, *, only_disputed: bool) -> None:
        self._text, self._request, self._only_disputed = text, request, only_disputed

    @cached_property
    def whole(self) -> Heat:
        """All clauses and cities."""
        reading = remembered_reading_of(self._text)
        if reading.draft is None:
            return Heat([], [])
        seat, at = self._request.seat, self._request.at
        rows = rows_of(reading, list(self._text.authentic), seat, at)
        laid = laid_on(self._text, reading.draft, rows)
        return heat_of(self._text.cycle, rows, laid.positions, laid.groups, at)

    @cached_property
    def heat(self) -> Heat:
        """What is shown of it."""
        return self.whole.only_disputed() if self._only_disputed else self.whole

    @property
    def is_dense(self) -> bool:
        """Whether there are so many clauses that the cells are small."""
        return len(self.heat.columns) > WIDE

    @property
    def head(self) -> SafeString:
        """The clauses as the heads of the columns."""
        return format_html_join("", '<th scope="col">{}</th>', ((_head(one),) for one in self.heat.columns))

    @property
    def body(self) -> SafeString:
        """A row for each city."""
        said = self._said()
        lines = (self._line(city, said.get(city.pk, {})) for city in self.heat.cities)
        return mark_safe("".join(lines))  # noqa: S308 - made of escaped parts

    def _said(self) -> dict[int, dict[int, str]]:
        """The cells of each city (by its key) in which something stands, by the column: a hundredth of all of them."""
        words = {stance.value: str(stance.label) for stance in TOLD}
        asks, said = _("asks for a change"), defaultdict[int, dict[int, str]](dict)
        for which, one in enumerate(self.heat.columns):
            # Of a very wide map the heads of the columns lead to the positions: a way in each cell weighs too much.
            place = "" if self.is_dense else _place(one, self._text)
            for city in {*one.positions, *one.asking}:
                cell = _cell(one.positions.get(city), asks if city in one.asking else "", place, words)
                said[city][which] = cell
        return said

    def _line(self, city: Organisation, said: Mapping[int, str]) -> str:
        cells = ["<td></td>"] * len(self.heat.columns)
        for column, cell in said.items():
            cells[column] = cell
        address = reverse("members:organisation", args=[city.public_id])
        name = format_html('<a href="{}"><bdi>{}</bdi></a>', address, str(city.name))
        return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'

    @property
    def told(self) -> SafeString:
        """A row for each clause on which something was said, with the way to its positions."""
        said = (one for one in self.heat.columns if one.positions or one.asking)
        return format_html_join("", _TOLD, (_told(one, _place(one, self._text)) for one in said))


@page(everyone)
def heat(request: Request, public_id: str) -> HttpResponse:
    """Where each city stands on each clause; `?only=disputed` shows what is still disputed."""
    text = _negotiated(request, public_id)
    only = request.GET.get("only") == "disputed"
    context = {
        "text": text,
        "map": Drawn(text, request, only_disputed=only),
        "is_cut": only,
        "audience": request.seat.role if request.seat else "",
        "stances": [(MARKS[stance.value], stance.label) for stance in TOLD],
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    return answer(request, "communique/heat.html", context)


@page(everyone)
def heat_csv(request: Request, public_id: str) -> HttpResponse:
    """Every position that holds, one a line."""
    text = _negotiated(request, public_id)
    found = Drawn(text, request, only_disputed=False).whole
    head: list[object] = [
        _("Clause"),
        _("City"),
        _("Position"),
        _("Reason"),
        _("Draft"),
        pgettext("positions", "Asks for a change"),
    ]
    rows: list[list[object]] = [head, *(line for column in found.columns for line in _lines(column, found))]
    response = HttpResponse(separated_values(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{text.key}-positions.csv"'
    return response


def _negotiated(request: Request, public_id: str) -> Text:
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    if not reads_drafts(request.seat):
        raise Http404
    return text


def _lines(column: Column, found: Heat) -> Iterator[list[object]]:
    clause = column.row.name if column.row else _("Whole text")
    for city in found.cities:
        position, asks = column.positions.get(city.pk), city.pk in column.asking
        if position or asks:
            said = [position.get_stance_display(), position.reason, position.draft.number] if position else ["", "", ""]
            yield [clause, str(city.name), *said, _("yes") if asks else ""]


def _head(column: Column) -> SafeString:
    if column.row is None:
        return format_html('<span class="heat__whole">{}</span>', _("Whole text"))
    row = column.row
    return format_html(
        '<a href="{}#positions" title="{}"><span class="only-heard">{}</span><span aria-hidden="true">{}</span></a>',
        reverse("communique:clause", args=[row.placed.clause.public_id]),
        f"{row.name} · {row.placed.title}",
        row.name,
        row.number or "¶",
    )


#: A row of the table beside the map: the clause, how many take each position, how many ask, who disputes it.
_TOLD = '<tr><th scope="row"><a href="{}">{}</a></th>{}{}<td>{}</td></tr>'
_DISPUTES = {Stance.OBJECTS: "objection", Stance.RESERVES: "reserved"}


def _told(column: Column, place: str) -> tuple[str, str, SafeString, SafeString, SafeString]:
    name = column.row.name if column.row else _("Whole text")
    counts = format_html_join("", '<td class="quantity">{}</td>', ((number(one),) for one in column.counts))
    asking = format_html('<td class="quantity">{}</td>', number(len(column.asking)))
    comma = pgettext("between names", ", ")
    disputing = (
        (
            badge(state=_DISPUTES[stance], word=stance.label),
            format_html_join(comma, "<bdi>{}</bdi>", ((n,) for n in names)),
        )
        for stance, names in column.disputing
    )
    return place, name, counts, asking, format_html_join("", "<p>{} {}</p>", disputing)


def _place(column: Column, text: Text) -> str:
    """Where the positions on a clause can be read: on its own page; of the whole text, on the text's."""
    if column.row is None:
        return text.get_absolute_url()
    return reverse("communique:clause", args=[column.row.placed.clause.public_id]) + "#positions"


def _cell(position: Position | None, asks: str, place: str, words: dict[str, str]) -> str:
    """One cell. Only what disputes a clause leads on by itself; the head of the column leads to all its positions."""
    if position is None and not asks:
        return "<td></td>"
    mark = MARKS[position.stance] if position else ""
    said = " · ".join(filter(None, (words[position.stance] if position else "", asks)))
    kind = f"{mark} heat--asks" if mark and asks else mark or "heat--asks"
    inside = f"<i>{said}</i>"
    if place and position and position.stance in (Stance.OBJECTS, Stance.RESERVES):
        inside = f'<a href="{place}" tabindex="-1">{inside}</a>'
    return f'<td class="{"heat--" if mark else ""}{kind}">{inside}</td>'
