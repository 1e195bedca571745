"""The pages of the group's glossary: read by every seat, kept by the secretariat, brought and taken as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_bidi, gettext

from mithaq.core.sheets.written import separated_values
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.core.text import searchable, sought
from mithaq.cycle.domain.glossary import bring_terms, correct_term, enter_term, take_away_term, undo_step
from mithaq.cycle.models import Cycle, Term, TermChange
from mithaq.cycle.queries import changes_of_terms, current_cycle, languages_of, terms_of
from mithaq.cycle.rules import may_keep_the_glossary
from mithaq.cycle.web.glossary_forms import SoughtTerm, TableOfTerms, TermForm
from mithaq.cycle.web.term_table import NoGlossary, Planned, headings, plan, row_of_term, terms_in
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.reading import read_sheets
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_table

#: How many changes the page shows, the newest first.
RECENT = 10
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Cell:
    """A term in one language."""

    language: str
    words: str
    avoided: Sequence[str]


@page(the_seated)
def glossary(request: SeatedRequest) -> HttpResponse:
    """The terms of the group side by side in its languages, and what was changed last."""
    cycle = _cycle()
    form = SoughtTerm(request.GET)
    terms, languages = terms_of(cycle), languages_of(cycle)
    may_keep = bool(may_keep_the_glossary(request.seat, request.at))
    listed = page_of([term for term in terms if _has(term, sought(form.words))], request)
    shown = {
        "form": form,
        "trail": [(gettext("The year"), reverse("cycle:year")), (gettext("Glossary"), "")],
        "year": cycle,
        "spoken": languages,
        "some": bool(terms),
        "page": listed,
        "rows": [(term, cells_of(term, languages)) for term in listed],
        "may_keep": may_keep,
        "changes": _latest(cycle) if may_keep else [],
    }
    return answer(request, "cycle/glossary.html", shown)


def cells_of(term: Term, languages: Sequence[str]) -> list[Cell]:
    """A term in each language."""
    return [Cell(code, term.words.get(code, ""), term.avoided.get(code, ())) for code in languages]


def _has(term: Term, parts: Sequence[str]) -> bool:
    avoided = (form for forms in term.avoided.values() for form in forms)
    text = searchable(" ".join((*term.words.values(), *avoided, term.note)))
    return all(part in text for part in parts)


def _latest(cycle: Cycle) -> list[tuple[TermChange, bool]]:
    """The latest changes, each with whether it can be undone: it is the last one of its term."""
    seen: set[int] = set()
    told = []
    for change in changes_of_terms(cycle)[:RECENT]:
        told.append((change, change.term_id not in seen))
        seen.add(change.term_id)
    return told


@page(may_keep_the_glossary, may_post=True)
def new_term(request: SeatedRequest) -> HttpResponse:
    """Enter a term."""
    cycle = _cycle()
    form = TermForm(request.POST if request.method == "POST" else None, languages=languages_of(cycle))
    if form.is_bound and form.is_valid():
        try:
            enter_term(cycle, form.said, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("The term is in the glossary."))
            return redirect("cycle:glossary")
    shown = {"form": form, "trail": _trail(gettext("Enter a term")), "year": cycle}
    return answer(request, "cycle/new_term.html", shown, status=422 if form.errors else 200)


@page(may_keep_the_glossary, may_post=True)
def term(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Correct a term, or take it out of the glossary."""
    cycle = _cycle()
    found = get_object_or_404(Term.objects.filter(cycle=cycle), public_id=public_id)
    if request.method == "POST" and "away" in request.POST:
        take_away_term(found, seat=request.seat, at=request.at)
        messages.success(request, gettext("The term is taken out. It can be undone below."))
        return redirect("cycle:glossary")
    typed = request.POST if request.method == "POST" else None
    form = TermForm(typed, languages=languages_of(cycle), said=found.said)
    if form.is_bound and form.is_valid():
        try:
            correct_term(found, form.said, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("The term is corrected."))
            return redirect("cycle:glossary")
    shown = {"form": form, "term": found, "trail": _trail(str(found)), "year": cycle}
    return answer(request, "cycle/term.html", shown, status=422 if form.errors else 200)


