"""The page on which the languages of a clause are brought into step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.communique.domain.pair import pair
from mithaq.communique.models import Text
from mithaq.communique.queries import remembered_reading_of, texts_shown
from mithaq.communique.queries.pairs import Unpaired, unpaired_in, words_hash
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.rules import may_pair
from mithaq.communique.web.cards import Marked, marked
from mithaq.communique.web.negotiation_forms import words
from mithaq.core.redline import edits_between
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name


class Paired(forms.Form):
    """A clause in every authentic language."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, typed: Any, *, text: Text, now: dict[str, str]) -> None:
        names = {f"words_{code}": code for code in text.cycle.authentic}
        initial = {name: now.get(code, "") for name, code in names.items()}
        super().__init__(typed, initial={"seen": words_hash(now), **initial})
        for name, code in names.items():
            self.fields[name] = words(own_name(code), rows=8)
        self.languages = names

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with its language."""
        return [(bound, self.languages.get(bound.name, "")) for bound in self]

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by language."""
        return {code: self.cleaned_data[name] for name, code in self.languages.items()}


@page(the_secretariat, may_post=True)
def pairing(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Find that the languages of a clause say the same, or write what makes them do so."""
    text = get_object_or_404(texts_shown(request.seat, request.at), clauses__public_id=public_id)
    reading = remembered_reading_of(text)
    placed = reading.by_id.get(public_id)
    if placed is None or reading.draft is None:
        raise Http404
    behind = unpaired_in(reading.draft).get(placed.clause.pk)
    form = Paired(request.POST or None, text=text, now=dict(placed.words))
    if form.is_bound and form.is_valid():
        try:
            pair(placed.clause, form.words, form.cleaned_data["seen"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record that the languages of this clause say the same."))
            return redirect(placed.clause)
    context = {
        "text": text,
        "row": row_of(placed, languages_of(text), {}),
        "form": form,
        "behind": behind,
        "changes": _changes(behind) if behind else [],
        "verdict": may_pair(request.seat, text, request.at),
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    return answer(request, "communique/pairing.html", context, status=422 if form.errors else 200)


def _changes(behind: Unpaired) -> list[Marked]:
    """What has changed in each language since they last said the same."""
    pairs = [(code, behind.was.get(code, ""), now) for code, now in behind.now.items()]
    return [Marked(code, marked(was, edits_between(was, now))) for code, was, now in pairs]
