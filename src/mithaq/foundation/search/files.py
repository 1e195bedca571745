"""Reading the files of records for the search: page by page, each record's file once."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import transaction

from mithaq.core.reading.document import Document
from mithaq.core.reading.unreadable import Unreadable
from mithaq.core.text import language_of
from mithaq.foundation.search.index import Said, index
from mithaq.foundation.search.models import LookedInto
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_document

log = logging.getLogger(__name__)


def pages_in(file: Upload) -> list[Said]:
    """The pages of a file as the search takes them. Raises `Unreadable`, and `NotAsReceived` where the store has not
    the file that came in."""
    return list(_said(read_document(content_of(file))))


def look_into(kind: str, subject: int, file: Upload) -> None:
    """A record is found by the pages of its file, or by nothing where it cannot be read; it is not tried again."""
    try:
        pages = pages_in(file)
    except Unreadable as fault:
        log.info("a file cannot be searched", extra={"kind": kind, "fault": str(fault.code)})
        pages = []
    except NotAsReceived:
        log.warning("a file is not in the store", extra={"file": file.public_id})
        pages = []
    with transaction.atomic():
        index(kind, subject, (), pages)
        LookedInto.objects.get_or_create(kind=kind, subject=subject)


def _said(document: Document) -> Iterator[Said]:
    # A page in Latin letters of a document that is Arabic as a whole is not Arabic.
    latin = "en" if document.language in ("ar", "und") else document.language
    for page, text in document.words_by_page().items():
        yield Said(text, language_of(text, default=latin), page if document.pages else None)
