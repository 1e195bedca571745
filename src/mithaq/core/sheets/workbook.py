"""Workbooks (.xlsx, ISO 29500-1 part 18): sheets, cells, dates, formulas with their stored values, merged cells.

Read from the checked package of `core.reading.package`, because the library for workbooks opens its zip itself and
gives either a formula or its value. Nothing is computed; a link to another file is never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from mithaq.core.reading.package import Element, Package, open_package, related_by_id
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.table import LONGEST_CELL, MOST_COLUMNS, Formula, Row, Sheet, Workbook, refuse_if_too_long
from mithaq.core.text import normalised

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: Number formats 14 to 22 and 45 to 47 are days and times (18.8.30); from 164 on they are written out.
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
#: A sign that XML cannot hold, as a workbook writes it (22.4.2.4): a line break inside a cell is often one.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: Day 0 of a workbook. Excel believes that 1900 was a leap year, so days before March 1900 are not right anywhere.
_FIRST_DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a cell's day has no zone


def read_workbook(payload: bytes) -> Workbook:
    """The sheets of a workbook. Raises `Unreadable` where it is none, is locked, damaged or not safe to open."""
    package = open_package(payload)
    if any(name.endswith("vbaproject.bin") for name in package.entries):
        raise Unreadable(Why.MACROS)
    if "xl/workbook.xml" not in package:
        raise Unreadable(Why.NO_TABLE)
    book = package.xml("xl/workbook.xml")
    parts = related_by_id(package, "xl/workbook.xml")
    texts = _shared_texts(package)
    days = _formats_of_days(package)
    properties = book.find(f"{_S}workbookPr")
    first_day = _FIRST_DAYS[properties is not None and properties.get("date1904") in ("1", "true")]
    sheets = []
    for declared in book.iterfind(f"{_S}sheets/{_S}sheet"):
        part = parts.get(declared.get(f"{_R}id", ""), "")
        if "worksheets/" not in part:
            continue  # a sheet of charts
        title = normalised(declared.get("name", ""))
        is_hidden = declared.get("state", "visible") != "visible"
        sheets.append(_sheet(package.xml(part), title, is_hidden, texts, days, first_day))
    return Workbook(tuple(sheets))


def _shared_texts(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package:
        return []
    return [_text(item) for item in package.xml("xl/sharedStrings.xml").iterfind(f"{_S}si")]


def _text(item: Element) -> str:
    """The text of an item, in one piece or in runs, without the readings that are printed above it (`rPh`)."""
    runs = [*item.iterfind(f"{_S}t"), *item.iterfind(f"{_S}r/{_S}t")]
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), "".join(run.text or "" for run in runs))


def _formats_of_days(package: Package) -> list[bool]:
    """For each cell format, in its order, whether it shows a number as a day or a time."""
    if "xl/styles.xml" not in package:
        return []
    styles = package.xml("xl/styles.xml")
    own = {
        format_.get("numFmtId", ""): _is_of_days(format_.get("formatCode", ""))
        for format_ in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    return [
        own.get(cell.get("numFmtId", ""), False) or int(cell.get("numFmtId", "0") or 0) in _DAYS
        for cell in styles.iterfind(f"{_S}cellXfs/{_S}xf")
    ]


def _is_of_days(code: str) -> bool:
    """Whether a written format shows a day: with what is quoted taken away it has a y or a d, or hours and minutes."""
    bare = _LITERAL.sub("", code).lower()
    return "y" in bare or "d" in bare or ("h" in bare and "m" in bare)


def _sheet(
    root: Element, title: str, is_hidden: bool, texts: list[str], days: list[bool], first_day: datetime
) -> Sheet:
    cells: dict[int, dict[int, str]] = {}
    formulas = []
    for row, column, cell in _cells(root):
        value = _value(cell, texts, days, first_day)
        if cell.find(f"{_S}f") is not None:
            formulas.append(Formula(row, column, has_value=bool(value)))
        if value:
            cells.setdefault(row, {})[column] = value
            refuse_if_too_long(len(cells))
    for first, last, column in _merged_downwards(root):
        value = cells.get(first, {}).get(column, "")
        for row in range(first + 1, last + 1):
            if value and row in cells:
                cells[row].setdefault(column, value)
    rows = (Row(row, _in_line(cells[row])) for row in sorted(cells))
    return Sheet(title, is_hidden, tuple(rows), tuple(formulas))


def _in_line(cells: dict[int, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(max(cells) + 1))


def _cells(root: Element) -> Iterator[tuple[int, int, Element]]:
    """Each cell with its row (from 1) and column (from 0). Both may be left out, and then follow the one before."""
    row = 0
    for line in root.iterfind(f"{_S}sheetData/{_S}row"):
        row = _whole(line.get("r")) or row + 1
        column = -1
        for cell in line.iterfind(f"{_S}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            if column < MOST_COLUMNS:
                yield row, column, cell


def _value(cell: Element, texts: list[str], days: list[bool], first_day: datetime) -> str:
    """What a cell shows, near enough: texts, whole numbers without a fraction, days as 2031-10-02, TRUE and FALSE."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_S}is")
        return "" if inline is None else normalised(_text(inline))[:LONGEST_CELL]
    stored = cell.findtext(f"{_S}v") or ""
    if kind == "s":
        place = _whole(stored)
        return normalised(texts[place])[:LONGEST_CELL] if place is not None and place < len(texts) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(stored, "")
    if kind == "e":
        return ""  # "#REF!" says nothing about anybody
    if kind == "n" and stored:
        style = _whole(cell.get("s")) or 0
        return _number(stored, first_day if style < len(days) and days[style] else None)
    return normalised(stored)[:LONGEST_CELL]


def _number(stored: str, first_day: datetime | None) -> str:
    try:
        number = float(stored)
        if first_day is not None:
            then = first_day + timedelta(seconds=round(number * 86_400))
            return then.date().isoformat() if not (then.hour or then.minute) else then.isoformat(timespec="minutes")
    except (ValueError, OverflowError):
        return normalised(stored)[:LONGEST_CELL]
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else stored


def _merged_downwards(root: Element) -> Iterator[tuple[int, int, int]]:
    """First row, last row and column of each merged range of several rows: its one value stands for all of them."""
    for merged in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if start and end and int(start[2]) < int(end[2]):
            yield int(start[2]), min(int(end[2]), int(start[2]) + 20_000), _column(start[1])


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
