"""What is written into a Word document: lines and tables, with who changed what.

A `Line` is one paragraph, one clause of a draft in one language. Its words are cut into `Stretch`es: those that stand,
and those that somebody inserted, deleted or moved. A stretch that several authors changed alike names them all; so each
author's reading of a line is exact (`as_accepted`): accept every mark that names the author, reject every other one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mithaq.core.docx.pieces import COMES, Kind

#: Between the names of those who changed something alike, in any language.
AND = " · "
#: Stands in words that are put in where a paragraph is cut in two: the paragraph separator, which no clause holds.
CUT = "\u2029"
#: Letters of an author in a Word document (ECMA-376 part 1, 17.13: ST_String; Word shows no more than these).
LONGEST_AUTHOR = 255
#: Languages that are written from the right.
FROM_THE_RIGHT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"))


@dataclass(frozen=True)
class Revision:
    """That words were changed: how, by whom, when; the two ends of one move have the same number (from 1)."""

    kind: Kind
    authors: tuple[str, ...]
    date: datetime | None = None
    move: int = 0

    @property
    def came(self) -> bool:
        """Whether the words are new in this place."""
        return self.kind in COMES

    @property
    def author(self) -> str:
        """The authors as one name; of too many, the first and how many more."""
        return joined_names(self.authors)


@dataclass(frozen=True)
class Stretch:
    """Some words with one fate. `tone` sets them apart for the eye only ("bracket", "faint", "strong")."""

    words: str
    mark: Revision | None = None
    tone: str = ""


@dataclass(frozen=True)
class Remark:
    """A comment on the words from `start` to `end`, counted in code points of the line before any change."""

    author: str
    words: str
    date: datetime | None = None
    start: int = 0
    end: int = 0
    language: str = ""
    replies: tuple[Remark, ...] = ()


class Style(StrEnum):
    """What a line is, and so how it looks; the first three are what every program knows by these names."""

    TITLE = "Title"
    SUBTITLE = "Subtitle"
    HEADING = "Heading1"
    PREAMBLE = "MithaqPreamble"
    POINT = "MithaqPoint"
    SUB_POINT = "MithaqSubPoint"
    CLOSING = "MithaqClosing"
    CELL = "MithaqCell"
    CELL_HEADING = "MithaqCellHeading"
    NOTE = "MithaqNote"


@dataclass(frozen=True)
class Line:
    """One paragraph; where words that are put in hold a `CUT`, several. `mark` says that it came or went as a whole,
    `end` that only its end did, so that it flows into the next."""

    style: Style
    language: str
    stretches: tuple[Stretch, ...]
    number: str = ""
    bookmark: str = ""
    mark: Revision | None = None
    remarks: tuple[Remark, ...] = ()
    end: Revision | None = None

    @property
    def right_to_left(self) -> bool:
        """Whether it is read from the right."""
        return is_rtl(self.language)


@dataclass(frozen=True)
class Row:
    """A row of a table: in each cell one line or more. `mark` says that the row came or went."""

    cells: tuple[tuple[Line, ...], ...]
    is_heading: bool = False
    mark: Revision | None = None


@dataclass(frozen=True)
class Table:
    """Rows with columns of these shares of the width. From the right, the first column stands at the right edge."""

    rows: tuple[Row, ...]
    shares: tuple[int, ...]
    right_to_left: bool = False
    is_ruled: bool = True


@dataclass(frozen=True)
class Composed:
    """A document to be written.

    `properties` are kept with it by name; `running` stands in the head of every page; `tracks` asks the editor to
    record whatever is changed from now on; `line_numbers` prints a number beside each line.
    """

    title: str
    language: str
    blocks: tuple[Line | Table, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    running: str = ""
    at: datetime | None = None
    tracks: bool = False
    landscape: bool = False
    line_numbers: bool = False


def is_rtl(language: str) -> bool:
    """Whether a language is written from the right."""
    return language.partition("-")[0] in FROM_THE_RIGHT


def plain(
    style: Style, language: str, words: str, *, number: str = "", bookmark: str = "", tone: str = "",
    remarks: tuple[Remark, ...] = (),
) -> Line:  # fmt: skip
    """A line that nobody changed."""
    stretches = (Stretch(words, tone=tone),) if words else ()
    return Line(style, language, stretches, number, bookmark, remarks=remarks)


def joined_names(names: Sequence[str]) -> str:
    """Names as one author. Beyond what Word shows, the first of them and how many more there are."""
    whole = AND.join(names)
    kept = len(names)
    while len(whole) > LONGEST_AUTHOR and kept > 1:
        kept -= 1
        whole = AND.join(names[:kept]) + f" +{len(names) - kept}"
    return whole[:LONGEST_AUTHOR]


def as_accepted(line: Line, accepts: Callable[[Revision], bool]) -> str | None:
    """The words of a line when the marks that `accepts` names are accepted and all others rejected; None where the line
    is then not there at all."""
    if line.mark is not None and accepts(line.mark) is not line.mark.came:
        return None
    return "".join(one.words for one in line.stretches if one.mark is None or accepts(one.mark) is one.mark.came)
