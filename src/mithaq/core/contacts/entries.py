"""What each row of a list says of an organisation and of a person who sits in it, and what in it cannot be taken over.

An empty cell says nothing: it never erases what is on record. Names without a language of their own are in that of
their script. A day must be unmistakable: 3/4/2031 is two days, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache

from babel import Locale
from babel.core import get_global

from mithaq.core.contacts.columns import Column
from mithaq.core.sheets.table import Row, Sheet
from mithaq.core.text import language_of, script_of, searchable, western_digits


class Wrong(StrEnum):
    """Why a row is refused."""

    NO_ORGANISATION = "no_organisation"
    NO_PERSON = "no_person"
    NOT_AN_ADDRESS = "not_an_address"
    TWO_ALPHABETS = "two_alphabets"
    UNKNOWN_WORD = "unknown_word"
    GRAVE_ROLE = "grave_role"
    NOT_A_DAY = "not_a_day"
    TWO_DAYS = "two_days"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    OTHERWISE_BEFORE = "otherwise_before"
    ADDRESS_TAKEN = "address_taken"
    GUARDED = "guarded"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a row: the place of its cell (None for the row), what stands there, why; `more` is
    the number of the row that says otherwise, or the words that are known."""

    place: int | None
    cell: str
    wrong: Wrong
    more: str = ""


@dataclass(frozen=True)
class Entry:
    """What one row says; empty where it says nothing."""

    number: int
    organisation: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    country: str = ""
    time_zone: str = ""
    standing: str = ""
    since: str = ""
    person: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    role: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Words:
    """The words that choices may be given in, folded by `searchable`, each with the choice it means."""

    kinds: Mapping[str, str]
    standings: Mapping[str, str]
    roles: Mapping[str, str]
    #: Roles with rights over the whole house: given one by one, never by a list.
    grave: Collection[str]
    zones: Collection[str]


_LONGEST = 200
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^@\s]+)")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SHORT_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
#: What countries are called beside their names: the commonest short forms.
_ALSO = {
    "uae": "AE", "usa": "US", "us": "US", "uk": "GB", "ksa": "SA", "united states of america": "US", "england": "GB",
    "great britain": "GB", "drc": "CD", "south korea": "KR", "korea": "KR", "russia": "RU", "holland": "NL",
    "ivory coast": "CI", "turkey": "TR", "palestine": "PS", "syria": "SY", "الإمارات": "AE", "السعودية": "SA",
    "المملكة المتحدة": "GB", "بريطانيا": "GB", "أمريكا": "US", "الولايات المتحدة": "US", "كوريا": "KR", "فلسطين": "PS",
    "سوريا": "SY", "تركيا": "TR", "المغرب": "MA", "قطر": "QA", "البحرين": "BH", "عمان": "OM",
}  # fmt: skip


def entries_of(sheet: Sheet, heading: int, places: Mapping[int, Column], words: Words) -> Iterator[Entry]:
    """What each row below the headings says. A row in which no column that counts says anything is left out."""
    formulas = {(formula.row, formula.column) for formula in sheet.formulas if not formula.has_value}
    for row in sheet.rows:
        if row.number > heading and any(place < len(row.cells) and row.cells[place] for place in places):
            yield _Reader(row, places, words, formulas).entry()


