"""The pages on which a text gets another title or other negotiators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.communique.domain.about import name_negotiators, retitle
from mithaq.communique.models import Text
from mithaq.communique.queries import texts_shown
from mithaq.communique.rules import may_change_what_it_is
from mithaq.communique.web.about_forms import NamedNegotiators, Retitled
from mithaq.communique.web.silences import trail_of
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES


@page(the_secretariat, may_post=True)
def title(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call a text otherwise, in each of its languages."""
    text = _text(request, public_id)
    form = Retitled(request.POST or None, text=text)
    if form.is_bound and form.is_valid():
        try:
            changed = retitle(text, form.title, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The text has its new title."))
            return redirect(_page_of(changed))
    context = {
        "text": text,
        "form": form,
        "back": _page_of(text),
        "titles": text.retitlings.select_related("seat__person", "seat__organisation").order_by("-id"),
        "verdict": may_change_what_it_is(request.seat, text, request.at),
        "trail": [*trail_of(text), (_("Title"), "")],
    }
    return answer(request, "communique/title.html", context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def negotiators(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Say which cities negotiate a text."""
    text = _text(request, public_id)
    cities = {one.organisation.public_id: one.organisation for one in members(text.cycle, request.at, CITIES)}
    named = sorted(((key, str(city.name)) for key, city in cities.items()), key=lambda pair: pair[1])
    so_far = [city.public_id for city in text.negotiators.all()]
    form = NamedNegotiators(request.POST or None, cities=named, named=so_far)
    if form.is_bound and form.is_valid():
        chosen = [cities[key] for key in form.cleaned_data["negotiators"]]
        try:
            changed = name_negotiators(text, chosen, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record which cities negotiate the text."))
            return redirect(_page_of(changed))
    context = {
        "text": text,
        "form": form,
        "back": _page_of(text),
        "verdict": may_change_what_it_is(request.seat, text, request.at),
        "trail": [*trail_of(text), (_("Who negotiates it"), "")],
    }
    return answer(request, "communique/negotiators.html", context, status=422 if form.errors else 200)


def _text(request: Request, public_id: str) -> Text:
    return get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)


def _page_of(text: Text) -> str:
    """Where one works on the text: on its first draft until that is issued."""
    if text.drafts.exists():
        return text.get_absolute_url()
    return reverse("communique:composing", args=[text.public_id])
