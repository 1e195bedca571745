"""The pages on which a text is begun and its first draft composed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.communique.domain import sketch as composing
from mithaq.communique.domain.compose import begin_text
from mithaq.communique.models import Text
from mithaq.communique.queries import texts_shown
from mithaq.communique.queries.composing import composition_of, points_can_be_taken_in, rows_composed
from mithaq.communique.queries.negotiators import cities_of
from mithaq.communique.queries.rows import Words
from mithaq.communique.rules import may_sketch
from mithaq.communique.vocabulary import ClauseKind
from mithaq.communique.web.beginning_forms import BegunText, TakenIn, WordedClause
from mithaq.core.composing.from_word import found_in, found_in_words
from mithaq.core.composing.sketch import Planned, numbers_of
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.chronicle.sentences import told
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name
from mithaq.foundation.uploads.reading import WORD
from mithaq.foundation.uploads.sandbox import in_a_child
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.foundation.writing.versions import Overtaken, differences
from mithaq.foundation.writing.work import at_work, let_go


@page(the_secretariat, may_post=True)
def new_text(request: SeatedRequest) -> HttpResponse:
    """Begin a text: kind, languages, titles, who negotiates."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    cities = {one.organisation.public_id: one.organisation for one in cities_of(cycle, request.at)}
    named = sorted(((key, str(city.name)) for key, city in cities.items()), key=lambda pair: pair[1])
    form = BegunText(request.POST or None, cycle=cycle, cities=named)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        begun = begin_text(
            cycle,
            _free_key(cycle, said["kind"]),
            said["kind"],
            form.title,
            languages=form.languages_in_order,
            negotiators=[cities[key] for key in said["negotiators"]],
            seat=request.seat,
            at=request.at,
        )
        messages.success(request, _("The text is begun. Now its first draft is composed."))
        return redirect("communique:composing", begun.public_id)
    context = {"form": form, "trail": [(_("Texts"), reverse("communique:texts")), (_("Begin a text"), "")]}
    return answer(request, "communique/new_text.html", context, status=422 if form.errors else 200)


