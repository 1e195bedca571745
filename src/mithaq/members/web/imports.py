"""The pages of an import: the list that is brought, how it is read, what it would do, what it did, taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.columns import heading_row, headings_of
from mithaq.core.contacts.entries import Entry, Fault
from mithaq.core.contacts.outcome import ANOTHER, LEAVE_OUT, SAME, Change, Line, Question, State, Thing
from mithaq.core.sheets.table import Sheet, Workbook
from mithaq.cycle.queries import classes_of, current_cycle
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.languages.formats import in_digits, number
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_table
from mithaq.members.domain.bring import answer_doubts, arrange, bring
from mithaq.members.domain.compare import book_of, columns_for, comparison_of, entries_in, sheet_of
from mithaq.members.domain.play import HasChanged, play
from mithaq.members.domain.undo import undo
from mithaq.members.models import Import
from mithaq.members.queries.lists import imports_visible_to
from mithaq.members.rules import may_import
from mithaq.members.web.import_forms import Bringing, Reading
from mithaq.members.web.import_words import SIGNS, STATES, field_word, place_of, reason_of, value_word

ROWS_ON_A_PAGE = 50
QUESTIONS_ON_A_PAGE = 20
#: In the address, the rows that are taken over without something that could not be read.
WITHOUT = "without"
_TAKEN = (State.NEW, State.CHANGED, State.UNCHANGED)


@page(may_import, may_post=True)
def imports(request: SeatedRequest) -> HttpResponse:
    """Bring a list of contacts; and every list that was brought, with what became of it."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    form = Bringing(request.POST, request.FILES) if request.method == "POST" else Bringing()
    if request.method == "POST" and form.is_valid():
        try:
            brought = bring(cycle, form.cleaned_data["file"], seat=request.seat, at=request.at)
        except Unreadable as unreadable:
            form.add_error("file", sentence_of_table(unreadable))
        else:
            return redirect("members:import_columns", brought.public_id)
    listed = imports_visible_to(request.seat, request.at).order_by("-id")
    shown = {
        "form": form,
        "imports": page_of(listed, request, size=ROWS_ON_A_PAGE),
        "trail": _trail(),
    }
    return answer(request, "members/imports.html", shown, status=422 if form.errors else 200)


