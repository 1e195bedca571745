"""Separated values (CSV): in which encoding, with which separator, and what stands in them.

The encoding follows from a mark at the start, from zero bytes (UTF-16 without its mark), or from trying UTF-8, which
other text almost never passes. What is left is a Windows code page, Arabic (1256) or Western (1252). Both agree on the
French accents; they differ in that Arabic words are runs of bytes above 127, and Western ones hold them singly.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.table import LONGEST_CELL, MOST_COLUMNS, Formula, Row, Sheet, Workbook, refuse_if_too_long
from mithaq.core.text import normalised

SEPARATORS = (",", ";", "\t", "|")
#: So many lines are looked at to find the separator.
_LOOKED_AT = 30
#: Excel's own way to say it, in a line before the table.
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_separated(payload: bytes) -> Workbook:
    """The one sheet of a file with separated values. Raises `Unreadable` for what is no text."""
    text, encoding = decoded(payload)
    said = _SAID.match(text)
    separator = said[1] if said else separator_of(text)
    rows, formulas = _rows(text, separator, skipped=1 if said else 0)
    return Workbook((Sheet("", False, tuple(rows), tuple(formulas)),), encoding, separator)


def decoded(payload: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises `Unreadable` for bytes that are no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if payload.startswith(mark):
            return _in(payload, encoding), encoding.removesuffix("-sig")
    if 0 in payload[:4096]:
        # Letters of Latin and Arabic have a small first byte; where it stands says which byte comes first.
        even, odd = payload[:4096:2].count(0), payload[1:4096:2].count(0)
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return _in(payload, encoding), "utf-16"
    try:
        return _in(payload, "utf-8"), "utf-8"
    except Unreadable:
        encoding = _code_page(payload)
        return _in(payload, encoding), encoding


def separator_of(text: str) -> str:
    """The sign that divides most of the first lines into the same number of cells, more than one."""
    return max(SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    lines = text.splitlines()[:_LOOKED_AT]
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return often, width


def _in(payload: bytes, encoding: str) -> str:
    try:
        text = payload.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Why.NO_TABLE) from None
    if "\0" in text:
        raise Unreadable(Why.NO_TABLE)
    return text


def _code_page(payload: bytes) -> str:
    """`cp1256` where most bytes above 127 stand in runs of three and more, as Arabic words do; else `cp1252`."""
    runs = re.findall(rb"[\x80-\xff]+", payload)
    in_words = sum(len(run) for run in runs if len(run) >= 3)
    if 2 * in_words > sum(map(len, runs)):
        return "cp1256"
    try:
        payload.decode("cp1252")
    except UnicodeDecodeError:
        return "cp1256"  # it has no undefined bytes
    return "cp1252"


def _rows(text: str, separator: str, skipped: int) -> tuple[list[Row], list[Formula]]:
    """Rows by the number that a spreadsheet would give them: one for each record, whatever lines it takes."""
    rows: list[Row] = []
    formulas: list[Formula] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            if number <= skipped:
                continue
            refuse_if_too_long(len(rows))
            shown = [undone(normalised(cell))[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
            if any(shown):
                formulas += [
                    Formula(number, column, has_value=False)
                    for column, cell in enumerate(cells[:MOST_COLUMNS])
                    if cell.lstrip().startswith("=")
                ]
                rows.append(Row(number, tuple(shown)))
    except csv.Error:
        raise Unreadable(Why.NO_TABLE) from None
    return rows, formulas


def undone(cell: str) -> str:
    """A cell without the apostrophe that `written.defused` puts before what begins like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
