"""What a person may ask for: all that is on record of them, and that their name be erased."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Person
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions.pages import page, the_seated, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.members.domain.erase import erase
from mithaq.members.queries.export import export_of
from mithaq.members.queries.on_record import person_shown
from mithaq.members.rules import may_erase, may_export_person


class SureForm(forms.Form):
    """That whoever erases a name means it."""

    sure = forms.BooleanField(
        label=_("The person asked for it, or it must be done. It cannot be taken back."),
        error_messages={"required": _("Say that you mean it. Nothing was erased.")},
    )


@page(the_seated)
def export(request: Request, public_id: str) -> HttpResponse:
    """All that is on record of a person, as JSON: for the person and for the secretariat."""
    shown = Person.objects.filter(public_id=public_id, merged_into=None).first()
    if shown is None or not may_export_person(request.seat, shown, request.at):
        raise Http404
    made = JsonResponse(export_of(shown, request.at), json_dumps_params={"ensure_ascii": False, "indent": 2})
    made["Content-Disposition"] = f'attachment; filename="person-{public_id}.json"'
    made["Cache-Control"] = "private, no-store"
    return made


@page(the_secretariat, may_post=True)
def erasure(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Erase a person's name and contacts, after saying what goes and what stays."""
    shown = person_shown(public_id, request.seat, request.at)
    if shown is None or not may_erase(request.seat, shown, request.at):
        raise Http404
    form = SureForm(request.POST or None)
    home = reverse("members:person", args=[public_id])
    if form.is_bound and form.is_valid():
        erase(shown, seat=request.seat, at=request.at)
        messages.success(request, gettext("The name and the contacts are erased. What was done stays done."))
        return redirect(home)
    trail = [(gettext("Persons"), reverse("members:persons")), (shown.name, home), (gettext("Erase the name"), "")]
    return answer(request, "members/erasure.html", {"form": form, "person": shown, "home": home, "trail": trail})