@page(may_import, may_post=True)
def columns(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Which sheet is read, where its headings are, and what each column says."""
    brought = _open_import(request, public_id)
    book = book_of(brought)
    place, heading = _asked_for(request, brought, book)
    sheet = book.sheets[place]
    headings = headings_of(sheet, heading)
    typed = [request.POST] if request.method == "POST" else []
    form = Reading(sheet, heading, headings, *typed, initial=_initial(brought, sheet, place, heading))
    if request.method == "POST" and form.is_valid():
        by_us: dict[str, Any] = {"seat": request.seat, "at": request.at}
        arrange(brought, sheet=place, heading=heading, columns=form.mapping, otherwise=form.otherwise, **by_us)
        return redirect(brought)
    shown = {
        "form": form,
        "import": brought,
        "columns": [form[name] for name in form.columns],
        "sheets": [
            (at, one.title or gettext("The table"), one.is_hidden) for at, one in enumerate(book.sheets) if one.rows
        ],
        "place": place,
        "heading": heading,
        "trail": _trail(brought),
        "steps": STEPS,
    }
    return answer(request, "members/import_columns.html", shown, status=422 if form.errors else 200)


STEPS = (_("Bring the list"), _("Settle how it is read"), _("Look at what would change"))


@page(may_import, may_post=True)
def preview(request: SeatedRequest, public_id: str) -> HttpResponse:
    """What a list would change, row by row; or what it did change, once it has been taken over."""
    brought = get_object_or_404(imports_visible_to(request.seat, request.at), public_id=public_id)
    if hasattr(brought, "playing"):
        return _done(request, brought)
    if request.method == "POST" and request.POST.get("step") == "answers":
        answers = {key.removeprefix("q-"): str(request.POST[key]) for key in request.POST if key.startswith("q-")}
        answer_doubts(brought, answers, seat=request.seat, at=request.at)
        return redirect(f"{brought.get_absolute_url()}?state={request.POST.get('state', '')}")
    has_changed = False
    if request.method == "POST" and request.POST.get("step") == "play":
        try:
            play(brought, request.POST.get("seal", ""), seat=request.seat, at=request.at)
            messages.success(request, gettext("The list has been taken over."))
            return redirect(brought)
        except HasChanged:
            has_changed = True
    return answer(
        request,
        "members/import_preview.html",
        {"has_changed": has_changed, **_preview(request, brought)},
        status=409 if has_changed else 200,
    )


@page(may_import, may_post=True)
def taking_back(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Before a list is taken back: what that means."""
    brought = get_object_or_404(imports_visible_to(request.seat, request.at), public_id=public_id)
    if not hasattr(brought, "playing"):
        raise Http404
    if request.method == "POST" or hasattr(brought.playing, "undoing"):
        if request.method == "POST":
            undone = undo(brought, seat=request.seat, at=request.at)
            told = ngettext("%(count)s thing was taken back.", "%(count)s things were taken back.", undone.taken_back)
            messages.success(request, told % {"count": number(undone.taken_back)})
        return redirect(brought)
    shown = {"import": brought, "trail": [*_trail(brought), (gettext("Take back"), "")]}
    return answer(request, "members/import_taking_back.html", shown)


def _open_import(request: SeatedRequest, public_id: str) -> Import:
    """A list that was not taken over yet."""
    return get_object_or_404(imports_visible_to(request.seat, request.at), public_id=public_id, playing__isnull=True)


def _trail(brought: Import | None = None) -> list[tuple[str, str]]:
    trail = [(gettext("Members"), reverse("members:roll")), (gettext("Lists of contacts"), reverse("members:import"))]
    return [*trail, (str(brought.file), brought.get_absolute_url())] if brought else trail


def _asked_for(request: SeatedRequest, brought: Import, book: Workbook) -> tuple[int, int]:
    """The sheet and the row of headings that are looked at: those asked for, else those settled."""
    asked = request.POST if request.method == "POST" else request.GET
    place, heading = _whole(asked.get("sheet")), _whole(asked.get("heading"))
    if place is None or place >= len(book.sheets):
        place = brought.sheet
    sheet = book.sheets[place]
    if heading is None or not headings_of(sheet, heading):
        heading = brought.heading if place == brought.sheet else heading_row(sheet)
    return place, heading


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 8 else None


def _initial(brought: Import, sheet: Sheet, place: int, heading: int) -> dict[str, Any]:
    settled = (place, heading) == (brought.sheet, brought.heading)
    said = (
        brought.columns
        if settled
        else {str(at): column for at, column in columns_for(sheet, heading, brought.cycle).items()}
    )
    return {**brought.otherwise, **{f"column_{at}": str(column) for at, column in said.items()}}


def _preview(request: SeatedRequest, brought: Import) -> dict[str, Any]:
    comparison = comparison_of(brought, request.at)
    counts = Counter(line.state for line in comparison.lines)
    state = request.GET.get("state", "")
    without = [line for line in comparison.lines if line.state in _TAKEN and line.entry.left_out]
    lines = without if state == WITHOUT else [line for line in comparison.lines if state in ("", line.state)]
    asking = [line for line in comparison.lines if line.question and not line.asked_in]
    return {
        "import": brought,
        "seal": comparison.seal,
        "trail": _trail(brought),
        "steps": STEPS,
        "tabs": _tabs(counts, len(without), state),
        "lines": _shown(page_of(lines, request, size=ROWS_ON_A_PAGE), classes_of(brought.cycle)),
        "without": len(without),
        "questions": [_question(line) for line in asking[:QUESTIONS_ON_A_PAGE]],
        "more_questions": max(0, len(asking) - QUESTIONS_ON_A_PAGE),
        "state": state,
        "made": _made(comparison.made),
        "waiting": counts[State.ASKED],
        "refused": counts[State.REFUSED],
        "formulas": sum(formula.has_value for formula in sheet_of(brought).formulas),
        "is_empty": not comparison.lines,
        "answered": len(brought.answers),
    }


def _tabs(counts: Counter[State], without: int, state: str) -> list[dict[str, Any]]:
    choices = [
        ("", gettext("All"), sum(counts.values())),
        *((s.value, w, counts[s]) for s, w in STATES.items() if counts[s]),
        *([(WITHOUT, gettext("Something left out"), without)] if without else []),
    ]
    return [
        {"title": title, "url": f"?state={code}", "current": code == state, "count": count}
        for code, title, count in choices
    ]


def _shown(page: Any, classes: Mapping[str, PerLanguage]) -> Any:
    """A page of rows, each as the template reads it."""
    page.object_list = [_row(line, classes) for line in page.object_list]
    return page


def _row(line: Line, classes: Mapping[str, PerLanguage]) -> dict[str, Any]:
    return {
        "number": line.number,
        "state": line.state,
        "sign": SIGNS[line.state],
        "word": STATES[line.state],
        "organisation": " · ".join(line.entry.organisation.values()),
        "person": " · ".join(line.entry.person.values()),
        "changes": [change for one in line.changes for change in _fields(one, classes)],
        "faults": [_told(fault, line.number) for fault in line.entry.faults],
        "left_out": _left_out_of(line.entry) if line.state in _TAKEN else [],
        "asked_in": line.asked_in,
    }


def _told(fault: Fault, row: int) -> dict[str, str]:
    return {"place": place_of(fault, row), "cell": fault.cell, "reason": reason_of(fault)}


def _left_out_of(entry: Entry) -> list[dict[str, str]]:
    return [_told(fault, entry.number) for fault in entry.left_out]


def _fields(change: Change, classes: Mapping[str, PerLanguage]) -> list[dict[str, str]]:
    return [
        {
            "word": field_word(change.thing, one.field),
            "before": value_word(one.field, one.before, classes),
            "after": value_word(one.field, one.after, classes),
        }
        for one in change.fields
    ]


def _question(line: Line) -> dict[str, Any]:
    question: Question = line.question  # type: ignore[assignment]
    return {
        "name": f"q-{question.key}",
        "row": line.number,
        "names": question.names,
        "organisation": tuple(line.entry.organisation.values()) if question.thing is Thing.PERSON else (),
        "email": line.entry.email if question.thing is Thing.PERSON else "",
        "candidates": [
            {
                "value": f"{SAME}{one.ref}",
                "names": one.names,
                "about": one.about,
                "row": one.row,
                "is_translation": one.is_translation,
            }
            for one in question.candidates
        ],
        "another": ANOTHER if question.may_be_another else "",
        "leave_out": LEAVE_OUT,
    }


def _made(made: Iterable[Change]) -> list[str]:
    """What would be made and changed, in numbers and words."""
    counts = Counter((change.thing.value, change.is_new) for change in made)
    return [words(counts[key]) for key, words in COUNTED.items() if counts[key]]


COUNTED = {
    ("organisation", True): lambda n: (
        ngettext("%(count)s organisation is new.", "%(count)s organisations are new.", n) % {"count": number(n)}
    ),
    ("organisation", False): lambda n: (
        ngettext("%(count)s organisation changes.", "%(count)s organisations change.", n) % {"count": number(n)}
    ),
    ("membership", True): lambda n: (
        ngettext(
            "%(count)s organisation is admitted to the year.", "%(count)s organisations are admitted to the year.", n
        )
        % {"count": number(n)}
    ),
    ("membership", False): lambda n: (
        ngettext("%(count)s membership changes.", "%(count)s memberships change.", n) % {"count": number(n)}
    ),
    ("person", True): lambda n: (
        ngettext("%(count)s person is new.", "%(count)s persons are new.", n) % {"count": number(n)}
    ),
    ("person", False): lambda n: (
        ngettext("%(count)s person changes.", "%(count)s persons change.", n) % {"count": number(n)}
    ),
    ("seat", True): lambda n: (
        ngettext("%(count)s seat is given.", "%(count)s seats are given.", n) % {"count": number(n)}
    ),
    ("seat", False): lambda n: ngettext("%(count)s seat changes.", "%(count)s seats change.", n) % {"count": number(n)},
    ("channel", True): lambda n: (
        ngettext("%(count)s telephone is entered.", "%(count)s telephones are entered.", n) % {"count": number(n)}
    ),
    ("focal_point", True): lambda n: (
        ngettext("%(count)s focal point is named.", "%(count)s focal points are named.", n) % {"count": number(n)}
    ),
}


def _done(request: SeatedRequest, brought: Import) -> HttpResponse:
    """What became of a list that was taken over."""
    playing = brought.playing
    kinds = Counter(playing.imported.values_list("thing", "is_new"))
    undoing = getattr(playing, "undoing", None)
    rows = playing.rows
    shown = {
        "import": brought,
        "playing": playing,
        "undoing": undoing,
        "made": [words(kinds[key]) for key, words in COUNTED.items() if kinds[key]],
        "rows": [(word, in_digits(str(rows[state]))) for state, word in STATES.items() if rows.get(state)],
        "refused": rows.get(State.REFUSED, 0) + rows.get(State.ASKED, 0),
        **_without(brought),
        "left": _left(undoing) if undoing else [],
        "trail": _trail(brought),
    }
    return answer(request, "members/import_done.html", shown)


def _without(brought: Import) -> dict[str, Any]:
    """What could not be read in the rows that were taken over, as it still stands in the file; nothing where the file
    was erased."""
    if brought.file.forgotten_at is not None:
        return {"without": 0, "left_out": []}
    told = [one for entry in entries_in(brought) if not entry.faults for one in _left_out_of(entry)]
    return {"without": len(told), "left_out": told[:ROWS_ON_A_PAGE]}


def _left(undoing: Any) -> list[str]:
    kinds = Counter({thing: len(refs) for thing, refs in undoing.left.items()})
    return [words(kinds[thing]) for thing, words in LEFT.items() if kinds[thing]]


LEFT = {
    "organisation": lambda n: (
        ngettext("%(count)s organisation stayed.", "%(count)s organisations stayed.", n) % {"count": number(n)}
    ),
    "membership": lambda n: (
        ngettext("%(count)s membership stayed.", "%(count)s memberships stayed.", n) % {"count": number(n)}
    ),
    "person": lambda n: ngettext("%(count)s person stayed.", "%(count)s persons stayed.", n) % {"count": number(n)},
    "channel": lambda n: (
        ngettext("%(count)s telephone stayed.", "%(count)s telephones stayed.", n) % {"count": number(n)}
    ),
    "focal_point": lambda n: (
        ngettext("%(count)s focal point stayed.", "%(count)s focal points stayed.", n) % {"count": number(n)}
    ),
    "seat": lambda n: ngettext("%(count)s seat stayed.", "%(count)s seats stayed.", n) % {"count": number(n)},
}
