"""Reading a table out of a file of any kind that people send: .csv, .xlsx, .ods."""

from __future__ import annotations

from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.package import open_package, refuse_other_kinds
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.open_document import read_open_document
from mithaq.core.sheets.separated import decoded, read_separated
from mithaq.core.sheets.table import Workbook
from mithaq.core.sheets.workbook import read_workbook

_OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def kind_of_table(payload: bytes) -> Kind:
    """The kind of a file that holds a table, by its content. Raises `Unreadable` for every other kind."""
    try:
        refuse_other_kinds(payload)
    except Unreadable as other:
        if other.code is not Why.OTHER_KIND:
            raise Unreadable(Why.NO_TABLE if other.code in _NOT_TABLES else other.code) from None
        if payload.startswith(b"PK"):
            raise Unreadable(Why.NO_TABLE) from None
        decoded(payload)
        return Kind.SEPARATED
    package = open_package(payload)
    if "mimetype" in package and package.part("mimetype").startswith(_OPEN_SPREADSHEET):
        return Kind.OPEN_SPREADSHEET
    if any(name.endswith("vbaproject.bin") for name in package.entries):
        raise Unreadable(Why.MACROS)
    if "xl/workbook.xml" not in package:
        raise Unreadable(Why.NO_TABLE)
    return Kind.SPREADSHEET


def read_tables(payload: bytes) -> Workbook:
    """The sheets of a file. Raises `Unreadable` for what is no table, holds nothing, or is not safe to open."""
    kind = kind_of_table(payload)
    if kind is Kind.SEPARATED:
        found = read_separated(payload)
    elif kind is Kind.OPEN_SPREADSHEET:
        found = read_open_document(open_package(payload))
    else:
        found = read_workbook(payload)
    if not any(sheet.rows for sheet in found.sheets):
        raise Unreadable(Why.NO_ROWS)
    return found


#: What first bytes say that is certainly no table; `old_word` is the old compound file, which an .xls is too.
_NOT_TABLES = (Why.PDF, Why.OLD_WORD, Why.RICH_TEXT)
