"""Reading a folder's files: texts in their encodings, tables with their line numbers, cells with their types.

Tables are `.csv` or `.xlsx`. UTF-8 (with or without a mark at its start) and UTF-16 are read; digits may be
Arabic. What is wrong is collected, not raised at the first fault, so that whoever wrote the files mends
them in one go.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import openpyxl
import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.foundation.languages.words import PerLanguage
from mithaq.rehearsal.faults import Fault, LazyFormat, Reason, WrongFiles
from mithaq.rehearsal.lined import lined

T = TypeVar("T")

#: Larger files are not tables that somebody wrote.
LARGEST = 20 * 1024 * 1024
LANGUAGES = ("en", "ar")
#: A whole number in Western digits, with or without a separator between each three of them.
WHOLE = re.compile(r"\d{1,3}(?:[,٬ \u00a0\u202f]\d{3})+|\d+")
#: What the reader of workbooks raises where a workbook is damaged.
DAMAGED = (BadZipFile, zlib.error, OSError, EOFError, SyntaxError, ValueError, LookupError, TypeError, AttributeError)


class NotSeparatedValues(Exception):
    """A line is not one of a table with separated values; the argument is its number."""


def text_of(content: bytes) -> str:
    """The content as text, in UTF-8 or in UTF-16 with its mark. Raises UnicodeDecodeError for anything else."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


