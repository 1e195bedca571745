"""Two records that are one: choosing the other, seeing what would move and what collides, merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.actors.request import SeatedRequest
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

    def __init__(self, asked: Any, *, others: Any, **more: Any) -> None:
        super().__init__(asked, **more)
        field: Any = self.fields["other"]
        field.queryset = others
        sought = as_searched(self.data.get("name", "")) if self.is_bound else ""
        names = others.values_list("public_id", "name")
        listed = [(public_id, str(name)) for public_id, name in names if _holds(name, sought)]
        field.widget.choices = [("", _("Choose one")), *sorted(listed, key=lambda pair: pair[1])[:LISTED]]


class SettlingForm(forms.Form):
    """That somebody has looked at what both have and settles which counts."""

    settled = forms.BooleanField(
        label=_("In each of these pairs the record of the one that stays is to count."),
        error_messages={"required": _("Look at the pairs and settle them, or take one of each back first.")},
    )


#: So many records stand in the list at most; part of a name brings the others.
LISTED = 100


def _holds(name: dict[str, str], sought: str) -> bool:
    return any(sought in as_searched(words) for words in name.values())


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
    form = OtherForm(request.POST or request.GET or None, others=others)
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
