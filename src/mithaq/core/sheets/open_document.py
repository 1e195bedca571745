"""Spreadsheets of the open kind (.ods, OASIS OpenDocument 1.3 part 3, section 9): the same as a workbook, shorter."""

from __future__ import annotations

from collections.abc import Iterator

from mithaq.core.reading.package import Element, Package
from mithaq.core.sheets.table import LONGEST_CELL, MOST_COLUMNS, Formula, Row, Sheet, Workbook, refuse_if_too_long
from mithaq.core.text import normalised

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE = f"{_OASIS}table:1.0}}", f"{_OASIS}office:1.0}}", f"{_OASIS}style:1.0}}"
_TEXT = f"{_OASIS}text:1.0}}"


def read_open_document(package: Package) -> Workbook:
    """The sheets of an open spreadsheet. Raises `Unreadable` as the package does."""
    root = package.xml("content.xml")
    hidden = _hidden_styles(root)
    found = root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    return Workbook(tuple(_sheet(table, table.get(f"{_TABLE}style-name", "") in hidden) for table in found))


def _hidden_styles(root: Element) -> set[str]:
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(shown.get(f"{_TABLE}display") == "false" for shown in style.iterfind(f"{_STYLE}table-properties"))
    }


def _sheet(table: Element, is_hidden: bool) -> Sheet:
    rows: list[Row] = []
    formulas: list[Formula] = []
    spans: dict[int, tuple[int, str]] = {}
    number = 0
    for line in table.iter(f"{_TABLE}table-row"):
        often = _times(line, "rows")
        cells, with_formulas = _cells(line, spans)
        for _ in range(often if any(cells) else 0):
            refuse_if_too_long(len(rows))
            number += 1
            formulas += [Formula(number, column, bool(cells[column])) for column in with_formulas]
            rows.append(Row(number, tuple(cells)))
        number += 0 if any(cells) else often
    return Sheet(normalised(table.get(f"{_TABLE}name", "")), is_hidden, tuple(rows), tuple(formulas))


def _cells(line: Element, spans: dict[int, tuple[int, str]]) -> tuple[list[str], list[int]]:
    """A row's cells, and the columns of those with a formula. `spans`: rows left and value of what is merged down."""
    cells: list[str] = []
    with_formulas: list[int] = []
    for cell in line:
        covered = cell.tag == f"{_TABLE}covered-table-cell"
        if not covered and cell.tag != f"{_TABLE}table-cell":
            continue
        value = _value(cell)
        for _ in range(min(_times(cell, "columns"), MOST_COLUMNS - len(cells))):
            column = len(cells)
            rows_left, above = spans.get(column, (0, ""))
            if covered and rows_left:
                value, spans[column] = above, (rows_left - 1, above)
            if cell.get(f"{_TABLE}formula") is not None:
                with_formulas.append(column)
            down = cell.get(f"{_TABLE}number-rows-spanned", "1")
            if down.isdigit() and int(down) > 1:
                spans[column] = (int(down) - 1, value)
            cells.append(value)
    while cells and not cells[-1]:
        cells.pop()
    return cells, [column for column in with_formulas if column < len(cells)]


def _value(cell: Element) -> str:
    if cell.get(f"{_OFFICE}value-type") == "date":
        return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00")[:LONGEST_CELL]
    return normalised(" ".join(_paragraphs(cell)))[:LONGEST_CELL]


def _paragraphs(cell: Element) -> Iterator[str]:
    for paragraph in cell.iterfind(f"{_TEXT}p"):
        yield "".join(str(piece) for piece in paragraph.itertext())


def _times(element: Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isdigit() and 0 < len(said) < 9 else 1