@page(may_keep_the_glossary, may_post=True)
def term_undoing(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take a change of the glossary back."""
    change = get_object_or_404(changes_of_terms(_cycle()), public_id=public_id)
    if request.method == "POST":
        undo_step(change, seat=request.seat, at=request.at)
        messages.success(request, gettext("It is as it was before."))
    return redirect("cycle:glossary")


@page(may_keep_the_glossary, may_post=True)
def bring_table(request: SeatedRequest) -> HttpResponse:
    """Bring a table of terms: what it would change is shown first, then it is taken over."""
    cycle = _cycle()
    has_rows = "rows" in request.POST
    form = TableOfTerms(request.POST, request.FILES) if request.method == "POST" and not has_rows else TableOfTerms()
    planned: list[Planned] = []
    try:
        if has_rows:
            return _taken_over(request, cycle, _planned(cycle, request.POST["rows"].encode()))
        if form.is_bound and form.is_valid():
            planned = _planned(cycle, form.cleaned_data["file"].read())
    except (Unreadable, NoGlossary) as fault:
        form = TableOfTerms({}) if has_rows else form
        form.add_error("file", sentence_of_table(fault) if isinstance(fault, Unreadable) else str(fault))
    languages = languages_of(cycle)
    shown = {
        "form": form,
        "trail": _trail(gettext("Bring a table")),
        "year": cycle,
        "known": format_html('<bdi lang="en" dir="ltr">{}</bdi>', ", ".join(headings(languages))),
        **_preview(planned, languages),
    }
    return answer(request, "cycle/bring_terms.html", shown, status=422 if form.errors else 200)


def _planned(cycle: Cycle, content: bytes) -> list[Planned]:
    return plan(terms_in(read_sheets(content), languages_of(cycle)), cycle, terms_of(cycle))


def _preview(planned: Sequence[Planned], languages: Sequence[str]) -> dict[str, Any]:
    taken = [one for one in planned if one.does in ("new", "corrected")]
    rows = [headings(languages), *(row_of_term(one.row.said, languages) for one in taken)]
    return {
        "is_read": bool(planned),
        "counts": Counter(one.does for one in planned),
        "taken": [(one, [one.row.said.words.get(code, "") for code in languages]) for one in taken],
        "refused": [one.row for one in planned if one.does == "refused"],
        "spoken": languages,
        "rows": separated_values(rows) if taken else "",
    }


def _taken_over(request: SeatedRequest, cycle: Cycle, planned: Sequence[Planned]) -> HttpResponse:
    wanted = [one.row.said for one in planned if one.does != "refused"]
    entered, corrected = bring_terms(cycle, wanted, seat=request.seat, at=request.at)
    counted = {"entered": number(entered), "corrected": number(corrected)}
    told = gettext("The table is taken over. New terms: %(entered)s. Corrected terms: %(corrected)s.")
    messages.success(request, told % counted)
    return redirect("cycle:glossary")


@page(the_seated)
def glossary_file(request: SeatedRequest, ending: str) -> HttpResponse:
    """The glossary as XLSX or CSV, with the headings with which it is brought."""
    if ending not in ("xlsx", "csv"):
        raise Http404
    cycle = _cycle()
    languages = languages_of(cycle)
    rows = [headings(languages), *(row_of_term(one.said, languages) for one in terms_of(cycle))]
    if ending == "csv":
        response = HttpResponse(separated_values(rows), content_type="text/csv; charset=utf-8")
    else:
        sheet = Written(gettext("Glossary"), rows)
        book = workbook([sheet], right_to_left=get_language_bidi(), at=request.at)
        response = HttpResponse(book, content_type=SHEETS)
    response["Content-Disposition"] = f'attachment; filename="glossary-{cycle.key}.{ending}"'
    return response


def _cycle() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle


def _trail(here: str) -> list[tuple[str, str]]:
    return [
        (gettext("The year"), reverse("cycle:year")),
        (gettext("Glossary"), reverse("cycle:glossary")),
        (here, ""),
    ]
