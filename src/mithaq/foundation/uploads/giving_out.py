"""Giving out files, as they came in."""

from __future__ import annotations

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
