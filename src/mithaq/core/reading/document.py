"""A document as a person reads it: its paragraphs in reading order, each with its page and its place.

One form for every kind of file (`papers.read_document`): Word, OpenDocument, PDF and HTML. A footnote is a paragraph
of its own that stands after the one it was found under, and carries its mark in `note`; whoever reads the running text
leaves those out (`Document.body`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import groupby

from mithaq.core.text import language_of, normalised
from mithaq.core.tongues import told

#: More paragraphs than any paper has; a document of a thousand pages has about twenty thousand.
MOST_PARAGRAPHS = 200_000

#: Who is told how far a reading is: pages that have been read, and pages in all.
Listening = Callable[[int, int], None]


def nobody(done: int, of: int) -> None:
    """Where nobody wants to know how far it is."""


@dataclass(frozen=True)
class Place:
    """Where in a table a paragraph stands. Tables, rows, cells and columns are counted from 1."""

    table: int
    row: int
    cell: int
    #: The column of the table's grid at which the cell begins, and how many it spans.
    column: int
    span: int
    #: The row is repeated on every page: a row of headings.
    heading: bool
    #: The cell continues the one above it.
    continued: bool
    #: The table in which this table stands, 0 for none.
    within: int


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with what a reader sees of it."""

    index: int
    text: str
    style: str
    #: 1 to 9 for headings, None for body text.
    outline: int | None
    #: The number that is printed before it without being typed; empty if there is none.
    printed: str
    bullet: bool
    #: How deep in its list, from 0; None outside lists.
    level: int | None
    #: All of its words are bold.
    bold: bool
    #: "rtl" or "ltr".
    direction: str
    place: Place | None
    #: The page on which it begins, counted from 1 as the file has them; None where the file does not tell.
    page: int | None = None
    #: The mark of the footnote that it is ("3", "*"); empty for the running text.
    note: str = ""
    #: Its letters may be others, or stand in another order, than a reader of the page sees (Arabic out of a PDF).
    unsure: bool = False

    @property
    def language(self) -> str:
        """Its language as far as its letters tell: "ar", "en" for Latin letters, "und" for others."""
        return language_of(self.text)


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it until the next heading; what stands before the first has no heading."""

    heading: Paragraph | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Document:
    """The paragraphs of a document and what it says of itself."""

    paragraphs: tuple[Paragraph, ...]
    title: str
    modified: datetime | None
    #: The language of most of its words ("en", "ar"…).
    language: str
    #: How many pages the file has; None where it has none (HTML) or does not say.
    pages: int | None = None

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        """The running text, without the footnotes."""
        return tuple(paragraph for paragraph in self.paragraphs if not paragraph.note)

    @cached_property
    def notes(self) -> tuple[Paragraph, ...]:
        """The footnotes."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.note)

    @property
    def sections(self) -> Iterator[Section]:
        """The running text under its headings."""
        heading: Paragraph | None = None
        inside: list[Paragraph] = []
        for paragraph in self.body:
            if (paragraph.outline is not None or paragraph.style == "title") and paragraph.text.strip():
                if heading or inside:
                    yield Section(heading, tuple(inside))
                heading, inside = paragraph, []
            else:
                inside.append(paragraph)
        if heading or inside:
            yield Section(heading, tuple(inside))

    def words_by_page(self) -> dict[int, str]:
        """The words of each page that has any, one paragraph a line: all on page 1 where the file has no pages. A
        paragraph over two pages stands on the one where it begins."""
        told = ((paragraph.page or 1, paragraph.text) for paragraph in self.paragraphs if paragraph.text.strip())
        ordered = sorted(told, key=lambda one: one[0])
        return {page: "\n".join(text for _page, text in found) for page, found in groupby(ordered, lambda one: one[0])}


def headline(paragraphs: Iterable[Paragraph]) -> str:
    """The title that a document prints: the paragraph styled as title, else its first heading."""
    headings = [found for found in paragraphs if found.text.strip() and (found.style == "title" or found.outline)]
    titles = [found for found in headings if found.style == "title"]
    return normalised((titles or headings)[0].text) if headings else ""


def language_of_most(paragraphs: Iterable[Paragraph], latin: str) -> str:
    """The language of most of the words; `latin` is what the document says of its Latin ones, which programs write of
    themselves and is asked only where the words do not tell."""
    words = " ".join(paragraph.text for paragraph in paragraphs)
    return told(words, default=latin if latin.isalpha() else "en")


def instant(written: str) -> datetime | None:
    """A W3CDTF instant; one without a zone is taken as universal time."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
