"""The photo of a person: entering one with its rights, and giving it out to those who may see it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.core.reading.pictures import LARGEST
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.vocabulary import Unreadable, Why, sentence_of_photo
from mithaq.members.domain.photograph import enter_photo
from mithaq.members.queries.on_record import person_shown
from mithaq.members.queries.photos import photos_visible_to
from mithaq.members.rules import may_edit_person, may_keep_persons
from mithaq.members.web.people_forms import PhotoForm

SIZES = ("large", "small")


@page(everyone)
def photo(request: Request, public_id: str, size: str) -> HttpResponse:
    """A photo at one of its sizes, to those who may see it."""
    if size not in SIZES:
        raise Http404
    seen = photos_visible_to(request.seat, request.at).select_related(size)
    shown = get_object_or_404(seen, public_id=public_id)
    try:
        content = content_of(getattr(shown, size))
    except NotAsReceived as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    # Long enough for the pages of one visit; whoever signs out or may see it no longer has it no longer.
    response["Cache-Control"] = "private, max-age=300"
    response["Vary"] = "Cookie"
    return response


@page(may_keep_persons, may_post=True)
def new_photo(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Put a photo on record in place of the one before, with its rights."""
    shown = person_shown(public_id, request.seat, request.at)
    if shown is None or not may_edit_person(request.seat, shown, request.at):
        raise Http404
    sent: Any = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PhotoForm(sent[0], sent[1], initial={"shown_from": request.at.date()})
    if request.method == "POST" and form.is_valid():
        terms: dict[str, Any] = dict(form.cleaned_data)
        file = terms.pop("file")
        try:
            if file.size > LARGEST * 1_000_000:
                raise Unreadable(Why.TOO_LARGE, most=LARGEST)
            enter_photo(shown, file.read(), **terms, seat=request.seat, at=request.at)
        except Unreadable as unreadable:
            form.add_error("file", sentence_of_photo(unreadable))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The photo is on record. The file that you chose was not kept."))
            return redirect("members:person", public_id)
    back = reverse("members:person", args=[public_id])
    title = gettext("Enter a photo")
    context = {
        "form": form,
        "title": title,
        "kicker": shown.name,
        "here": reverse("members:new_photo", args=[public_id]),
        "back": back,
        "trail": [(gettext("Persons"), reverse("members:persons")), (shown.name, back), (title, "")],
        "file_again": form.is_bound and bool(form.errors) and not form["file"].errors,
    }
    return answer(request, "members/photo_form.html", context, status=422 if form.errors else 200)
