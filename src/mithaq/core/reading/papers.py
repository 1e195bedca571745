"""A paper of any kind that is read: Word, OpenDocument text, PDF, HTML."""

from __future__ import annotations

from dataclasses import replace

from mithaq.core.reading.document import Document, Listening, nobody
from mithaq.core.reading.kinds import Kind, kind_of
from mithaq.core.reading.open_text import read_open_text
from mithaq.core.reading.package import open_package
from mithaq.core.reading.paragraphs import read_paragraphs
from mithaq.core.reading.pdf.reading import read_pdf
from mithaq.core.reading.raised import without_marks
from mithaq.core.reading.typed_notes import with_typed_notes
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.reading.web_page import looks_like_a_web_page, read_web_page

_OPEN = b"application/vnd.oasis.opendocument."


def kind_of_paper(payload: bytes) -> Kind:
    """The kind of a file that holds a paper, by its content. Raises `Unreadable` for every other kind."""
    if looks_like_a_web_page(payload):
        return Kind.WEB_PAGE
    try:
        kind = kind_of(payload)
    except Unreadable as other:
        if other.code is Why.OPEN_DOCUMENT:
            return _kind_of_open_document(payload)
        raise
    if kind is Kind.SPREADSHEET:
        raise Unreadable(Why.SPREADSHEET)
    return kind


def read_document(payload: bytes, told: Listening = nobody) -> Document:
    """Read a paper of whatever kind, without the marks of its footnotes; a PDF, which may be long, says how far it is.
    Raises `Unreadable`."""
    document = _read(payload, told)
    return replace(document, paragraphs=without_marks(with_typed_notes(document.paragraphs)))


def _read(payload: bytes, told: Listening) -> Document:
    if looks_like_a_web_page(payload):
        return read_web_page(payload)
    if payload[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF"):
        return read_pdf(payload, told)
    if payload.startswith(b"PK") and payload[30:38] == b"mimetype" and _kind_of_open_document(payload):
        return read_open_text(payload)
    # Whatever else it is, the reader of Word documents says why it is none.
    return read_paragraphs(payload, with_notes=True)


def _kind_of_open_document(payload: bytes) -> Kind:
    kind = open_package(payload).part("mimetype")[:100].removeprefix(_OPEN)
    if kind.startswith(b"text"):
        return Kind.OPEN_TEXT
    if kind.startswith(b"spreadsheet"):
        raise Unreadable(Why.SPREADSHEET)
    raise Unreadable(Why.PRESENTATION if kind.startswith(b"presentation") else Why.OPEN_DOCUMENT)