@dataclass
class Folder:
    """A folder of files, and the faults found in it so far."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, line: int, reason: Reason) -> None:
        """Note that something is wrong."""
        self.faults.append(Fault(file, line, reason))

    def stop_if_wrong(self) -> None:
        """Raise all faults that were noted, if there are any."""
        if self.faults:
            raise WrongFiles(sorted(self.faults, key=lambda fault: (fault.file, fault.line)))

    def digest(self) -> bytes:
        """A hash over every file's name and content: two folders with the same digest play the same year."""
        digest = hashlib.sha256()
        for path in sorted(p for p in self.path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            content = hashlib.sha256(path.read_bytes()).digest()
            digest.update(str(path.relative_to(self.path)).encode() + b"\0" + content)
        return digest.digest()

    def file(self, name: str) -> bytes | None:
        """A file's content; None with a fault where it is missing, too large, or outside the folder."""
        reason = self.why_not_read(name)
        if reason is not None:
            self.fault(name, 0, reason)
            return None
        return (self.path / name).read_bytes()

    def why_not_read(self, name: str) -> Promise | None:
        """Why the file of that name is not read: outside the folder, missing, too large; None if it is."""
        try:
            path = (self.path / name).resolve()
            if not path.is_relative_to(self.path.resolve()):
                return _("This file lies outside the folder and is not read.")
            if not path.is_file():
                return _("This file is missing.")
        except (OSError, ValueError):  # no file can have such a name
            return _("This file is missing.")
        return _("This file is larger than 20 MB and is not read.") if path.stat().st_size > LARGEST else None

    def settings(self, name: str) -> dict[str, Any]:
        """A YAML file as a mapping; empty with a fault where it cannot be read."""
        content = self.file(name)
        try:
            found = lined(text_of(content)) if content is not None else {}
        except UnicodeDecodeError as wrong:
            self._fault_of_encoding(name, wrong)
            return {}
        except yaml.YAMLError as wrong:
            mark = getattr(wrong, "problem_mark", None)
            self.fault(name, mark.line + 1 if mark else 0, _("This line is not valid YAML."))
            return {}
        if not isinstance(found, dict):
            self.fault(name, 1, _("This file must hold names and values."))
            return {}
        return found

    def table(self, name: str, required: Iterable[str] = (), *, optional: bool = False) -> list[Row]:
        """The rows of `name`.csv or `name`.xlsx; empty where an optional table is absent."""
        files = [f"{name}.{ending}" for ending in ("csv", "xlsx") if (self.path / f"{name}.{ending}").exists()]
        if not files:
            if not optional:
                self.fault(f"{name}.csv", 0, _("This file is missing."))
            return []
        if len(files) > 1:
            self.fault(files[1], 0, _("This table stands in the folder twice, as CSV and as XLSX."))
            return []
        lines = list(self._lines(files[0]))
        return self._rows(files[0], lines, set(required))

    def _lines(self, file: str) -> Iterator[tuple[int, list[str]]]:
        content = self.file(file)
        if content is None:
            return
        try:
            yield from _csv_lines(content) if file.endswith(".csv") else _xlsx_lines(content)
        except UnicodeDecodeError as wrong:
            self._fault_of_encoding(file, wrong)
        except NotSeparatedValues as line:
            self.fault(file, line.args[0], _("This line is not one of a table with separated values."))
        except DAMAGED:
            self.fault(file, 0, _("This file is not a workbook that can be read."))

    def _fault_of_encoding(self, file: str, wrong: UnicodeDecodeError) -> None:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        self.fault(file, line, _("This file is neither in UTF-8 nor in UTF-16. Save it as UTF-8."))

    def _rows(self, file: str, lines: list[tuple[int, list[str]]], required: set[str]) -> list[Row]:
        if not lines:
            if not any(fault.file == file for fault in self.faults):
                self.fault(file, 1, _("This table has no header row."))
            return []
        header = [cell.strip() for cell in lines[0][1]]
        missing = sorted(required - set(header))
        for column in missing:
            self.fault(file, lines[0][0], LazyFormat(_("The column “%(column)s” is missing."), column=column))
        for column in sorted({name for name in header if name and header.count(name) > 1}):
            self.fault(file, lines[0][0], LazyFormat(_("The column “%(column)s” stands twice."), column=column))
        rows: list[Row] = []
        for number, cells in lines[1:] if not missing else ():
            if len(cells) > len(header):
                self.fault(file, number, _("This row has more cells than the header row."))
            rows.append(Row(self, file, number, dict(zip(header, cells, strict=False))))
        return rows


@dataclass
class Row:
    """One row of a table. Each method reads a cell as what it is to be, and notes a fault where it is not that."""

    folder: Folder
    file: str
    line: int
    cells: dict[str, str]

    def fault(self, reason: Reason) -> None:
        """Note that something in this row is wrong."""
        self.folder.fault(self.file, self.line, reason)

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell without spaces around it."""
        value = (self.cells.get(column) or "").strip()
        if needed and not value:
            self.fault(LazyFormat(_("The cell “%(column)s” is empty."), column=column))
        return value

    def words(self, column: str, *, needed: bool = False) -> PerLanguage:
        """The cells `column_en`, `column_ar` as words per language; `column` alone counts as English."""
        words = {language: self.text(f"{column}_{language}") for language in LANGUAGES}
        words["en"] = words["en"] or self.text(column)
        words = {language: text for language, text in words.items() if text}
        if needed and not words:
            self.fault(LazyFormat(_("The cell “%(column)s” is empty."), column=f"{column}_en"))
        return PerLanguage(words)

    def choice(self, column: str, choices: Iterable[str], *, default: str = "") -> str:
        """One of the words allowed in this column."""
        value = self.text(column) or default
        if value not in set(choices):
            self.fault(
                LazyFormat(
                    _("“%(value)s” is not one of the words allowed in “%(column)s”: %(choices)s."),
                    value=value,
                    column=column,
                    choices=", ".join(filter(None, choices)),
                )
            )
        return value

    def number(self, column: str, *, needed: bool = False) -> int | None:
        """A whole number that is not negative, in any digits, with or without separators of thousands."""
        digits = western_digits(self.text(column, needed=needed))
        reason = _("“%(value)s” in “%(column)s” is not a whole number.")
        return self._as(column, digits, whole_number, reason) if digits else None

    def fraction(self, column: str) -> float | None:
        """A number with or without a fraction, in any digits."""
        digits = western_digits(self.text(column)).replace("٫", ".")
        return self._as(column, digits, float, _("“%(value)s” in “%(column)s” is not a number.")) if digits else None

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """A day such as 2031-10-02."""
        value = western_digits(self.text(column, needed=needed))
        reason = _("“%(value)s” in “%(column)s” is not a day such as 2031-10-02.")
        return self._as(column, value, date.fromisoformat, reason) if value else None

    def last_day(self, column: str, first: date | None) -> date | None:
        """A day that does not lie before the first one."""
        last = self.day(column)
        if first and last and last < first:
            reason = _("The day in “%(column)s”, %(last)s, lies before the first day, %(first)s.")
            self.fault(LazyFormat(reason, column=column, last=last, first=first))
        return last

    def instant(self, column: str, *, needed: bool = False) -> datetime | None:
        """An instant with its zone, such as 2031-10-02T12:00:00+03:00."""
        value = western_digits(self.text(column, needed=needed))
        reason = _("“%(value)s” in “%(column)s” is not an instant with its zone, such as 2031-10-02T12:00:00+03:00.")
        return self._as(column, value, instant_from, reason) if value else None

    def zone(self, column: str) -> str:
        """The name of a time zone; UTC where the cell is empty."""
        value = self.text(column) or "UTC"
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            self.fault(LazyFormat(_("“%(value)s” is not the name of a time zone."), value=value))
            return "UTC"
        return value

    def address(self, column: str) -> str:
        """The address of somebody's letters."""
        value = self.text(column)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.fault(LazyFormat(_("“%(value)s” in “%(column)s” is not an address."), value=value, column=column))
        return value

    def content_of(self, column: str) -> bytes | None:
        """The content of the file that the cell names; None where there is none, with a fault if one is named."""
        name = self.text(column)
        reason = self.folder.why_not_read(name) if name else None
        if reason is not None:
            self.fault_of_file(name, reason)
        return (self.folder.path / name).read_bytes() if name and reason is None else None

    def fault_of_file(self, name: str, reason: Reason) -> None:
        """Note that something is wrong with a file that this row names."""
        self.fault(LazyFormat(_("“%(file)s”: %(reason)s"), file=name, reason=reason))

    def yes(self, column: str) -> bool:
        """Whether the cell says yes."""
        return self.choice(column, ("yes", "no"), default="no") == "yes"

    def reference(self, column: str, known: Iterable[str], *, needed: bool = False) -> str:
        """A key that stands in another table."""
        value = self.text(column, needed=needed)
        if value and value not in known:
            self.fault(LazyFormat(_("“%(value)s” in “%(column)s” is not on record."), value=value, column=column))
        return value

    def _as(self, column: str, value: str, read: Callable[[str], T], reason: Promise) -> T | None:
        try:
            return read(value)
        except ValueError:
            self.fault(LazyFormat(reason, value=value, column=column))
            return None


def whole_number(digits: str) -> int:
    """A whole number without a sign. Raises ValueError for anything else."""
    if not WHOLE.fullmatch(digits):
        raise ValueError(digits)
    return int(re.sub(r"\D", "", digits))


def instant_from(value: str | datetime) -> datetime:
    """An instant with its zone. Raises ValueError without one."""
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(western_digits(str(value)))
    if instant.tzinfo is None:
        raise ValueError(value)
    return instant


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line that each begins on. Lines that begin with # are remarks."""
    text = text_of(content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    ended = 0
    try:
        for cells in reader:
            number, ended = ended + 1, reader.line_num
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                yield number, cells
    except csv.Error as wrong:
        raise NotSeparatedValues(ended + 1) from wrong


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what a workbook lacks in looks
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for number, cells in enumerate(workbook.worksheets[0].iter_rows(values_only=True), start=1):
        texts = [_cell(cell) for cell in cells]
        if any(texts):
            yield number, texts


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat() if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
