"""Tables as workbooks (.xlsx) for either direction of writing. Every text is stored as a text, never as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mithaq.core.sheets.written import FORMULA

_WIDEST = 60


@dataclass(frozen=True)
class Written:
    """One sheet to be written: its title and its rows, of which the first is the headings."""

    title: str
    rows: Sequence[Sequence[object]]


def workbook(sheets: Iterable[Written], *, right_to_left: bool, at: datetime) -> bytes:
    """Sheets as a workbook, each laid out from the right if asked, the headings kept in sight."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    for written in sheets:
        sheet: Any = book.create_sheet(_as_title(written.title))
        sheet.sheet_view.rightToLeft = right_to_left
        sheet.freeze_panes = "A2"
        for column, width in enumerate(_widths(written.rows), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        for place, row in enumerate(written.rows):
            sheet.append([_cell(sheet, value, is_heading=place == 0) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: object, *, is_heading: bool) -> Any:
    text: Any = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if isinstance(text, str):
        cell.data_type = "s"
        if text.startswith(FORMULA):
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


def _as_title(title: str) -> str:
    """A title that a sheet may have: no more than 31 signs, none of those that Excel reserves."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip() or "1"
