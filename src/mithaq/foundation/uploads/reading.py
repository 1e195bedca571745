"""Reading papers and tables safely: the core's readers, called in a confined child."""

from __future__ import annotations

from datetime import datetime

from mithaq.core.docx.pieces import WordFile
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.comment_table import Entry, entries_in, is_only_a_table, rows_in
from mithaq.core.placing.plain_text import as_word_file
from mithaq.core.reading.at_the_door import Glance
from mithaq.core.reading.at_the_door import glance as glance_here
from mithaq.core.reading.changes import Changes, changes_in, pair_of
from mithaq.core.reading.document import Document
from mithaq.core.reading.found import Reading, WholeReading
from mithaq.core.reading.kinds import Kind, kind_of
from mithaq.core.reading.mail import Mail
from mithaq.core.reading.mail import read_mail as read_mail_here
from mithaq.core.reading.papers import read_document as read_document_here
from mithaq.core.reading.pdf.pictures import Picture, order_for
from mithaq.core.reading.pdf.pictures import picture_of_page as picture_of_page_here
from mithaq.core.reading.pictures import Photograph, read_photograph
from mithaq.core.reading.recommendations import read_recommendations, read_whole
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.reading.web_page import looks_like_a_web_page
from mithaq.core.sheets.read import kind_of_table, read_tables
from mithaq.core.sheets.separated import decoded
from mithaq.core.sheets.table import Workbook
from mithaq.core.signatures.findings import Findings, question
from mithaq.foundation.uploads.confinement import OFFICE, PDF, TABLE, Limits
from mithaq.foundation.uploads.sandbox import Told, in_a_child

#: A PDF of a thousand pages takes some thirty seconds of a processor, more where it has to share its caches.
LONG_PDF = Limits(memory=800, cpu=90, wall=300, answer=64)
#: Somebody waits for the comparison of two versions: longer ones than this allows are compared elsewhere.
TWO_VERSIONS = Limits(memory=800, cpu=15, wall=20, answer=16)
#: A PDF of so many pages and any other paper of so many bytes are read in well under a second.
SHORT_PAGES, SHORT_BYTES = 15, 1_000_000
#: A Word file with ten thousand tracked changes takes half a second; what it says of itself comes back with it.
WORD = Limits(memory=700, cpu=10, wall=30, answer=64)
#: What reading one mail may cost: its files come back with the answer, a third longer than they are.
MAIL = Limits(memory=700, cpu=10, wall=60, answer=64)
#: Fifty million dots of a PNG in four colours are two hundred megabytes, and once more while they are turned.
PHOTO = Limits(memory=700, cpu=10, wall=30)

#: Examining signatures loads what no other reader needs, which takes a second; a letter has some pages.
SIGNED = Limits(memory=800, cpu=15, wall=40)


def read_photo(content: bytes) -> Photograph:
    """A photograph, written anew at two sizes. Raises `Unreadable`, whose code `vocabulary.sentence_of_photo` words."""
    return in_a_child(read_photograph, content, limits=PHOTO)


def examine_signed(content: bytes, roots: tuple[bytes, ...], text_hash: str, at: datetime) -> Findings:
    """Who signed a PDF, whether it stands as it was signed, and whether it is about the text with this hash; nothing is
    fetched. Raises `Unreadable` for what is no PDF."""
    from mithaq.core.signatures.examine import examine_signed_pdf  # half a second that few processes ever need

    return in_a_child(examine_signed_pdf, question(content, roots, text_hash, at), limits=SIGNED)


def read_paper(content: bytes) -> Reading:
    """The recommendations of a paper of any kind. Raises `Unreadable`, whose code `vocabulary.sentence_of` words."""
    return in_a_child(read_recommendations, content, limits=_limits(content))


def read_whole_paper(content: bytes, told: Told | None = None) -> WholeReading:
    """A paper's paragraphs together with its recommendations; whoever wants to be `told` hears every second how many
    pages have been read. Raises `Unreadable` in the same way."""
    return in_a_child(read_whole, content, limits=_limits(content), told=told)


def glance_at(content: bytes) -> Glance:
    """Whether a paper can be read, and how many pages it has. Raises `Unreadable` in the same way."""
    return in_a_child(glance_here, content, limits=_limits(content))


def is_long(content: bytes) -> bool:
    """Whether reading this paper takes longer than anybody should wait for a page. Raises `Unreadable`."""
    if _is_pdf(content):
        return (glance_at(content).pages or 0) > SHORT_PAGES
    return len(content) > SHORT_BYTES


def changes_between(before: bytes, after: bytes) -> Changes:
    """What changed between two versions of a paper. Raises `Unreadable` in the same way."""
    return in_a_child(changes_in, pair_of(before, after), limits=TWO_VERSIONS)


def read_document(content: bytes) -> Document:
    """A paper's paragraphs. Raises `Unreadable` in the same way."""
    return in_a_child(read_document_here, content, limits=_limits(content))


def picture_of_page(content: bytes, page: int) -> Picture:
    """The picture of a page of a PDF, counted from 1. Raises `Unreadable` in the same way."""
    return in_a_child(picture_of_page_here, order_for(content, page), limits=PDF)


def _limits(content: bytes) -> Limits:
    """What reading this paper may cost, by what its first bytes say it is."""
    return LONG_PDF if _is_pdf(content) else OFFICE


def _is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF")


def read_sheets(content: bytes) -> Workbook:
    """The sheets of a table of any kind. Raises `Unreadable` in the same way."""
    return in_a_child(read_tables, content, limits=TABLE)


def read_mail(content: bytes) -> Mail:
    """A mail and the files in it. Raises `Unreadable`, whose code `vocabulary.sentence_of_mail` words."""
    return in_a_child(read_mail_here, content, limits=MAIL)


def kind_of_return(content: bytes) -> Kind:
    """The kind of a file that answers to a draft: a Word document, a table of comments, or plain text (`SEPARATED`).
    Raises `Unreadable` for every other kind."""
    try:
        kind = kind_of(content)
    except Unreadable as fault:
        if fault.code not in (Why.OPEN_DOCUMENT, Why.OTHER_KIND):
            raise
        try:
            return kind_of_table(content)
        except Unreadable:
            raise fault from None
    if kind is Kind.PDF:
        raise Unreadable(Why.PDF)
    return kind


def read_word(content: bytes) -> WordFile:
    """A Word document with its changes and comments. Raises `Unreadable` in the same way."""
    return in_a_child(read_tracked, content, limits=WORD)


def read_return(content: bytes) -> WordFile | list[Entry]:
    """What answers to a draft: a Word document, the rows of a table of comments (DOCX, XLSX, ODS, CSV), or plain text
    or a web page as a document without changes. Raises `Unreadable` in the same way."""
    try:
        file = read_word(content)
        return (entries_in(rows_in(file)) if is_only_a_table(file) else None) or file
    except Unreadable as fault:
        if fault.code not in (Why.SPREADSHEET, Why.OPEN_DOCUMENT, Why.OTHER_KIND):
            raise
        found = _entries(content)
        if found:
            return found
        try:
            is_text = kind_of_table(content) is Kind.SEPARATED
        except Unreadable:
            raise fault from None
        if not is_text:
            raise
        if looks_like_a_web_page(content):
            return as_word_file("\n\n".join(paragraph.text for paragraph in read_document(content).body))
        return as_word_file(decoded(content)[0])


def _entries(content: bytes) -> list[Entry]:
    try:
        sheets = read_sheets(content).sheets
    except Unreadable:
        return []
    return [one for sheet in sheets for one in entries_in([(row.number, row.cells) for row in sheet.rows])]