@page(the_secretariat)
def composition(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The clauses of a text that has no draft yet, with all that can be done to them."""
    text = _text(request, public_id)
    if not may_sketch(request.seat, text, request.at):
        return redirect(text)
    found = composition_of(text)
    rows = rows_composed(found.sketch) if found else []
    last = found.steps.select_related("seat__person", "seat__organisation").order_by("-id").first() if found else None
    context = {
        "text": text,
        "rows": [
            {
                "row": row,
                "wordings": [
                    Words(code, row.clause.words[code]) for code in text.authentic if code in row.clause.words
                ],
                "kind": ClauseKind(row.clause.kind).label,
                "lacking": [own_name(code) for code in text.authentic if code not in row.clause.words],
            }
            for row in rows
        ],
        "last": last,
        "last_told": told(last.verb, last.seat) if last else "",
        "takes_points": points_can_be_taken_in(text),
        "authentic": [own_name(code) for code in text.authentic],
        "negotiators": list(text.negotiators.all()),
        "trail": _trail(text),
    }
    return answer(request, "communique/composing.html", context)


@page(the_secretariat, may_post=True)
def new_planned(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Add a clause behind another one, or at the beginning."""
    text = _composed(request, public_id)
    found = composition_of(text)
    after = request.POST.get("after", request.GET.get("after", ""))
    before = next((one for one in (found.sketch if found else ()) if one.id == after), None)
    work = at_work(f"communique.new_planned:{public_id}", request.seat, request.at)
    form = WordedClause(request.POST or None, text=text, planned=None, initial=work.initial)
    if form.is_bound and form.is_valid():
        try:
            added = composing.add_clause(
                text, after, form.cleaned_data["kind"], form.words, seat=request.seat, at=request.at
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            let_go(work.form, request.seat)
            return _back_to(text, added.id)
    context = {"form": form, "work": work, "after": after, "title": _("Add a clause"), "before": before}
    return _form_page(request, text, context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def planned(request: SeatedRequest, public_id: str, clause: str) -> HttpResponse:
    """Change the kind and the words of a clause. Two who do so at once lose nothing."""
    text = _composed(request, public_id)
    one, title = _clause(text, clause)
    if one is None and request.method != "POST":
        raise Http404
    work = at_work(f"communique.planned:{clause}", request.seat, request.at)
    form = WordedClause(request.POST or None, text=text, planned=one, initial=work.initial)
    context: dict[str, Any] = {"form": form, "work": work, "title": title}
    if not form.is_bound or not form.is_valid():
        return _form_page(request, text, context, status=422 if form.errors else 200)
    try:
        composing.word_clause(
            text, clause, form.cleaned_data["kind"], form.words, form.seen, seat=request.seat, at=request.at
        )
    except Overtaken:
        return _overtaken(request, text, clause, context)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form_page(request, text, context, status=422)
    let_go(work.form, request.seat)
    return _back_to(text, clause)


@page(the_secretariat, may_post=True)
def planned_place(request: SeatedRequest, public_id: str, clause: str) -> HttpResponse:
    """Move a clause with what stands under it."""
    text = _composed(request, public_id, only_post=True)
    way = request.POST.get("way", "")
    if way not in composing.WAYS:
        raise Http404
    composing.move_clause(text, clause, way, seat=request.seat, at=request.at)
    return _back_to(text, clause)


@page(the_secretariat, may_post=True)
def planned_deletion(request: SeatedRequest, public_id: str, clause: str) -> HttpResponse:
    """Take a clause out."""
    text = _composed(request, public_id, only_post=True)
    composing.delete_clause(text, clause, seat=request.seat, at=request.at)
    messages.success(request, _("The clause is taken out. The step can be taken back."))
    return _back_to(text)


@page(the_secretariat, may_post=True)
def composing_points(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take in the points of the consolidation."""
    text = _composed(request, public_id, only_post=True)
    count = composing.take_in_points(text, seat=request.seat, at=request.at)
    messages.success(request, _added(count))
    return _back_to(text)


@page(the_secretariat, may_post=True)
def composing_file(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take in the clauses of Word documents or of pasted words. They stand on the page at once, to be corrected."""
    text = _composed(request, public_id)
    form = TakenIn(request.POST, request.FILES, text=text) if request.method == "POST" else TakenIn(text=text)
    if form.is_bound and form.is_valid():
        try:
            found = [in_a_child(found_in, one.read(), limits=WORD) for one in form.cleaned_data["documents"]]
            found += [found_in_words(said, code) for code, said in form.pasted.items()]
            count = composing.take_in_file(text, found, seat=request.seat, at=request.at)
        except Unreadable as unreadable:
            form.add_error("documents", sentence_of_a_paper(unreadable))
        except Refused as refused:
            form.add_error("documents", str(refused))
        else:
            messages.success(request, _added(count))
            return _back_to(text)
    context = {"text": text, "form": form, "trail": _trail(text, _("Take in a document"))}
    return answer(request, "communique/composing_file.html", context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def composing_undone(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take back the last step."""
    text = _composed(request, public_id, only_post=True)
    composing.take_back(text, seat=request.seat, at=request.at)
    messages.success(request, _("The last step is taken back."))
    return _back_to(text)


@page(the_secretariat, may_post=True)
def first_draft(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Issue the first draft, after what it holds has been read back."""
    text = _composed(request, public_id)
    found = composition_of(text)
    sketch = found.sketch if found else ()
    if request.method == "POST":
        composing.issue(text, seat=request.seat, at=request.at)
        messages.success(request, _("The first draft is issued. A round can be called on it now."))
        return redirect(text)
    context = {
        "text": text,
        "count": len(sketch),
        "points": sum(one.kind == ClauseKind.POINT for one in sketch),
        "lacking": [
            (own_name(code), lacking)
            for code in text.authentic
            if (lacking := sum(code not in one.words for one in sketch))
        ],
        "trail": _trail(text, _("Issue the first draft")),
    }
    return answer(request, "communique/first_draft.html", context)


def _overtaken(request: SeatedRequest, text: Text, clause: str, context: dict[str, Any]) -> HttpResponse:
    """Both versions, and the form with what was typed, over the words as they stand now."""
    form = context["form"]
    one, _title = _clause(text, clause)
    now = dict(one.words) if one else {}
    said = form.words
    fields = [(own_name(code), code, now.get(code, ""), said[code]) for code in text.authentic]
    form.data = form.data.copy()
    for code in text.authentic:
        form.data[f"seen_{code}"] = now.get(code, "")
    return _form_page(request, text, {**context, "differences": differences(fields)}, status=409)


def _form_page(request: SeatedRequest, text: Text, context: dict[str, Any], status: int) -> HttpResponse:
    shown = {"text": text, "here": request.path, "trail": _trail(text, context["title"]), **context}
    return answer(request, "communique/planned.html", shown, status=status)


def _text(request: SeatedRequest, public_id: str) -> Text:
    found: Text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    return found


def _composed(request: SeatedRequest, public_id: str, *, only_post: bool = False) -> Text:
    """The text, if its first draft is still being composed; what has only buttons has no page of its own."""
    if only_post and request.method != "POST":
        raise Http404
    text = _text(request, public_id)
    require(may_sketch(request.seat, text, request.at))
    return text


def _clause(text: Text, clause: str) -> tuple[Planned | None, str]:
    """A clause of the composition with what it is called; None where it is not there any more."""
    found = composition_of(text)
    sketch = found.sketch if found else ()
    for one, printed in zip(sketch, numbers_of(sketch), strict=True):
        if one.id == clause:
            digits = ".".join(number(int(part)) for part in printed.split(".") if part)
            return one, f"{ClauseKind(one.kind).label} {digits}".strip()
    return None, _("Clause")


def _back_to(text: Text, clause: str = "") -> HttpResponse:
    address = reverse("communique:composing", args=[text.public_id])
    return redirect(f"{address}#clause-{clause}" if clause else address)


def _added(count: int) -> str:
    said = ngettext(
        "%(count)s clause was taken in. Correct it below, or take the step back.",
        "%(count)s clauses were taken in. Correct them below, or take the step back.",
        count,
    )
    return said % {"count": number(count)}


def _trail(text: Text, title: Any = "") -> list[tuple[Any, str]]:
    above: list[tuple[Any, str]] = [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())]
    here = reverse("communique:composing", args=[text.public_id])
    return [*above, (_("First draft"), here), (title, "")] if title else [*above, (_("First draft"), "")]


def _free_key(cycle: Cycle, kind: str) -> str:
    """A name for the files of the text: its kind, with a number where the year has such a text already."""
    taken = set(cycle.texts.values_list("key", flat=True))
    plain = kind.replace("_", "-")
    return next(key for key in (plain, *(f"{plain}-{count}" for count in range(2, 1000))) if key not in taken)
