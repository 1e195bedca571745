"""Tables of recommendations on a PDF page: known by their row of headings, read cell by cell.

A PDF knows no tables. What is read as one begins with a row of headings of which one says "Recommendation"
(`tables.columns_called`); its columns are the white between its cells, as far down as that white reaches. A row ends
where a rule is drawn, else where the first column says something anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from mithaq.core.reading.openings import bare_number
from mithaq.core.reading.pdf.glyphs import Word
from mithaq.core.reading.pdf.lines import Line, lines_of
from mithaq.core.reading.tables import Column, columns_called

#: White between two columns, as a share of the letters' height: more than between two words.
_NARROWEST = 0.45
#: More lines than these are drawn where a table is ruled.
_FEW = 3
#: The same between columns that are ruled, in points.
_RULED = 1.5


@dataclass
class Grid:
    """A table on one page: the white between its columns, its headings, and its rows of words by column."""

    gaps: list[tuple[float, float]]
    headings: list[str]
    rtl: bool
    #: Lines are drawn between its rows.
    ruled: bool = False
    #: Each row's words by column (in the order of reading); the first is the row of headings where it has one.
    rows: list[list[list[Word]]] = field(default_factory=list)
    has_headings: bool = True
    #: Where it stands among the page's lines: the first and the one after its last.
    first: int = 0
    after: int = 0

    @property
    def edges(self) -> list[float]:
        """Where one column ends and the next begins, from the left."""
        return [(gap[0] + gap[1]) / 2 for gap in self.gaps]

    @property
    def numbers(self) -> int | None:
        """The column of the numbers, from 0."""
        called = columns_called(dict(enumerate(self.headings)))
        return called.get(Column.NUMBER)


def grids_on(lines: Sequence[Line], rules: Sequence[float], before: Grid | None, rtl: bool) -> list[Grid]:
    """The tables among the lines of a page. `before` is the table with which the page before ended; `rules` are the
    heights of the horizontal lines that are drawn on the page."""
    found: list[Grid] = []
    at = 0
    if before and lines:
        grid = Grid(before.gaps, before.headings, before.rtl, before.ruled, has_headings=False)
        begun = next((i for i, line in enumerate(lines[:2]) if not _headings(line, before.rtl)[1]), 0)
        if _reach(grid, lines, begun) - begun >= 1 and not _headings(lines[0], rtl)[1]:
            at = _filled(grid, lines, begun, rules)
            found.append(grid)
    while at < len(lines):
        gaps, headings = _headings(lines[at], rtl)
        if not headings:
            at += 1
            continue
        grid = Grid(gaps, headings, rtl, ruled=sum(rule > lines[at].base for rule in rules) > _FEW)
        after = _filled(grid, lines, at, rules)
        if after - at > 1:
            found.append(grid)
        at = after
    return found


def _headings(line: Line, rtl: bool) -> tuple[list[tuple[float, float]], list[str]]:
    """The white between the cells of a row of headings, and the headings; nothing if it is none."""
    if len(line.words) < 2:
        return [], []
    cells: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - cells[-1][-1].right > line.size * 0.8:
            cells.append([word])
        else:
            cells[-1].append(word)
    said = [Line(tuple(cell)).text for cell in cells]
    called = columns_called(dict(enumerate(said)))
    if Column.RECOMMENDATION not in called or len(called) < 2:
        return [], []
    gaps = [(one[-1].right, other[0].left) for one, other in pairwise(cells)]
    # The cells below may begin left of their heading or end right of it: the white is looked for around it.
    wide = []
    for place, (low, high) in enumerate(gaps):
        middle_before = (cells[place][0].left + cells[place][-1].right) / 2
        middle_after = (cells[place + 1][0].left + cells[place + 1][-1].right) / 2
        wide.append((min(low, middle_before), max(high, middle_after)))
    return wide, list(reversed(said)) if rtl else said


def _narrowed(
    grid: Grid, gaps: Sequence[tuple[float, float]], words: Sequence[Word]
) -> list[tuple[float, float]] | None:
    """The white that is left between the columns below these words; None where one of them closes it."""
    found = []
    narrowest = _RULED if grid.ruled else _NARROWEST * max((word.size for word in words), default=10.0)
    for low, high in gaps:
        free = [(low, high)]
        for word in words:
            free = [
                piece
                for a, b in free
                for piece in ((a, min(b, word.left)), (max(a, word.right), b))
                if piece[1] - piece[0] >= narrowest
            ]
        if not free:
            return None
        found.append(max(free, key=lambda piece: piece[1] - piece[0]))
    return found


def _reach(grid: Grid, lines: Sequence[Line], at: int) -> int:
    """The line after the last that leaves the white of the columns free; the grid's white is narrowed by all of them.
    One line across the table may stand between others: it names the theme of the rows below."""
    gaps, upto, looked = list(grid.gaps), at, at
    size = median(line.size for line in lines)
    while looked < len(lines):
        if looked > at and lines[looked].base - lines[looked - 1].base > size * 6:
            break
        narrowed = _narrowed(grid, gaps, lines[looked].words)
        if narrowed is None:
            if looked > upto or looked == at:
                break
        else:
            gaps, upto = narrowed, looked + 1
        looked += 1
    grid.gaps = gaps
    return upto


def _filled(grid: Grid, lines: Sequence[Line], at: int, rules: Sequence[float]) -> int:
    """Put the lines into rows and cells; the line after the table."""
    after = _reach(grid, lines, at)
    inside = lines[at:after]
    top, foot = inside[0].base - inside[0].size * 1.5, inside[-1].base + inside[-1].size * 1.5
    drawn = [rule for rule in rules if top < rule < foot]
    ruled = len(drawn) >= max(3, len(inside) // 8)
    if ruled:
        # What stands below the last rule is text, though it may leave the white free for a line or two.
        inside = [line for line in inside if line.base < drawn[-1]] or inside
        after = at + len(inside)
    grid.first, grid.after = at, after
    for place, line in enumerate(inside):
        cells = _cells(line, grid)
        is_first = not grid.rows or (grid.has_headings and len(grid.rows) == 1 and place == 1)
        if is_first or _begins_a_row(grid, cells, inside[place - 1] if place else None, line, drawn if ruled else None):
            grid.rows.append([[] for _cell in cells])
        for cell, words in zip(grid.rows[-1], cells, strict=True):
            cell.extend(words)
    return after


def _cells(line: Line, grid: Grid) -> list[list[Word]]:
    edges = grid.edges
    cells: list[list[Word]] = [[] for _cell in range(len(edges) + 1)]
    crosses = _narrowed(grid, grid.gaps, line.words) is None
    for word in line.words:
        middle = (word.left + word.right) / 2
        cells[0 if crosses else sum(middle > edge for edge in edges)].append(word)
    return list(reversed(cells)) if grid.rtl and not crosses else cells


def _begins_a_row(
    grid: Grid, cells: list[list[Word]], before: Line | None, line: Line, rules: Sequence[float] | None
) -> bool:
    crosses = _narrowed(grid, grid.gaps, line.words) is None
    alone = [cell for cell in grid.rows[-1] if cell]
    if crosses or (len(alone) == 1 and alone[0] and _narrowed(grid, grid.gaps, alone[0]) is None):
        return True
    if before is not None and rules is not None:
        return any(before.base < rule < line.base - line.size * 0.3 for rule in rules)
    key = grid.numbers if grid.numbers is not None else 0
    said = Line(tuple(cells[key])).text if cells[key] else ""
    if grid.numbers is not None:
        return bool(said) and bare_number(said) is not None
    return bool(said) and before is not None and line.base - before.base > line.size * 1.35


def lines_in(cell: Sequence[Word]) -> list[Line]:
    """The lines of a cell with its own margins."""
    lines = lines_of(cell)
    if not lines:
        return []
    column = (min(line.left for line in lines), max(line.right for line in lines))
    return [Line(line.words, column) for line in lines]
