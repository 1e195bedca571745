"""Giving out files, as they came in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of

#: What Word and other readers take a file for; anything else is bytes.
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
}


def content_or_refusal(file: Upload) -> bytes:
    """The file's bytes. Raises `Refused` where they are no longer those that came in."""
    try:
        return content_of(file)
    except NotAsReceived as damaged:
        raise Refused(
            _("This file is no longer stored as it was received, so it is not given out. Ask the secretariat for it.")
        ) from damaged


def file_response(file: Upload) -> HttpResponse:
    """The file to be saved under its own name, remembered by nobody on the way. Raises `Refused` as above."""
    content_type = CONTENT_TYPES.get(file.kind, "application/octet-stream")
    response = HttpResponse(content_or_refusal(file), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
