"""Files that come in with a form, and files that are given out again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_file

#: What a program takes a file for; anything else is bytes.
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def received(request: Request, form: forms.Form, field: str, *, seat: Seat | None = None) -> list[Upload]:
    """The files that came with a form, taken in; what is wrong with one of them stands at the form."""
    taken = []
    for file in request.FILES.getlist(field):
        try:
            taken.append(receive(file, seat=seat or request.seat, at=request.at))
        except Unreadable as wrong:
            form.add_error(field if field in form.fields else None, f"{file.name}: {sentence_of_a_file(wrong)}")
    return taken


def names_of(request: Request, field: str) -> list[str]:
    """The names that the files came with."""
    return [str(file.name) for file in request.FILES.getlist(field)]


def given_out(upload: Upload, name: str) -> HttpResponse:
    """A file as it came in, to be kept, never shown by the browser itself."""
    try:
        content: Any = content_of(upload)
    except NotAsReceived as damaged:
        raise Refused(
            _("This file is no longer stored as it was received, so it is not given out. Ask the secretariat for it.")
        ) from damaged
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(upload.kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
