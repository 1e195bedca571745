"""The endorsed text elsewhere: the roll for machines, and a small page that other sites may show in a frame."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi

from mithaq.communique.models import Text
from mithaq.communique.queries import remembered_reading_of
from mithaq.endorsements.domain.declared import roll_as_plain
from mithaq.endorsements.models import Handover
from mithaq.endorsements.queries import is_in_force, is_public, remembered_classes_of, remembered_given
from mithaq.endorsements.queries.handed import handovers_of
from mithaq.endorsements.web.drawn import caption_of_map, map_of
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.rolls import roll_of
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page

#: The policy of a page that may stand in any frame and carries nothing but words and pictures: no script, no form.
FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors *"
)


@page(everyone)
def roll_json(request: Request, public_id: str) -> JsonResponse:
    """The public roll for machines, as of now. Cities that are not to be named are a number in it."""
    text = _published(request, public_id)
    standing = [one for one in remembered_given(text, request.at) if is_in_force(one, request.at)]
    roll = roll_as_plain(text, standing, remembered_classes_of(text.cycle), request.at)
    roll["handed_over"] = [_as_plain(one) for one in handovers_of(text, request.at)]
    response = JsonResponse(roll, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"  # it is public, and other sites draw it
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _as_plain(one: Handover) -> dict[str, Any]:
    said = getattr(one, "acknowledgement", None)
    return {
        "to": dict(one.receiver.name),
        "at": one.at.isoformat(),
        "acknowledged": said.at.isoformat() if said else None,
    }


@page(everyone)
def embed(request: Request, public_id: str) -> HttpResponse:
    """A small page of the cities behind a text, for the frame of another site."""
    text = _published(request, public_id)
    signed, classes = remembered_given(text, request.at), remembered_classes_of(text.cycle)
    roll = roll_of(signed, classes, remembered_reading_of(text), request.at)
    whole = settings.ADDRESS + reverse("endorsements:declaration", args=[text.public_id])
    context = {
        "text": text,
        "roll": roll,
        "map": map_of(roll),
        "map_caption": caption_of_map(roll),
        "whole": whole,
        "is_rtl": get_language_bidi(),
    }
    response = render(request, "endorsements/embed.html", context)
    response["Cache-Control"] = (
        "public, max-age=60"  # not from the memory of pages, which knows no headers of their own
    )
    response["Content-Security-Policy"] = FRAMED
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _published(request: Request, public_id: str) -> Text:
    text = text_asked_for(request, public_id)
    if not is_public(text, request.at):
        raise Http404
    return text
