"""Tables as people send them: separated values in any encoding, workbooks, open spreadsheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.worksheet.worksheet import Worksheet

OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def csv_file(text: str, encoding: str = "utf-8", name: str = "contacts.csv") -> SimpleUploadedFile:
    """Separated values as a browser sends them."""
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx_file(rows: Iterable[Sequence[Any]], name: str = "contacts.xlsx") -> SimpleUploadedFile:
    """A workbook of one sheet as a browser sends it."""
    return SimpleUploadedFile(name, a_workbook({"Sheet": rows}))


def a_workbook(sheets: dict[str, Iterable[Sequence[Any]]], *, merged: Sequence[str] = (), hidden: str = "") -> bytes:
    """A workbook with these sheets; ranges of the first are merged, one may be hidden."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    return _saved(book)


def an_open_spreadsheet(rows: str) -> bytes:
    """An .ods of one sheet with these `table:table-row` elements."""
    content = (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
        f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Ort">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<m/>")
    return made.getvalue()


def _saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
