"""The page of translators: how far each language is, what is out of step, and the words of one clause side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mithaq.communique.domain.translate import approve, translate
from mithaq.communique.models import Text, Translation
from mithaq.communique.queries import reads_drafts, texts_shown
from mithaq.communique.queries.rows import Row, Words, row_of
from mithaq.communique.queries.translations import (
    Sheet,
    languages_worked_in,
    names_in,
    progress_of,
    remembered_sheets_of,
    sheets_of,
)
from mithaq.communique.rules import may_approve, may_translate
from mithaq.communique.vocabulary import TranslationState
from mithaq.communique.web.negotiation_forms import words
from mithaq.communique.web.shown import SIGN_OF_STATE
from mithaq.communique.web.warned import warnings_of
from mithaq.cycle.queries import glossary_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name


class Translated(forms.Form):
    """The words of a clause in another language."""

    words = words(gettext_lazy("The words of the clause"), rows=8)


@dataclass(frozen=True)
class Cut:
    """A part of the list: its title, where it is, how many clauses are in it."""

    title: str
    url: str
    current: bool
    count: int | None = None


#: Hundreds of names are looked for in each clause: once after an act that could matter.
_warned: Memory[dict[int, list[str]]] = Memory(16, kinds=("communique.", "actors.", "members.", "cycle."))
#: What is told of one clause changes with its words, and with the names and terms that are looked for.
_told: Memory[list[str]] = Memory(8192, kinds=())


@dataclass(frozen=True)
class Line:
    """A clause as a line of the list: its row, its sheet, and what is not the same in both languages."""

    row: Row
    sheet: Sheet
    warnings: Sequence[str]

    @property
    def sign(self) -> str:
        """The sign of its state."""
        return SIGN_OF_STATE[self.sheet.state]

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Everything of which it is made on the page."""
        row, sheet = self.row, self.sheet
        words = tuple((one.language, one.text) for one in row.wordings)
        return row.anchor, row.name, row.state, words, sheet.state, sheet.is_proposed, sheet.is_done, (*self.warnings,)


@page(the_seated)
def translations(request: SeatedRequest, public_id: str) -> HttpResponse:
    """How far a language of the text is, clause by clause, beside the words that are translated."""
    one = _text(request, public_id)
    sheets = remembered_sheets_of(one)
    language = _language(sheets, request.GET.get("language", ""))
    ours = sheets.get(language, [])
    asked = request.GET.get("state", "")
    asked = asked if asked in TranslationState.values else ""
    shown = [sheet for sheet in ours if not asked or sheet.state == asked]
    warned = _warned.recall((one.pk, language, get_language()), None, lambda: _warnings(one, ours))
    context = {
        "text": one,
        "language": language,
        "asked": asked,
        "is_informal": language not in one.authentic,
        "has_words": bool(ours),
        "has_source": any(sheet.source for sheet in ours),
        "lines": [_line(sheet, warned[sheet.placed.clause.pk]) for sheet in shown],
        "ways": [
            Cut(own_name(code), f"?{urlencode({'language': code})}", code == language)
            for code in languages_worked_in(one)
        ],
        "states": _cuts(ours, language, asked),
        "next": next((sheet for sheet in ours if not sheet.is_done and not _is_proposed_by(sheet, request.seat)), None),
        "may_translate": may_translate(request.seat, one, language, request.at),
        "trail": [(_("Texts"), reverse("communique:texts")), (one.title, one.get_absolute_url())],
    }
    return answer(request, "communique/translations.html", context)


