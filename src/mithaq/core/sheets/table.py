"""What is read out of a spreadsheet: sheets of rows of texts. No formula is ever computed.

A cell is the text that somebody would see, without invisible signs and with each run of white space as one space. A
cell with a formula holds the value that was stored with it, and is named in `formulas`.
"""

from __future__ import annotations

from dataclasses import dataclass

from mithaq.core.reading.unreadable import Unreadable, Why

#: The longest sheet, its widest row, and the longest cell that are read: what a cell of a workbook can hold.
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Row:
    """One row that is not empty, with the number that the spreadsheet shows beside it (from 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Formula:
    """A cell with a formula: its row (from 1), its column (from 0), and whether a value was stored with it."""

    row: int
    column: int
    has_value: bool


@dataclass(frozen=True)
class Sheet:
    """One sheet. Cells that were merged downwards repeat their value in each row."""

    title: str
    is_hidden: bool
    rows: tuple[Row, ...]
    formulas: tuple[Formula, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A file's sheets in their order. `encoding` and `separator` are said of separated values only."""

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""


def column_letters(column: int) -> str:
    """The letters above a column in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def refuse_if_too_long(rows: int) -> None:
    """Raise `Unreadable` for a sheet with more rows than are read."""
    if rows > MOST_ROWS:
        raise Unreadable(Why.TOO_MANY_ROWS, most=MOST_ROWS)
