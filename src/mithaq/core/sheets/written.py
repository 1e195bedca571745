"""Tables as files that a spreadsheet opens without carrying anything out.

A cell that begins with = + - @ or a control sign may be taken for a formula. In separated values an apostrophe before
it makes it a text (`separated.undone` takes it away again); in a workbook the cell says itself that it is a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

_MARK = "\ufeff"  # with it, spreadsheets read the Arabic as Arabic
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 60


def defused(cells: Iterable[object]) -> list[object]:
    """A spreadsheet carries out what begins like a formula; after an apostrophe it only shows it."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells]


def separated_values(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV with commas, a byte order mark before them, and every cell defused."""
    written = io.StringIO(newline="")
    written.write(_MARK)
    csv.writer(written).writerows(defused(row) for row in rows)
    return written.getvalue()


def workbook(
    rows: Sequence[Sequence[object]], *, title: str, right_to_left: bool, at: datetime, strong: int = 1
) -> bytes:
    """Rows as a workbook of one sheet, the first `strong` of them fixed headings; laid out from the right if asked."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet: Any = book.create_sheet(_as_title(title))
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = f"A{strong + 1}"
    for column, width in enumerate(_widths(rows), start=1):
        sheet.column_dimensions[_letter(column)].width = width
    for place, row in enumerate(rows):
        sheet.append([_cell(sheet, value, is_heading=place < strong) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: object, *, is_heading: bool) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        cell.data_type = "s"
        if text.startswith(_FORMULA):
            cell.quotePrefix = True
    if is_heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    columns = max(map(len, rows), default=0)
    longest = [0] * columns
    for row in rows[:500]:
        for column, value in enumerate(row):
            longest[column] = max(longest[column], len(str(value or "")))
    return [min(max(length + 2, 8), _WIDEST) for length in longest]


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _as_title(title: str) -> str:
    """A title that a sheet may have: no more than 31 signs, none of those that Excel reserves."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip() or "1"
