"""Tables as files that a spreadsheet opens without carrying anything out.

A cell that begins with = + - @ or a control sign may be taken for a formula. In separated values an apostrophe before
it makes it a text (`separated.undone` takes it away again); in a workbook (`written_book`) the cell says so itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_MARK = "\ufeff"  # with it, spreadsheets read the Arabic as Arabic
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cells: Iterable[object]) -> list[object]:
    """A spreadsheet carries out what begins like a formula; after an apostrophe it only shows it."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in cells]


def separated_values(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV with commas, a byte order mark before them, and every cell defused."""
    written = io.StringIO(newline="")
    written.write(_MARK)
    csv.writer(written).writerows(defused(row) for row in rows)
    return written.getvalue()
