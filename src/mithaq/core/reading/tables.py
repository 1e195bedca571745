"""Tables of recommendations: which column holds what, and what each row says.

A table is known by a row of headings in which one column is called "Recommendation" ("التوصية"). Its other columns
are numbers, proposers and themes where their headings say so; whatever else stands in a row is kept as a note
under its heading. A row with one cell across the table names the theme of the rows that follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mithaq.core.reading.document import Paragraph, Place
from mithaq.core.reading.openings import bare_number
from mithaq.core.reading.recommending import announces_recommendations
from mithaq.core.text import normalised, searchable


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    RECOMMENDATION = "recommendation"
    PROPOSERS = "proposers"
    THEME = "theme"


_HEADINGS = {
    Column.RECOMMENDATION: re.compile(
        r"(?:(?:the|key|policy|main|text of(?: the)?) )*recommend(?:ation|ations|ed actions?)(?: text)?"
        r"|(?:نص )?(?:ال)?توصي(?:ه|ات)(?: المقترحه)?"
    ),
    Column.NUMBER: re.compile(
        r"#|(?:no|nr|num|n°|nº|number|ref|reference|id|serial|item)\.?(?: (?:no|number)\.?)?"
        r"|rec(?:ommendation)?\.? (?:no|nr|number|#)\.?"
        r"|numero|num\.?|nummer|№|номер|编号|序号"
        r"|م\.?|ت\.?|(?:ال)?رقم(?: التوصيه| المرجعي)?|(?:ال)?(?:تسلسل|مسلسل)"
    ),
    Column.PROPOSERS: re.compile(
        r"propos(?:ers?|ed by|ing (?:cit|stat|countr|part|organi|member)\w*)"
        r"|(?:submitted|recommended|put forward|made) by|recommending (?:cit|stat|countr|part|organi)\w*"
        r"|propose(?:e|es|s)? par|propuest[ao]s? por|propost[ao]s? por|villes?|ciudad(?:es)?|cidades?|pays|pais(?:es)?"
        r"|(?:cit|countr)(?:y|ies)|states?|organi[sz]ations?|members?|source(?: state| city)?"
        r"|(?:ال)?جه(?:ه|ات)(?: المقترحه| المقدمه)?|(?:مقدم|مقترح)(?:ه|و)?(?: من| التوصيه)|صاحب التوصيه"
        r"|(?:ال)?دول(?:ه)?(?: الموصيه)?|(?:ال)?(?:مدينه|مدن)|اقترحتها|اصحاب الاقتراح|المقترحون"
    ),
    Column.THEME: re.compile(
        r"themes?|temas?|axes?|ejes?|piliers?|pilares?|topics?|pillars?|subjects?|thematic areas?|areas?"
        r"|categor(?:y|ies)|task force"
        r"|(?:ال)?(?:محور|موضوع|مجال|قضيه)|فريق العمل"
    ),
}
_THEME_LABEL = re.compile(
    r"^\s*(?:themes?|topics?|subjects?|thematic areas?|المحور|الموضوع|المجال)\s*[:：]\s*", re.IGNORECASE
)
#: Headings stand near the top.
_HEADINGS_WITHIN = 5


@dataclass(frozen=True)
class Cell:
    """One cell of a row with its paragraphs."""

    place: Place
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The cell's words, one line for each paragraph that has any."""
        return "\n".join(line for paragraph in self.paragraphs if (line := normalised(paragraph.text)))


@dataclass(frozen=True)
class Row:
    """One row with its cells from left to right of the grid."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int | None) -> Cell | None:
        """The cell that covers this column of the grid."""
        return next(
            (c for c in self.cells if column and c.place.column <= column < c.place.column + c.place.span), None
        )

    @property
    def filled(self) -> list[Cell]:
        """The cells that hold words."""
        return [cell for cell in self.cells if cell.text]


@dataclass(frozen=True)
class Layout:
    """Which columns of a table hold what; the other columns by their headings."""

    columns: Mapping[Column, int]
    headings: Mapping[int, str]
    width: int
    #: The row of headings, 0 where the layout was taken over from the table before.
    row: int


def rows_of(paragraphs: Iterable[Paragraph]) -> list[Row]:
    """The rows of one table from its paragraphs."""
    rows: dict[int, dict[int, list[Paragraph]]] = {}
    for paragraph in paragraphs:
        if paragraph.place:
            rows.setdefault(paragraph.place.row, {}).setdefault(paragraph.place.cell, []).append(paragraph)
    return [
        Row(number, tuple(Cell(cell[0].place, tuple(cell)) for cell in cells.values() if cell[0].place))
        for number, cells in rows.items()
    ]


def layout_of(rows: list[Row], before: Layout | None = None) -> Layout | None:
    """What the columns hold by the headings of this table, or by those of the table before if it has none."""
    width = max((cell.place.column + cell.place.span - 1 for row in rows for cell in row.cells), default=0)
    for row in rows[:_HEADINGS_WITHIN]:
        headings = {cell.place.column: cell.text for cell in row.filled}
        columns = columns_called(headings)
        if Column.RECOMMENDATION in columns and (len(headings) > 1 or width == 1):
            return Layout(columns, headings, width, row.number)
    if before and before.width == width > 1:
        return Layout(before.columns, before.headings, width, 0)
    return None


def numbered_layout(rows: list[Row]) -> Layout | None:
    """A table without headings whose rows begin with a bare number: the next column holds the text."""
    numbered = [row for row in rows if len(row.filled) > 1 and bare_number(row.filled[0].text)]
    if len(numbered) < 2 or len(numbered) < len(rows) / 2:
        return None
    first, second = numbered[0].filled[:2]
    columns = {Column.NUMBER: first.place.column, Column.RECOMMENDATION: second.place.column}
    width = max(cell.place.column + cell.place.span - 1 for row in rows for cell in row.cells)
    return Layout(columns, {}, width, 0)


def theme_of(row: Row, layout: Layout) -> str | None:
    """The theme that a row names if it does nothing else, its label ("Theme:") left out."""
    if len(row.filled) != 1:
        return None
    (cell,) = row.filled
    across = len(row.cells) == 1 and layout.width > 1
    beside = cell.place.column != layout.columns[Column.RECOMMENDATION] and not bare_number(cell.text)
    return theme_in(cell.text) if across or beside else None


def theme_in(words: str) -> str:
    """A theme's name without the label before it."""
    return normalised(_THEME_LABEL.sub("", normalised(words)))


def repeats_headings(row: Row, layout: Layout) -> bool:
    """Whether a row says the table's headings once more, as at the top of a new page."""
    return bool(layout.headings) and {c.place.column: c.text for c in row.filled} == layout.headings


def tables_in(paragraphs: Iterable[Paragraph]) -> dict[int, list[Row]]:
    """The rows of each table of a document."""
    found: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.place:
            found.setdefault(paragraph.place.table, []).append(paragraph)
    return {number: rows_of(inside) for number, inside in sorted(found.items())}


def columns_called(headings: Mapping[int, str]) -> dict[Column, int]:
    """Which columns hold what by their headings."""
    found: dict[Column, int] = {}
    for column, heading in headings.items():
        folded = searchable(heading).strip(" :.-")
        for holds, pattern in _HEADINGS.items():
            if holds not in found and pattern.fullmatch(folded):
                found[holds] = column
                break
        else:
            # The bare word for it in whatever language a paper may have.
            if len(folded.split()) == 1 and announces_recommendations(heading):
                found.setdefault(Column.RECOMMENDATION, column)
    return found