@page(the_seated, may_post=True)
def translation(request: SeatedRequest, public_id: str, language: str, clause: str) -> HttpResponse:
    """A clause in one language beside the words it translates: what is out of step, and the words to be proposed."""
    one = _text(request, public_id)
    ours = remembered_sheets_of(one).get(language, [])
    sheet = next((each for each in ours if each.placed.clause.public_id == clause), None)
    if sheet is None:
        raise Http404
    form = Translated(request.POST or None, initial={"words": sheet.shown})
    form.fields["words"].widget.attrs |= {"lang": language, "dir": "auto"}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data["words"]
        try:
            translate(sheet.placed.clause, language, said, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The words are proposed. Somebody else approves them."))
            return redirect(_next_after(one, sheet, ours))
    proposal = sheet.proposal
    context = {
        "text": one,
        "line": _line(sheet, warnings_of(sheet, names_in(one.cycle), glossary_of(one.cycle))),
        "language": language,
        "is_informal": language not in one.authentic,
        "form": form,
        "verdict": may_translate(request.seat, one, language, request.at),
        "approval": may_approve(request.seat, proposal, request.at) if proposal else None,
        "here": request.path,
        "back": _list_of(one, language),
        "trail": [(_("Texts"), reverse("communique:texts")), (_("Translations"), _list_of(one, language))],
    }
    return answer(request, "communique/translation.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
def approval(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Approve a translation that somebody else proposed."""
    if request.method != "POST":
        raise Http404
    found = Translation.objects.select_related("clause__text__cycle", "seat", "wording", "source")
    proposed = get_object_or_404(found, public_id=public_id)
    one = _text(request, proposed.clause.text.public_id)
    approve(proposed, seat=request.seat, at=request.at)
    messages.success(request, _("The translation is approved."))
    ours = sheets_of(one)[proposed.language]
    sheet = next(each for each in ours if each.placed.clause.pk == proposed.clause_id)
    return redirect(_next_after(one, sheet, ours))


def _text(request: SeatedRequest, public_id: str) -> Text:
    if not reads_drafts(request.seat):
        raise Http404
    return get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)


def _language(sheets: Mapping[str, Sequence[Sheet]], asked: str) -> str:
    """The language asked for; else the first that is translated from another."""
    if asked in sheets:
        return asked
    return next((code for code, ours in sheets.items() if any(sheet.source for sheet in ours)), next(iter(sheets), ""))


def _warnings(text: Text, sheets: Sequence[Sheet]) -> dict[int, list[str]]:
    """What is not the same in each clause and its source, by the clause's key."""
    names, glossary = names_in(text.cycle), glossary_of(text.cycle)
    known = hashlib.sha256(repr((names, glossary)).encode()).digest()

    def told(sheet: Sheet) -> list[str]:
        key = get_language(), sheet.source_language, sheet.source, sheet.language, sheet.shown, known
        return _told.recall(key, None, lambda: warnings_of(sheet, names, glossary))

    return {sheet.placed.clause.pk: told(sheet) for sheet in sheets}


def _line(sheet: Sheet, warnings: Sequence[str]) -> Line:
    """The clause with its source before its words; where words are missing the source stands alone."""
    sides = [(sheet.source_language, sheet.source), (sheet.language, sheet.shown)]
    row = row_of(sheet.placed, [], {})
    said = [Words(language, text) for language, text in sides if text]
    return Line(Row(row.placed, said, ()), sheet, warnings)


def _cuts(ours: Sequence[Sheet], language: str, asked: str) -> list[Cut]:
    counted: Mapping[TranslationState, int] = progress_of(ours)
    every = Cut(_("All"), f"?{urlencode({'language': language})}", asked not in TranslationState.values, len(ours))
    return [every] + [
        Cut(str(state.label), f"?{urlencode({'language': language, 'state': state.value})}", asked == state, count)
        for state, count in counted.items()
    ]


def _is_proposed_by(sheet: Sheet, seat: Seat) -> bool:
    """Whether the reader proposed the words that wait, which somebody else approves."""
    return sheet.proposal is not None and sheet.proposal.seat.person_id == seat.person_id


def _next_after(one: Text, done: Sheet, ours: Sequence[Sheet]) -> str:
    """The next clause of the language about which something is to be done, else the list."""
    place = [sheet.placed.clause.pk for sheet in ours].index(done.placed.clause.pk)
    waiting = {TranslationState.UNTRANSLATED, TranslationState.STALE}
    for sheet in (*ours[place + 1 :], *ours[:place]):
        if sheet.state in waiting:
            return reverse(
                "communique:translation", args=[one.public_id, sheet.language, sheet.placed.clause.public_id]
            )
    return _list_of(one, done.language)


def _list_of(one: Text, language: str) -> str:
    return f"{reverse('communique:translations', args=[one.public_id])}?{urlencode({'language': language})}"
