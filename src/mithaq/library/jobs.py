"""Reading the files of studies for the search. The worker does it; a study says what became of its file."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.search.files import pages_in
from mithaq.foundation.search.index import Said
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived
from mithaq.library.domain.shelve import shelve, shelve_pages
from mithaq.library.models import Study
from mithaq.library.vocabulary import Looked

log = logging.getLogger(__name__)

#: What a study says of a file that cannot be searched.
REASONS = {Why.NO_TEXT: Looked.SCANNED, Why.ENCRYPTED: Looked.ENCRYPTED}
#: Studies that are read in one round: the worker has other things to do as well.
AT_ONCE = 3


def read_studies(at_once: int | None = AT_ONCE) -> int:
    """Read the files that wait; the number of studies. One that cannot be read says so and is not tried again."""
    waiting = Study.objects.filter(looked=Looked.WAITING).select_related("file")[:at_once]
    return sum(_read(study) for study in waiting)


def read_again() -> Iterator[tuple[int, int]]:
    """Read every study anew, with or without a file: after each, its place and how many there are. For a search index
    that was lost or is of an earlier making."""
    studies = Study.objects.order_by("pk").select_related("file")
    of = studies.count()
    for place, study in enumerate(studies.iterator(chunk_size=100), 1):
        if study.file:
            _read(study)
        else:
            shelve(study, [])
        yield place, of


def _read(study: Study) -> int:
    pages, looked = _pages_of(study.file) if study.file else ([], Looked.UNREADABLE)
    shelve_pages(study, pages, looked)
    return 1


def _pages_of(file: Upload) -> tuple[list[Said], Looked]:
    try:
        return pages_in(file), Looked.READ
    except Unreadable as fault:
        log.info("a study's file cannot be searched", extra={"fault": str(fault.code)})
        return [], REASONS.get(fault.code, Looked.UNREADABLE)
    except NotAsReceived:
        log.warning("a study's file is not in the store", extra={"file": file.public_id})
        return [], Looked.UNREADABLE
