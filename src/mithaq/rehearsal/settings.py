"""Reading the cycle's YAML file: each value as what it is to be, with a fault where it is not that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.foundation.languages.words import PerLanguage
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import Folder, instant_from
from mithaq.rehearsal.lined import Lined

#: What may stand in a file's name: results are written under the keys of texts and languages.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Settings:
    """A part of the cycle's YAML file; each method reads a value, named by its path ("cycle.starts")."""

    folder: Folder
    file: str
    values: Mapping[str, Any]
    place: str = ""
    #: The line on which this part begins; 0 for the whole file.
    line: int = 0

    def part(self, path: str) -> Settings:
        """The mapping at a path, to be read in its turn."""
        value = self._at(path)
        if value is not None and not isinstance(value, Mapping):
            self.fault(path, _("“%(path)s” must hold names and values."))
        found = value if isinstance(value, Mapping) else {}
        return Settings(self.folder, self.file, found, self._full(path), self._line(path))

    def items(self, path: str) -> list[Settings]:
        """The mappings in the list at a path; empty where there is none."""
        value = self._at(path) or []
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self.fault(path, _("“%(path)s” must be a list whose entries hold names and values."))
            return []
        return [
            Settings(self.folder, self.file, one, f"{self._full(path)}[{number}]", getattr(one, "line", 0))
            for number, one in enumerate(value, start=1)
        ]

    def text(self, path: str, *, optional: bool = False) -> str:
        """The value as text."""
        value = self._at(path)
        if value in (None, "") and not optional:
            self.fault(path, _("“%(path)s” is missing."))
        return "" if value is None else str(value).strip()

    def plain(self, path: str) -> str:
        """A key of plain letters and digits, such as may stand in a file's name."""
        value = self.text(path)
        if value and not PLAIN.fullmatch(value):
            self.fault(path, _("“%(path)s” may hold only the letters A to Z, digits and hyphens."))
        return value

    def languages(self, path: str) -> tuple[str, ...]:
        """Language codes; English where there is none."""
        codes = tuple(self.texts(path) or ("en",))
        if not all(PLAIN.fullmatch(code) for code in codes):
            self.fault(path, _("“%(path)s” must list codes of languages, such as ar and en."))
        return codes

    def texts(self, path: str) -> list[str]:
        """The values of a list as texts; empty where there is none."""
        value = self._at(path) or []
        return [str(one) for one in value] if isinstance(value, list) else [str(value)]

    def words(self, path: str, *, optional: bool = False) -> PerLanguage:
        """Words per language."""
        value = self._at(path)
        if isinstance(value, str):
            return PerLanguage(en=value)
        if not isinstance(value, Mapping) or not value:
            if not optional:
                self.fault(path, _("“%(path)s” is missing."))
            return PerLanguage()
        return PerLanguage({str(code): str(text).strip() for code, text in value.items() if text})

    def mark(self) -> PerLanguage:
        """The group's short mark, in its scripts."""
        latin = self.text("group.mark")
        return PerLanguage(en=latin, ar=self.text("group.mark_ar", optional=True) or latin)

    def number(self, path: str) -> int:
        """A whole number."""
        try:
            return int(western_digits(self.text(path)) or 0)
        except ValueError:
            self.fault(path, _("“%(path)s” is not a whole number."))
            return 0

    def numbers(self, path: str) -> tuple[int, ...]:
        """The whole numbers of a list; none where there is none."""
        try:
            return tuple(int(western_digits(one)) for one in self.texts(path))
        except ValueError:
            self.fault(path, _("“%(path)s” must list whole numbers."))
            return ()

    def day(self, path: str) -> date | None:
        """A day, which YAML may have read already."""
        value = self._at(path)
        try:
            return value if type(value) is date else date.fromisoformat(western_digits(str(value)))
        except ValueError:
            self.fault(path, _("“%(path)s” is not a day such as 2031-10-02."))
            return None

    def last_day(self, path: str, first: date) -> date | None:
        """A day that does not lie before the first one."""
        last = self.day(path)
        if last and last < first:
            self.fault(path, _("The day in “%(path)s” lies before the first day."))
        return last

    def instant(self, path: str) -> datetime:
        """An instant with its zone; a fault where it is missing."""
        found = self.instant_or_none(path)
        if found is None and self._at(path) in (None, ""):
            self.fault(path, _("“%(path)s” is missing."))
        return found or datetime.min.replace(tzinfo=UTC)

    def instant_or_none(self, path: str) -> datetime | None:
        """An instant with its zone, or None where there is no value."""
        value = self._at(path)
        if value in (None, ""):
            return None
        try:
            return instant_from(value)
        except ValueError:
            self.fault(path, _("“%(path)s” is not an instant with its zone, such as 2031-10-02T12:00:00+03:00."))
            return None

    def choice(self, path: str, choices: Iterable[str]) -> str:
        """One of the words allowed."""
        value = self.text(path)
        if value and value not in choices:
            self.fault(path, _("“%(path)s” is none of the words allowed there."))
        return value

    def reference(self, path: str, known: set[str], *, optional: bool = False) -> str:
        """A key that stands in a table."""
        value = self.text(path, optional=optional)
        if value and value not in known:
            self.fault(path, _("“%(path)s” names something that is not on record."))
        return value

    def references(self, path: str, known: set[str]) -> list[str]:
        """Keys that stand in a table."""
        found = self.texts(path)
        if not known.issuperset(found):
            self.fault(path, _("“%(path)s” names something that is not on record."))
        return found

    def _at(self, path: str) -> Any:
        value: Any = self.values
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    def _line(self, path: str) -> int:
        """The line of the last name on the path that is there."""
        value: Any = self.values
        line = self.line
        for name in path.split("."):
            if not isinstance(value, Lined) or name not in value:
                break
            value, line = value[name], value.lines.get(name, line)
        return line

    def _full(self, path: str) -> str:
        return f"{self.place}.{path}" if self.place else path

    def fault(self, path: str, reason: Any) -> None:
        """Note that something is wrong with the value at a path; the reason may name the path."""
        self.folder.fault(self.file, self._line(path), LazyFormat(reason, path=self._full(path)))