class _Reader:
    """One row while it is read; what is wrong is collected, so that it can be mended in one go."""

    def __init__(self, row: Row, places: Mapping[int, Column], words: Words, formulas: set[tuple[int, int]]) -> None:
        self.row, self.words = row, words
        self.place_of = {column: place for place, column in places.items()}
        self.faults: list[Fault] = []
        for place in places:
            if (row.number, place) in formulas:
                self._fault(place, Wrong.FORMULA)

    def entry(self) -> Entry:
        organisation = self._names(Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR)
        person = self._names(Column.PERSON, Column.PERSON_EN, Column.PERSON_AR)
        person = person or self._joined(Column.GIVEN_NAME, Column.FAMILY_NAME)
        email = self._address()
        if not organisation:
            self.faults.append(Fault(self._organisation_place(), "", Wrong.NO_ORGANISATION))
        if email and not person:
            self._fault(self.place_of[Column.EMAIL], Wrong.NO_PERSON)
        return Entry(
            self.row.number,
            organisation,
            self._choice(Column.KIND, self.words.kinds),
            self._country(),
            self._zone(),
            self._choice(Column.STANDING, self.words.standings),
            self._day(),
            person,
            email,
            self._role(),
            self._names(Column.TITLE, Column.TITLE_EN, Column.TITLE_AR),
            tuple(self.faults),
        )

    def _cell(self, column: Column) -> str:
        place = self.place_of.get(column)
        if place is None or place >= len(self.row.cells):
            return ""
        return self.row.cells[place]

    def _fault(self, place: int, wrong: Wrong, more: str = "") -> None:
        cell = self.row.cells[place] if place < len(self.row.cells) else ""
        self.faults.append(Fault(place, cell, wrong, more))

    def _organisation_place(self) -> int | None:
        columns = (Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR)
        return next((self.place_of[column] for column in columns if column in self.place_of), None)

    def _names(self, plain: Column, english: Column, arabic: Column) -> dict[str, str]:
        """Words per language: those of a column with a language, and those of the plain one by their script."""
        named = {"en": self._short(english), "ar": self._short(arabic)}
        words = self._short(plain)
        if words:
            language = "ar" if language_of(words) == "ar" else "en"
            named[language] = named[language] or words
        return {language: name for language, name in named.items() if name}

    def _joined(self, given: Column, family: Column) -> dict[str, str]:
        name = " ".join(filter(None, (self._short(given), self._short(family))))
        return {"ar" if language_of(name) == "ar" else "en": name} if name else {}

    def _short(self, column: Column) -> str:
        cell = self._cell(column)
        if len(cell) > _LONGEST:
            self._fault(self.place_of[column], Wrong.TOO_LONG)
            return ""
        return cell

    def _choice(self, column: Column, known: Mapping[str, str]) -> str:
        cell = self._cell(column)
        if not cell:
            return ""
        choice = known.get(searchable(cell), "")
        if not choice:
            self._fault(self.place_of[column], Wrong.UNKNOWN_WORD)
        return choice

    def _role(self) -> str:
        role = self._choice(Column.ROLE, self.words.roles)
        if role in self.words.grave:
            self._fault(self.place_of[Column.ROLE], Wrong.GRAVE_ROLE)
            return ""
        return role or self._role_by_office()

    def _role_by_office(self) -> str:
        """Where no role is told an office may say it: whoever is called mayor sits as mayor."""
        offices = (self._cell(column) for column in (Column.TITLE, Column.TITLE_EN, Column.TITLE_AR))
        roles = (self.words.roles.get(searchable(office), "") for office in offices if office)
        return next((role for role in roles if role and role not in self.words.grave), "")

    def _country(self) -> str:
        cell = self._cell(Column.COUNTRY)
        if not cell:
            return ""
        if re.fullmatch(r"[A-Za-z]{2}", cell) and searchable(cell) not in _ALSO:
            return cell.upper()
        code = countries().get(searchable(cell), "")
        if not code:
            self._fault(self.place_of[Column.COUNTRY], Wrong.UNKNOWN_WORD)
        return code

    def _zone(self) -> str:
        cell = self._cell(Column.TIME_ZONE)
        if cell and cell not in self.words.zones:
            self._fault(self.place_of[Column.TIME_ZONE], Wrong.UNKNOWN_WORD)
            return ""
        return cell

    def _address(self) -> str:
        """An address of mail in small letters. Two that read the same but are not must not pass for one."""
        cell = self._cell(Column.EMAIL).removeprefix("mailto:").strip("<>;, ")
        if not cell:
            return ""
        if _mixes_alphabets(cell):
            self._fault(self.place_of[Column.EMAIL], Wrong.TWO_ALPHABETS)
            return ""
        found = _ADDRESS.fullmatch(cell)
        labels = found[1].split(".") if found else []
        if len(labels) < 2 or len(cell) > _LONGEST_ADDRESS or not all(map(_LABEL.fullmatch, labels)):
            self._fault(self.place_of[Column.EMAIL], Wrong.NOT_AN_ADDRESS)
            return ""
        return cell.lower()

    def _day(self) -> str:
        cell = western_digits(self._cell(Column.SINCE))
        if not cell:
            return ""
        days = set(_days_of(cell))
        if len(days) != 1:
            self._fault(self.place_of[Column.SINCE], Wrong.TWO_DAYS if days else Wrong.NOT_A_DAY)
            return ""
        return days.pop().isoformat()


def _days_of(cell: str) -> Iterator[date]:
    """The days that a cell can mean."""
    iso, short = _ISO_DAY.fullmatch(cell), _SHORT_DAY.fullmatch(cell)
    readings = [(iso[1], iso[2], iso[3])] if iso else []
    if short:
        readings = [(short[3], short[2], short[1]), (short[3], short[1], short[2])]
    for year, month, day in readings:
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        # A year of the Hijri calendar would pass for one of the Middle Ages.
        if found.year >= 1900:
            yield found


def _mixes_alphabets(address: str) -> bool:
    """Whether one part of an address holds letters of several alphabets: a Cyrillic a among Latin ones is a trap."""
    parts = re.split(r"[@.]", address)
    scripts = [{script_of(sign) for sign in part} - {"Zyyy"} for part in parts]
    foreign = any(not sign.isascii() and sign.isalpha() for sign in address.partition("@")[0])
    return foreign or any(len(found) > 1 for found in scripts)


@cache
def countries() -> dict[str, str]:
    """Two-letter codes by the names of countries in the languages that lists are kept in, folded by `searchable`."""
    named: dict[str, str] = {}
    for language in ("en", "ar", "fr", "es", "pt", "de", "tr"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "ZZ", "XA", "XB", "EZ", "QO"):
                named.setdefault(searchable(name), code)
    return named | {searchable(name): code for name, code in _ALSO.items()}


def zone_of(country: str) -> str:
    """The time zone of a country that has one only; empty for every other."""
    zones: Sequence[str] = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""


def folded(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Choices by their words as `searchable` sees them; the first word that means something keeps it."""
    found: dict[str, str] = {}
    for word, choice in words:
        found.setdefault(searchable(word), choice)
    return found
