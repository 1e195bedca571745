"""Which text, and for which city a seat endorses it: its own, or another one whose proxy it holds."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from mithaq.communique.models import Text
from mithaq.communique.queries import texts_visible_to
from mithaq.endorsements.queries import texts_to_endorse
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.permissions.mandates import proxies_in_force
from mithaq.foundation.things import reference_to


def city_asked_for(request: SeatedRequest, text: Text) -> Organisation:
    """The city for which the seat is to endorse: its own, or the one named whose proxy it holds. Any other is not
    there."""
    named = request.GET.get("for", "")
    if not named:
        return request.seat.organisation
    held = proxies_in_force(request.seat, request.at, Scope.ENDORSE, reference_to(text))
    city = next((one.giver.organisation for one in held if one.giver.organisation.public_id == named), None)
    if city is None:
        raise Http404
    return city


def address_for(request: SeatedRequest, text: Text, city: Organisation) -> str:
    """The address of this page for that city."""
    here = reverse("endorsements:endorse", args=[text.public_id])
    return here if city.pk == request.seat.organisation_id else f"{here}?for={city.public_id}"


def text_asked_for(request: Request, public_id: str) -> Text:
    """The text that the address names, where the reader may see it."""
    return get_object_or_404(texts_to_endorse(request.seat, request.at), public_id=public_id)


def text_to_sign(request: Request, public_id: str) -> Text:
    """The same text with nothing beside it that only a page shows: the verb reads it once more under its lock."""
    seen = texts_visible_to(request.seat, request.at).select_related(None).select_related("cycle", "freezing")
    return get_object_or_404(seen, public_id=public_id)
