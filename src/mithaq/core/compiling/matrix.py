"""The matrix: a row for each clause, a column for each city, in the cell what the city would change in the clause.

New clauses have rows of their own, after the clause that they follow. Cities that propose nothing have no column; who
sent nothing at all and who is content is told elsewhere. As a Word document the columns are cut into tables that fit a
page across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mithaq.core.compiling.said import cell, name_of, said
from mithaq.core.compiling.words import Words
from mithaq.core.docx.composed import Composed, Line, Row, Style, Table, is_rtl, plain
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftText

#: Cities beside each other on a page across.
ACROSS = 4


@dataclass(frozen=True)
class Matrix:
    """Its cities, and its rows: the clause by number or first words, its words, and for each city a cell."""

    cities: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def matrix(draft: DraftText, changes: Sequence[Change], words: Words) -> Matrix:
    """What each city would change in each clause; only clauses that somebody touches have a row."""
    cities = tuple(dict.fromkeys(one.author for one in sorted(changes, key=lambda one: one.author)))
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    by_clause: dict[str, list[Change]] = {}
    for one in changes:
        by_clause.setdefault(one.clause, []).append(one)
    rows.extend(_new(by_clause.get("", ()), "", cities, words))
    for clause in draft.clauses:
        mine = by_clause.get(clause.id, ())
        name = name_of(clause, words.language)
        cells = _cells([one for one in mine if one.kind is not Sort.INSERT_CLAUSE], cities, draft, words)
        if any(cells):
            shown = clause.words.get(words.language) or clause.words.get(draft.languages[0], "")
            rows.append((name, shown, cells))
        rows.extend(_new(mine, name, cities, words))
    return Matrix(cities, tuple(rows))


def _cells(changes: Sequence[Change], cities: Sequence[str], draft: DraftText, words: Words) -> tuple[str, ...]:
    return tuple("\n".join(said(one, draft, words) for one in changes if one.author == city) for city in cities)


def _new(
    changes: Sequence[Change], name: str, cities: Sequence[str], words: Words
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each new clause in a row; the same words of several cities in one."""
    together: dict[str, list[str]] = {}
    for one in changes:
        if one.kind is Sort.INSERT_CLAUSE:
            together.setdefault(one.after, []).append(one.author)
    return [
        (f"{name} +".strip(), "", tuple(f"{words.new}: {after}" if city in authors else "" for city in cities))
        for after, authors in together.items()
    ]


def rows_of(found: Matrix, words: Words) -> list[list[object]]:
    """The matrix as rows of a sheet, the headings first."""
    head: list[object] = [words.clause, words.text, *found.cities]
    rows: list[list[object]] = [[name, text, *cells] for name, text, cells in found.rows]
    return [head, *rows]


def as_document(found: Matrix, title: str, words: Words) -> Composed:
    """The matrix as a Word document across, some cities at a time."""
    language = words.language
    blocks: list[Line | Table] = [plain(Style.TITLE, language, title)]
    for start in range(0, len(found.cities), ACROSS):
        cities = found.cities[start : start + ACROSS]
        head = Row(
            tuple((plain(Style.CELL_HEADING, language, one),) for one in (words.clause, words.text, *cities)),
            is_heading=True,
        )
        rows = [head]
        for name, text, cells in found.rows:
            mine = cells[start : start + ACROSS]
            if any(mine):
                rows.append(Row(tuple((cell(Style.CELL, language, one),) for one in (name, text, *mine))))
        blocks.append(Table(tuple(rows), (3, 7, *(6,) * len(cities)), right_to_left=is_rtl(language)))
        blocks.append(plain(Style.NOTE, language, ""))
    return Composed(title, language, tuple(blocks), running=title, landscape=True)
