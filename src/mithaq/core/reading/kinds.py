"""What a file is, by its content and never by its name; nothing is unpacked to find out."""

from __future__ import annotations

from enum import StrEnum

from mithaq.core.reading.package import open_package, refuse_other_kinds
from mithaq.core.reading.unreadable import Unreadable, Why


class Kind(StrEnum):
    """The kinds of file that are taken in."""

    WORD = "docx"
    SPREADSHEET = "xlsx"
    PDF = "pdf"
    # Where a table is asked for (`core.sheets.read.kind_of_table`), and nowhere else:
    OPEN_SPREADSHEET = "ods"
    SEPARATED = "csv"
    # Where a paper is asked for (`papers.kind_of_paper`), and nowhere else:
    OPEN_TEXT = "odt"
    WEB_PAGE = "html"


_FOLDERS: dict[str, Kind | Why] = {"word/": Kind.WORD, "xl/": Kind.SPREADSHEET, "ppt/": Why.PRESENTATION}


def kind_of(payload: bytes) -> Kind:
    """The kind of this file. Raises `Unreadable` for every other kind, and for an Office file that is not safe."""
    try:
        refuse_other_kinds(payload)
    except Unreadable as other:
        if other.code is Why.PDF:
            return Kind.PDF
        raise
    names = open_package(payload).entries.keys()
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(Why.MACROS)
    if "mimetype" in names and "meta-inf/manifest.xml" in names:
        raise Unreadable(Why.OPEN_DOCUMENT)
    found = next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(folder) for name in names)), None)
    if isinstance(found, Kind):
        return found
    raise Unreadable(found or Why.OTHER_KIND)
