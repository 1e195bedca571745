"""The bilingual table: a row for each clause, with the words to be translated beside those in the other language.

It goes out as a Word document in which a bookmark names the clause of each row. When it comes back, a row finds its
clause by that bookmark; where an editor lost it, by the words in one of its cells, which are then the source, and the
translation is the cell after it. Changes that somebody tracked in the table count as accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mithaq.core.docx.composed import Composed, Line, Row, Style, Table, is_rtl, plain
from mithaq.core.docx.pieces import Paragraph
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.placing.units import has_words
from mithaq.core.placing.words import as_typed

_SOURCE, _WORDS = "s_", "t_"
#: A cell of more letters is no heading and no number.
_LONG = 24


@dataclass(frozen=True)
class ToTranslate:
    """A clause in a row: what it is called, the words to be translated, those there are, and how far they are."""

    clause: str
    name: str
    source: str
    words: str
    state: str


@dataclass(frozen=True)
class Cell:
    """The words of one cell, and the clause that its bookmark names with `s_` or `t_` before it, empty for none."""

    words: str
    mark: str = ""


@dataclass(frozen=True)
class CameBack:
    """A row that came back: its clause (empty where none was found), the words it translates, and the translation."""

    clause: str
    source: str
    words: str


def bilingual(
    rows: Iterable[ToTranslate],
    languages: tuple[str, str],
    heads: Sequence[str],
    title: str,
    *,
    text: str,
    reader: str,
) -> Composed:
    """The table as a document across: clause, source, words, state. `languages` are those of source and words; `heads`
    are the four headings, in the language of the `reader` as the names and states of the clauses are; `text` is the
    public identifier of the text."""
    source, target = languages
    head = Row(tuple((plain(Style.CELL_HEADING, reader, one),) for one in heads), is_heading=True)
    shown = [head, *(_row(one, source, target, reader) for one in rows)]
    table = Table(tuple(shown), (2, 7, 7, 2), right_to_left=is_rtl(reader))
    properties = {"mithaq-bilingual": target, "mithaq-text": text}
    blocks: tuple[Line | Table, ...] = (plain(Style.TITLE, reader, title), table)
    return Composed(title, reader, blocks, properties, running=title, landscape=True)


def _row(one: ToTranslate, source: str, target: str, reader: str) -> Row:
    cells = (
        plain(Style.CELL, reader, one.name),
        plain(Style.CELL, source, one.source, bookmark=_SOURCE + one.clause),
        plain(Style.CELL, target, one.words, bookmark=_WORDS + one.clause),
        plain(Style.CELL, reader, one.state),
    )
    return Row(tuple((cell,) for cell in cells))


@dataclass(frozen=True)
class Rows:
    """The rows of the tables of a document, and the language that it says it was made for, empty where it says none."""

    rows: tuple[tuple[Cell, ...], ...]
    language: str = ""


def rows_in(docx: bytes) -> Rows:
    """The rows of all tables of a Word document. Raises `Unreadable`."""
    file = read_tracked(docx)
    found: dict[tuple[int, int], dict[int, list[Paragraph]]] = {}
    for one in file.paragraphs:
        if one.cell is not None:
            found.setdefault((one.cell.table, one.cell.row), {}).setdefault(one.cell.column, []).append(one)
    rows = tuple(tuple(_cell(row[column]) for column in sorted(row)) for row in found.values())
    return Rows(rows, file.properties.get("mithaq-bilingual", ""))


def _cell(paragraphs: Sequence[Paragraph]) -> Cell:
    marks = [name for one in paragraphs for name in one.bookmarks if name.startswith((_SOURCE, _WORDS))]
    return Cell("\n".join(one.accepted for one in paragraphs).strip(), marks[0] if marks else "")


def came_back(rows: Iterable[Sequence[Cell]], sources: Mapping[str, str]) -> list[CameBack]:
    """The rows with the clauses they belong to; `sources` are the words to be translated as they stand now, by clause.
    Rows of other things (headings, empty ones) are left out; one whose clause cannot be told has none."""
    by_words = {as_typed(words): clause for clause, words in sources.items()}
    found = []
    for row in rows:
        one = _by_mark(row) or _by_words(row, by_words)
        if one is not None and has_words(one.words):
            found.append(one)
    return found


def _by_mark(row: Sequence[Cell]) -> CameBack | None:
    words = next((cell for cell in row if cell.mark.startswith(_WORDS)), None)
    if words is None:
        return None
    source = next((cell.words for cell in row if cell.mark.startswith(_SOURCE)), "")
    return CameBack(words.mark.removeprefix(_WORDS), source, words.words)


def _by_words(row: Sequence[Cell], by_words: Mapping[str, str]) -> CameBack | None:
    for place, cell in enumerate(row[:-1]):
        clause = by_words.get(as_typed(cell.words))
        if clause and has_words(cell.words):
            return CameBack(clause, cell.words, row[place + 1].words)
    long = [cell.words for cell in row if len(cell.words) > _LONG]
    return CameBack("", long[0], long[1]) if len(long) > 1 else None
