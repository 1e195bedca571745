"""Pictures of the pages of PDFs that came in: drawn once in a confined child, then kept beside the file."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from mithaq.foundation.uploads.models import Upload, stored_as
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.reading import picture_of_page


def page_picture(upload: Upload, page: int) -> bytes:
    """The PNG of a page, counted from 1. Raises `Unreadable` where there is none, `NotAsReceived` where the file is
    gone. What is kept goes by the file's hash, so another file is never shown."""
    name = f"{stored_as(upload.sha256)}.page-{page}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            kept: bytes = file.read()
        if kept.startswith(b"\x89PNG") and kept.endswith(b"IEND\xaeB`\x82"):
            return kept
        default_storage.delete(name)  # what a process left that was killed while it wrote
    png = picture_of_page(content_of(upload), page).png
    default_storage.save(name, ContentFile(png))
    return png
