"""What is seen of a paper before it is read: whether it can be read at all, and how many pages it has.

A PDF has pages, and they are counted. A Word document has none: it says in its properties how many the program that
saved it last laid out ("stated"), which is taken only where it also states about as many words as it holds; programs
that write documents without laying them out leave the numbers of an older one there. Where nothing is stated that can
be believed, nothing is said: pages are never estimated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from mithaq.core.reading.document import Document
from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.package import open_package
from mithaq.core.reading.papers import kind_of_paper, read_document
from mithaq.core.reading.pdf.reading import open_pdf

_PROPERTIES = "docprops/app.xml"
_EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
#: How many times more, or fewer, words than there are may be stated beside pages that are believed: programs count
#: footnotes, captions and joined words differently.
_ABOUT = 1.5
_MOST = 99_999


class Counting(StrEnum):
    """How the number of pages is known."""

    #: The file has pages, and these are all of them.
    COUNTED = "counted"
    #: The file says so of itself.
    STATED = "stated"


@dataclass(frozen=True)
class Glance:
    """What is seen of a paper at the door. `pages` is None where nobody can tell."""

    pages: int | None = None
    counting: Counting | None = None
    #: Whether there is any text in it; pages that are pictures have none.
    has_words: bool = True


def glance(payload: bytes) -> Glance:
    """Look at a paper without finding anything in it. Raises `Unreadable` where it could not be opened later either;
    one whose pages are pictures has no words."""
    kind = kind_of_paper(payload)
    if kind is Kind.PDF:
        return _at_pages(payload)
    document = read_document(payload)
    stated = _stated(payload, document) if kind is Kind.WORD else document.pages
    return Glance(stated, Counting.STATED) if stated else Glance()


def _at_pages(payload: bytes) -> Glance:
    opened = open_pdf(payload)
    try:
        return Glance(len(opened), Counting.COUNTED, any(_has_letters(opened, at) for at in range(len(opened))))
    finally:
        opened.close()


def _has_letters(opened: pdfium.PdfDocument, at: int) -> bool:
    """Whether there is text on a page; one that is damaged has none."""
    try:
        page = opened[at]
    except pdfium.PdfiumError:
        return False
    try:
        text = page.get_textpage()
        try:
            return bool(raw.FPDFText_CountChars(text) > 0)
        finally:
            text.close()
    except pdfium.PdfiumError:
        return False
    finally:
        page.close()


def _stated(payload: bytes, document: Document) -> int | None:
    """The pages of a Word document as it states them, if what it states fits its words."""
    package = open_package(payload)
    if _PROPERTIES not in package:
        return None
    properties = package.xml(_PROPERTIES)
    pages, words = (_number(properties.findtext(_EXTENDED + name)) for name in ("Pages", "Words"))
    held = sum(len(paragraph.text.split()) for paragraph in document.paragraphs)
    believed = pages and words and held and max(words, held) <= _ABOUT * min(words, held)
    return pages if believed else None


def _number(stated: str | None) -> int:
    words = (stated or "").strip()
    return int(words) if words.isascii() and words.isdigit() and int(words) <= _MOST else 0
