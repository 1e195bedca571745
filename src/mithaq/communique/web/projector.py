"""The text on the screen of the meeting: one clause at a time, which the chair chooses for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mithaq.communique.domain.show import show_clause
from mithaq.communique.models import Clause, Draft, Text
from mithaq.communique.queries import PlacedClause, Reading, reads_drafts, remembered_reading_of, texts_shown
from mithaq.communique.queries.comparison import remembered_drafts_of
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.rules import may_show
from mithaq.communique.web.laid import BRACKETS, CLEAN, Line, laid_on, sheet_of
from mithaq.communique.web.shown import Way, address
from mithaq.communique.web.since import INLINE, lines_since, since_asked
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.chronicle.models import ActThing
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.things import kind_of
from mithaq.foundation.ui.answers import answer

#: The clause is shown with what changed in it since the draft before.
CHANGES = "changes"
#: Letters from which on the words stand smaller, so that a clause fits the screen.
LONG, LONGER = 500, 1000


@page(the_seated, may_post=True)
def projector(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The clause that is on the screen; whoever chairs puts another one there."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    reading = remembered_reading_of(text)
    if not reads_drafts(request.seat) or reading.draft is None:
        raise Http404
    if request.method == "POST":
        wanted = reading.by_id.get(request.POST.get("clause", ""))
        if wanted is None or not may_show(request.seat, request.at):
            raise Http404
        show_clause(text, wanted.clause, seat=request.seat, at=request.at)
        if "stay" in request.POST:
            messages.success(request, _("The clause is on the screen of the meeting."))
            return redirect(wanted.clause)
        return redirect(request.get_full_path())
    placed = list(reading.by_id.values())
    here = _place_of(_on_the_screen(text), placed)
    line, show = _line(request, text, reading.draft, reading, placed[here])
    moves = bool(may_show(request.seat, request.at))
    context = {
        "text": text,
        "draft": reading.draft,
        "line": line,
        "row": line.row,
        "length": _length(line),
        "moves": moves,
        "previous": placed[here - 1] if here else None,
        "next": placed[here + 1] if here + 1 < len(placed) else None,
        "choices": [row_of(one, [], {}) for one in placed] if moves else [],
        "ways": _ways(request.GET, show),
        "back": reverse("communique:text", args=[text.public_id]),
    }
    return answer(request, "communique/projector.html", context)


def _on_the_screen(text: Text) -> str:
    """The public identifier of the clause that was shown last; empty where none ever was. One query."""
    shown = ActThing.objects.filter(
        kind=kind_of(Clause),
        act__verb="clause.shown",
        act__things__kind=kind_of(Text),
        act__things__thing=text.public_id,
    )
    return shown.order_by("-act_id").values_list("thing", flat=True).first() or ""


def _place_of(clause: str, placed: Sequence[PlacedClause]) -> int:
    """Its place in the draft; the first one's where it does not stand there any more."""
    return next((place for place, one in enumerate(placed) if one.clause.public_id == clause), 0)


def _line(request: SeatedRequest, text: Text, draft: Draft, reading: Reading, placed: PlacedClause) -> tuple[Line, str]:
    """The clause as it is shown, and how: in brackets while amendments to it are open, else with what changed."""
    languages = languages_of(text)
    row = row_of(placed, languages, {})
    asked = request.GET.get("show", "")
    groups = []
    if not hasattr(text, "freezing"):
        laid = laid_on(text, draft, (row_of(one, languages, {}) for one in reading.by_id.values()))
        groups = [one for one in laid.groups if one.first.amendment.clause_id == placed.clause.pk]
        positions = [one for one in laid.positions if one.clause_id == placed.clause.pk]
        show = asked if asked in (BRACKETS, CHANGES, CLEAN) else BRACKETS if groups else CHANGES
        sheet = sheet_of(laid._replace(groups=groups, positions=positions, behind={}), [row], draft, show)
        line = sheet.lines[0]
    else:
        show, line = asked if asked in (CHANGES, CLEAN) else CLEAN, Line(row)
    return (_changed(text, draft, line, languages) if show == CHANGES else line), show


def _changed(text: Text, draft: Draft, line: Line, languages: Sequence[str]) -> Line:
    """The same with what changed in its words since the draft before."""
    drafts = remembered_drafts_of(text)
    since = since_asked(drafts, draft, {"since": str(draft.number - 1), "way": INLINE}, languages)
    if since is None:
        return line
    mine = [one for one in since.comparison.rows if one.now and one.row.placed.clause == line.row.placed.clause]
    alone = replace(since, comparison=replace(since.comparison, rows=mine))
    return next(iter(lines_since(alone, [line])), line)


def _length(line: Line) -> str:
    longest = max((len(one.text) for one in line.row.wordings), default=0)
    return "longer" if longest > LONGER else "long" if longest > LONG else ""


def _ways(asked: Mapping[str, str], current: str) -> list[Way]:
    titles = {
        BRACKETS: _("In brackets"),
        CHANGES: _("Changes since the draft before"),
        CLEAN: pgettext("way to read a text", "Clean"),
    }
    return [Way(title, address(asked, show=key), key == current) for key, title in titles.items()]
