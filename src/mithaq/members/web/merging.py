"""Two records that are one: choosing the other, seeing what would move and what collides, merging."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from operator import itemgetter
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.members.domain.merge import merge_organisations, merge_persons
from mithaq.members.domain.unmerge import unmerge
from mithaq.members.models import Merger
from mithaq.members.queries import as_searched
from mithaq.members.queries.merging import came_since, the_two, what_would_move
from mithaq.members.queries.on_record import organisation_shown, person_shown
from mithaq.members.rules import may_merge, may_unmerge


class OtherForm(forms.Form):
    """The record that is the same as this one."""

    name = forms.CharField(
        label=_("Part of its name"),
        required=False,
        max_length=100,
        help_text=_("In any language; it shortens the list."),
    )
    other = forms.ModelChoiceField(
        label=_("The record that is the same"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        required=False,
    )

    def __init__(self, asked: Any, *, others: Any, names: Iterable[Name], **more: Any) -> None:
        super().__init__(asked, **more)
        field: Any = self.fields["other"]
        field.queryset = others
        sought = as_searched(self.data.get("name", "")) if self.is_bound else ""
        listed = ((one, name) for one, name, folded in names if not sought or any(sought in said for said in folded))
        field.widget.choices = [("", _("Choose one")), *islice(listed, LISTED)]


class SettlingForm(forms.Form):
    """That somebody has looked at what both have and settles which counts."""

    settled = forms.BooleanField(
        label=_("In each of these pairs the record of the one that stays is to count."),
        error_messages={"required": _("Look at the pairs and settle them, or take one of each back first.")},
    )


#: So many records stand in the list at most; part of a name brings the others.
LISTED = 100


#: An identifier, the name in the reader's language, and the name as it is searched in each of its languages.
Name = tuple[str, str, tuple[str, ...]]
_names: Memory[list[Name]] = Memory(8, kinds=("actors.organisation", "actors.person"))


def _names_of(everybody: QuerySet[Any]) -> list[Name]:
    """The names of all that are not merged, in their order. One query after acts about such records."""
    rows = everybody.filter(merged_into=None).values_list("public_id", "name")
    return _names.recall((everybody.model, get_language()), None, lambda: sorted(map(_name, rows), key=itemgetter(1)))


def _name(row: tuple[str, PerLanguage]) -> Name:
    public_id, name = row
    return public_id, str(name), tuple(map(as_searched, name.values()))


@page(the_secretariat, may_post=True)
def organisations(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Merge another organisation into this one."""
    kept = organisation_shown(public_id, request.seat, request.at)
    return _merging(request, kept, Organisation.objects.all(), merge_organisations, "members:organisation")


@page(the_secretariat, may_post=True)
def persons(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Merge another person into this one."""
    kept = person_shown(public_id, request.seat, request.at)
    return _merging(request, kept, Person.objects.filter(erasure=None), merge_persons, "members:person")


@page(the_secretariat, may_post=True)
def unmerging(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Undo a merger, after showing what goes back and what stays."""
    merger = get_object_or_404(Merger.objects.filter(unmerging=None), public_id=public_id)
    kept, gone = the_two(merger)
    verdict = may_unmerge(request.seat, merger, kept, request.at)
    home = "members:organisation" if isinstance(kept, Organisation) else "members:person"
    refusal = "" if verdict else str(verdict.reason)
    if verdict and request.method == "POST":
        try:
            undone = unmerge(merger, seat=request.seat, at=request.at)
        except Refused as refused:
            refusal = str(refused)
        else:
            said = gettext("The two are two again. What was entered since the merger stays here.")
            messages.success(
                request, said if undone.stayed else gettext("The two are two again, each with what it had.")
            )
            return redirect(home, kept.public_id)
    back = reverse(home, args=[kept.public_id])
    shown = {
        "merger": merger,
        "kept": kept,
        "gone": gone,
        "moved": sum(map(len, merger.moved.values())),
        "stays": came_since(merger, kept),
        "refusal": refusal,
        "home": back,
        "trail": [(kept.name, back), (gettext("Undo the merger"), "")],
    }
    return answer(request, "members/unmerging.html", shown)


def _merging(request: SeatedRequest, kept: Any, everybody: Any, merge: Any, home: str) -> HttpResponse:
    if kept is None or kept.merged_into_id is not None or hasattr(kept, "erasure"):
        raise Http404
    others = everybody.filter(merged_into=None).exclude(pk=kept.pk)
    names = (name for name in _names_of(everybody) if name[0] != kept.public_id)
    form = OtherForm(request.POST or request.GET or None, others=others, names=names)
    gone = form.cleaned_data["other"] if form.is_bound and form.is_valid() else None
    verdict = may_merge(request.seat, kept, gone, request.at) if gone else None
    unsettled = ""
    if gone is not None and verdict and request.method == "POST":
        try:
            merge(kept, gone, leaving="settled" in request.POST, seat=request.seat, at=request.at)
        except Refused as refusal:
            unsettled = str(refusal)
        else:
            messages.success(request, gettext("The two are one. The address of the other leads here."))
            return redirect(home, kept.public_id)
    moving = what_would_move(kept, gone) if gone is not None and verdict else []
    shown = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "refusal": verdict.reason if verdict is not None and not verdict else "",
        "moving": moving,
        "colliding": [one for one in moving if one.colliding],
        "unsettled": unsettled,
        "settling": SettlingForm(request.POST if unsettled else None),
        "home": reverse(home, args=[kept.public_id]),
        "trail": [(kept.name, reverse(home, args=[kept.public_id])), (gettext("Merge"), "")],
    }
    return answer(request, "members/merging.html", shown)
