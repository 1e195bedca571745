"""The pages of a year's papers: as their list states them with a source, else as the file tells them."""

from __future__ import annotations

from mithaq.foundation.uploads.reading import glance_at
from mithaq.foundation.uploads.vocabulary import Unreadable
from mithaq.rehearsal.folder import Row
from mithaq.taskforces.domain.pages import UNKNOWN, Pages, pages_of


def pages_in(row: Row, content: bytes | None) -> Pages:
    """The pages of one paper; none where neither its line nor its file tells."""
    stated = row.number("pages")
    if stated is not None:
        return Pages(stated, row.text("pages_source"))
    try:
        return pages_of(glance_at(content)) if content else UNKNOWN
    except Unreadable:  # it is said where its recommendations are read
        return UNKNOWN
