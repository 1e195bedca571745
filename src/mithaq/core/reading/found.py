"""What is found in a paper: recommendations while they are gathered, and the candidates that they become."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mithaq.core.reading.document import Document, Paragraph
from mithaq.core.reading.names import Part, names_in
from mithaq.core.reading.openings import Opened, opened
from mithaq.core.text import normalised, searchable


class Doubt(StrEnum):
    """What a person should look at before a candidate is taken over."""

    NUMBER_MISSING = "number_missing"
    NUMBER_DOUBLED = "number_doubled"
    NO_PROPOSER_FOUND = "no_proposer_found"
    PROPOSER_UNSURE = "proposer_unsure"
    THEME_MISSING = "theme_missing"
    VERY_SHORT = "very_short"
    NUMBER_JUMPS = "number_jumps"
    LETTERS_UNSURE = "letters_unsure"
    IN_A_FOOTNOTE = "in_a_footnote"


@dataclass(frozen=True)
class Anchor:
    """Where a recommendation stands: its first paragraph, and its table and row where it stands in one."""

    paragraph: int
    table: int | None
    row: int | None
    #: The page on which it begins, counted from 1; None where the file does not tell.
    page: int | None = None
    #: The mark of the footnote in which it stands; empty for the running text.
    note: str = ""


@dataclass(frozen=True)
class Note:
    """What stands beside or below a recommendation, under its label ("Position": "Supported")."""

    label: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A recommendation as it was read, before a person takes it over."""

    #: In digits 0 to 9, as the document numbers it ("115.1"); empty where it does not.
    number: str
    #: The words alone: no number before, no proposers after. Sub-items stand on lines of their own.
    text: str
    proposers: tuple[str, ...]
    #: The sentences of a merged recommendation with the proposers of each; empty for all others.
    parts: tuple[Part, ...]
    theme: str
    anchor: Anchor
    notes: tuple[Note, ...]
    doubtful: tuple[Doubt, ...]
    language: str


@dataclass(frozen=True)
class Reading:
    """What was read out of a document."""

    candidates: tuple[Candidate, ...]
    #: Running numbers of the paragraphs that look like a recommendation but were not taken.
    unread: tuple[int, ...]
    paragraphs: int
    #: The themes of the candidates in the order in which they first stand.
    themes: tuple[str, ...]
    title: str
    modified: datetime | None
    language: str
    #: How many pages the file has; None where it does not say.
    pages: int | None = None


@dataclass(frozen=True)
class WholeReading:
    """A paper with what was read out of it."""

    document: Document
    reading: Reading


@dataclass
class Item:
    """A recommendation while it is gathered from its paragraphs."""

    first: Paragraph
    number: str
    lines: list[str]
    theme: str
    named: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    indices: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.indices.add(self.first.index)

    def follow(self, paragraph: Paragraph, rest: str) -> None:
        """Take in a paragraph below that begins nothing new: proposers, a note, the rest of the sentence, a remark."""
        self.indices.add(paragraph.index)
        label, words = labelled(rest)
        if label and _SAYS_WHO.fullmatch(searchable(label)):
            self.named.extend(names_in(words))
        elif label:
            self.notes.append(Note(label, words))
        elif self.is_unfinished:
            self.lines[-1] = f"{self.lines[-1]} {rest}".strip()
        else:
            self.notes.append(Note("", rest))

    def extend(self, paragraph: Paragraph, line: str) -> None:
        """Take in a sub-item as a line of the text."""
        self.indices.add(paragraph.index)
        self.lines.append(line)

    @property
    def is_unfinished(self) -> bool:
        """Whether the words so far stop in the middle of a sentence."""
        return re.search(r"[.;:!?؛؟)\]”»]\s*$", self.lines[-1]) is None


@dataclass
class Found:
    """What was gathered so far, and the paragraphs of tables that could not be read."""

    items: list[Item] = field(default_factory=list)
    unread: set[int] = field(default_factory=set)


_LABEL = re.compile(r"([^:：.;؛()\n]{2,40}?)\s*[:：]\s+(\S.*)", re.DOTALL)
_SAYS_WHO = re.compile(
    r"propos(?:ers?|ed by|als? of)|(?:submitted|supported|put forward|recommended) by|(?:مقدم|مقترح)(?:ه|و)?(?: من)?"
    r"|الجه(?:ه|ات) المقترحه|اقترحتها|قدمتها|اصحاب الاقتراح"
)


def labelled(text: str) -> tuple[str, str]:
    """The label and the words of "Source of position: A/HRC/28/15"; two empty texts where there is no label."""
    found = _LABEL.fullmatch(text.strip())
    if not found or len(found[1].split()) > 6 or found[1][0].islower() or found[2].startswith("//"):
        return "", ""
    return normalised(found[1]), normalised(found[2])


def opening_of(paragraph: Paragraph) -> Opened:
    """How a paragraph begins."""
    return opened(plain(paragraph.text), paragraph.printed, paragraph.bullet)


def plain(text: str) -> str:
    """The paragraph on one line, as `normalised` sees it."""
    return normalised(text)
