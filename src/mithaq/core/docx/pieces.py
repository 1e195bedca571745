"""What a Word document with tracked changes is made of.

A paragraph is a row of *pieces*, each of words that stand under the same changes. A change is a `Mark`: what it does
(puts in, takes out, moves), its identifier in the file, its author and instant. A piece that one person put in and
another took out again stands under two.

- `original`: the words before anybody changed anything: without those put in or moved to this place.
- `accepted`: the words if every change is accepted: without those taken out or moved from this place.

The end of a paragraph is changed like a word: one put in divides what was one paragraph, one taken out joins two. So
paragraphs that follow one another in one place are kept together in a `Flow`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED_FROM = "moved_from"
    MOVED_TO = "moved_to"


COMES = frozenset((Kind.INSERTED, Kind.MOVED_TO))
GOES = frozenset((Kind.DELETED, Kind.MOVED_FROM))


class Where(StrEnum):
    """In what part of a document something stands."""

    BODY = "body"
    TABLE = "table"
    BOX = "box"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Mark:
    """One tracked change as the file has it. `id` is unique in the file ("document/12"), whatever the program wrote.
    `author` may be empty and `date` unknown: some programs name neither."""

    kind: Kind
    id: str
    author: str
    date: datetime | None
    #: The name that both ends of a move share in Word; empty elsewhere.
    move: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words under the same changes, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def in_original(self) -> bool:
        """Whether the words stood there before."""
        return not any(mark.kind in COMES for mark in self.marks)

    @property
    def in_accepted(self) -> bool:
        """Whether the words stand there when every change is accepted."""
        return not any(mark.kind in GOES for mark in self.marks)

    @property
    def kind(self) -> Kind:
        """What became of the words: the innermost change tells."""
        return self.marks[-1].kind if self.marks else Kind.KEPT

    @property
    def id(self) -> str:
        """The change that tells, empty where there is none."""
        return self.marks[-1].id if self.marks else ""

    @property
    def author(self) -> str:
        """Who made the change that tells."""
        return self.marks[-1].author if self.marks else ""

    @property
    def date(self) -> datetime | None:
        """When the change that tells was made, if the file says so."""
        return self.marks[-1].date if self.marks else None


@dataclass(frozen=True, slots=True)
class Span:
    """The words that a comment stands beside: from and to which character of the paragraph's pieces, joined."""

    comment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in the tables of a part a paragraph stands, each counted from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the file, with what became of its end (`end`)."""

    index: int
    pieces: tuple[Piece, ...]
    end: tuple[Mark, ...] = ()
    where: Where = Where.BODY
    cell: Cell | None = None
    bookmarks: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    style: str = ""
    outline: int | None = None
    #: The number that is printed before it without being typed, if any.
    printed: str = ""
    bullet: bool = False
    level: int | None = None

    @property
    def whole(self) -> str:
        """Every word in it, also those that came and went."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def original(self) -> str:
        """The words that stood in it before."""
        return "".join(piece.text for piece in self.pieces if piece.in_original)

    @property
    def accepted(self) -> str:
        """The words that stand in it when every change is accepted."""
        return "".join(piece.text for piece in self.pieces if piece.in_accepted)

    @property
    def ends_in_original(self) -> bool:
        """Whether it ended here before; where not, it was one with the next."""
        return not any(mark.kind in COMES for mark in self.end)

    @property
    def ends_in_accepted(self) -> bool:
        """Whether it ends here when every change is accepted; where not, it flows into the next."""
        return not any(mark.kind in GOES for mark in self.end)


#: Paragraphs that follow one another with nothing between.
Flow = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """Something said beside the text. `answers` is the comment to which it is a reply, empty for none."""

    id: str
    author: str
    date: datetime | None
    text: str
    answers: str = ""
    done: bool = False


@dataclass(frozen=True)
class Unread:
    """A change that stands where no text is read (a branch that is not shown, a formula's frame), with its words."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class WordFile:
    """A Word document with its changes and comments, its flows in reading order."""

    flows: tuple[Flow, ...]
    #: Every change to words, paragraph ends, rows and cells, by its identifier.
    marks: dict[str, Mark]
    #: Changes of form only (bold, style, numbering, page, the frame of a form's field), and changes to the words of a
    #: comment, which is read as it stands; they are counted and change no word.
    formatting: tuple[Mark, ...] = ()
    unread: tuple[Unread, ...] = ()
    comments: tuple[Comment, ...] = ()
    #: The custom properties, which our own exports use to say of which draft they are.
    properties: dict[str, str] = field(default_factory=dict)
    title: str = ""
    #: The changes that put in or took out pictures and other things without words, by identifier.
    pictures: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in reading order."""
        return (paragraph for flow in self.flows for paragraph in flow)

    @property
    def draft(self) -> str:
        """The hash of the draft that it says it was made of, empty where it says nothing."""
        return self.properties.get("mithaq-draft", "")
