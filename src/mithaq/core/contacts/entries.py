"""What each row of a list says of an organisation and of a person who sits in it, and what in it cannot be taken over.

An empty cell says nothing: it never erases what is on record. Names without a language of their own are in that of
their script. A day must be unmistakable: 3/4/2031 is two days, and is refused.

What a row can do without, a number to call or an honorific, stays out where it cannot be read, and is told: the row is
taken over without it. What says who somebody is, for whom they act and where letters go, is right or refuses the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mithaq.core.contacts.columns import NO, YES
from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.words import ALSO, Words, countries, languages, parts_of
from mithaq.core.sheets.table import Row, Sheet
from mithaq.core.text import language_of, script_of, searchable, western_digits


class Wrong(StrEnum):
    """Why a row is refused, or something of it left out."""

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
    NOT_A_NUMBER = "not_a_number"
    ENDS_BY_HAND = "ends_by_hand"
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
    #: The part of the name that is the family's.
    family: Mapping[str, str] = field(default_factory=dict)
    honorific: Mapping[str, str] = field(default_factory=dict)
    pronunciation: Mapping[str, str] = field(default_factory=dict)
    #: Codes of languages; letters are written in the first.
    languages: tuple[str, ...] = ()
    #: Numbers with what they reach: ("telephone", "+216 71 000 000").
    numbers: tuple[tuple[str, str], ...] = ()
    #: Whether the person is the focal point; None where the row does not say.
    is_focal: bool | None = None
    faults: tuple[Fault, ...] = ()
    #: What could not be read and the row can do without.
    left_out: tuple[Fault, ...] = ()


#: What a row can do without.
_BY_THE_WAY = frozenset(
    {
        Column.HONORIFIC, Column.HONORIFIC_EN, Column.HONORIFIC_AR, Column.PRONUNCIATION, Column.PRONUNCIATION_EN,
        Column.PRONUNCIATION_AR, Column.LANGUAGES, Column.TELEPHONE, Column.MOBILE, Column.FOCAL_POINT,
    }
)  # fmt: skip


_LONGEST = 200
_LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^@\s]+)")
#: A number to call: seven to fifteen digits (E.164), with what people put between them, and an extension.
_NUMBER = re.compile(
    r"\+?(?:[ .()/\-\u2010-\u2013\u00a0]*\d){7,15}[ .)]*(?:(?:ext|x|poste)[. ]*\d{1,6})?", re.IGNORECASE
)
_NUMBERS_APART = re.compile(r"\s*[;,،؛|\n]\s*|\s+/\s+")
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_SHORT_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


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
        self.left_out: list[Fault] = []
        #: Cells that hold a formula without a value: what stands in them is not what they say.
        self.unread = {place for place in places if (row.number, place) in formulas}
        for place in sorted(self.unread):
            self._fault(places[place], Wrong.FORMULA)

    def entry(self) -> Entry:
        organisation = self._names(Column.ORGANISATION)
        family = self._names(Column.FAMILY_NAME)
        person = named_with(self._names(Column.PERSON), self._names(Column.GIVEN_NAME), family)
        email, numbers = self._address(), self._numbers()
        if not organisation:
            self.faults.append(Fault(self._organisation_place(), "", Wrong.NO_ORGANISATION))
        if (email or numbers) and not person:
            reached = (column for column in (Column.EMAIL, Column.TELEPHONE, Column.MOBILE) if self._cell(column))
            place = self.place_of[next(reached)]
            self.faults.append(Fault(place, self.row.cells[place], Wrong.NO_PERSON))
        role = self._role()
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
            role,
            self._names(Column.TITLE),
            {language: word for language, word in family.items() if word in person.get(language, "")},
            self._names(Column.HONORIFIC),
            self._names(Column.PRONUNCIATION),
            self._languages(),
            numbers,
            self._focal(),
            tuple(self.faults),
            tuple(self.left_out),
        )

    def _cell(self, column: Column) -> str:
        place = self.place_of.get(column)
        if place is None or place >= len(self.row.cells) or (place in self.unread and column in _BY_THE_WAY):
            return ""
        return self.row.cells[place]

    def _fault(self, column: Column, wrong: Wrong, words: str | None = None) -> None:
        """Something is wrong in a cell, or with `words` of it: it refuses the row, or is left out of it."""
        place = self.place_of[column]
        cell = self.row.cells[place] if place < len(self.row.cells) else ""
        of_the_row = self.left_out if column in _BY_THE_WAY else self.faults
        of_the_row.append(Fault(place, cell if words is None else words, wrong))

    def _organisation_place(self) -> int | None:
        columns = (Column.ORGANISATION, Column.ORGANISATION_EN, Column.ORGANISATION_AR)
        return next((self.place_of[column] for column in columns if column in self.place_of), None)

    def _names(self, plain: Column) -> dict[str, str]:
        """Words per language: those of a column with a language, and those of the plain one by their script."""
        named = {language: self._short(Column(f"{plain}_{language}")) for language in ("en", "ar")}
        words = self._short(plain)
        if words:
            language = "ar" if language_of(words) == "ar" else "en"
            named[language] = named[language] or words
        return {language: name for language, name in named.items() if name}

    def _short(self, column: Column) -> str:
        cell = self._cell(column)
        if len(cell) > _LONGEST:
            self._fault(column, Wrong.TOO_LONG)
            return ""
        return cell

    def _choice(self, column: Column, known: Mapping[str, str]) -> str:
        cell = self._cell(column)
        if not cell:
            return ""
        choice = known.get(searchable(cell), "")
        if not choice:
            self._fault(column, Wrong.UNKNOWN_WORD)
        return choice

    def _role(self) -> str:
        """The role; "focal point" is none, but what its holder does besides: "Sherpa, focal point"."""
        if self._called_focal():
            words = [word for word in parts_of(self._cell(Column.ROLE)) if searchable(word) not in self.words.focal]
            role = self.words.roles.get(searchable(words[0]), "") if words else ""
            if words and (len(words) > 1 or not role):
                self._fault(Column.ROLE, Wrong.UNKNOWN_WORD)
        else:
            role = self._choice(Column.ROLE, self.words.roles)
        if role in self.words.grave:
            self._fault(Column.ROLE, Wrong.GRAVE_ROLE)
            return ""
        return role or self._role_by_office()

    def _called_focal(self) -> bool:
        return any(searchable(word) in self.words.focal for word in parts_of(self._cell(Column.ROLE)))

    def _focal(self) -> bool | None:
        said = searchable(self._cell(Column.FOCAL_POINT))
        if said and said not in YES | NO:
            self._fault(Column.FOCAL_POINT, Wrong.UNKNOWN_WORD)
        if self._called_focal() or said in YES:
            return True
        return False if said in NO else None

    def _languages(self) -> tuple[str, ...]:
        """The languages of a person in the order in which the cell names them."""
        named = [(word, languages().get(searchable(word), "")) for word in parts_of(self._cell(Column.LANGUAGES))]
        for word in (word for word, code in named if not code):
            self._fault(Column.LANGUAGES, Wrong.UNKNOWN_WORD, word)
        return tuple(dict.fromkeys(code for _word, code in named if code))

    def _numbers(self) -> tuple[tuple[str, str], ...]:
        """Numbers as they are written, in Western digits, with what each reaches."""
        found: dict[str, tuple[str, str]] = {}
        for column in (Column.TELEPHONE, Column.MOBILE):
            for number in _NUMBERS_APART.split(western_digits(self._cell(column)).strip()):
                if number and not _NUMBER.fullmatch(number):
                    self._fault(column, Wrong.NOT_A_NUMBER, number)
                elif number:
                    found.setdefault(dialled(number), (column.value, number))
        return tuple(found.values())

    def _role_by_office(self) -> str:
        """Where no role is told an office may say it: whoever is called mayor sits as mayor."""
        offices = (self._cell(column) for column in (Column.TITLE, Column.TITLE_EN, Column.TITLE_AR))
        roles = (self.words.roles.get(searchable(office), "") for office in offices if office)
        return next((role for role in roles if role and role not in self.words.grave), "")

    def _country(self) -> str:
        cell = self._cell(Column.COUNTRY)
        if not cell:
            return ""
        if re.fullmatch(r"[A-Za-z]{2}", cell) and searchable(cell) not in ALSO:
            return cell.upper()
        code = countries().get(searchable(cell), "")
        if not code:
            self._fault(Column.COUNTRY, Wrong.UNKNOWN_WORD)
        return code

    def _zone(self) -> str:
        cell = self._cell(Column.TIME_ZONE)
        if cell and cell not in self.words.zones:
            self._fault(Column.TIME_ZONE, Wrong.UNKNOWN_WORD)
            return ""
        return cell

    def _address(self) -> str:
        """An address of mail in small letters. Two that read the same but are not must not pass for one."""
        cell = self._cell(Column.EMAIL).removeprefix("mailto:").strip("<>;, ")
        if not cell:
            return ""
        if "@" in cell and _mixes_alphabets(cell):
            self._fault(Column.EMAIL, Wrong.TWO_ALPHABETS)
            return ""
        found = _ADDRESS.fullmatch(cell)
        labels = found[1].split(".") if found else []
        if len(labels) < 2 or len(cell) > _LONGEST_ADDRESS or not all(map(_LABEL.fullmatch, labels)):
            self._fault(Column.EMAIL, Wrong.NOT_AN_ADDRESS)
            return ""
        return cell.lower()

    def _day(self) -> str:
        cell = western_digits(self._cell(Column.SINCE))
        if not cell:
            return ""
        days = set(_days_of(cell))
        if len(days) != 1:
            self._fault(Column.SINCE, Wrong.TWO_DAYS if days else Wrong.NOT_A_DAY)
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


def dialled(number: str) -> str:
    """The digits of a number as it is called from abroad, so that two ways of writing one are one."""
    digits = "".join(sign for sign in western_digits(number).replace("(0)", "") if sign.isdecimal())
    return digits.lstrip("0")


def named_with(whole: Mapping[str, str], given: Mapping[str, str], family: Mapping[str, str]) -> dict[str, str]:
    """Whole names per language: as they stand, or put together, the given name before that of the family. Where a list
    has the given name under "Name" the family's is added."""
    names: dict[str, str] = {}
    for language in ("en", "ar"):
        name, last = whole.get(language, ""), family.get(language, "")
        if not name:
            name = " ".join(filter(None, (given.get(language, ""), last)))
        elif last and searchable(last) not in searchable(name):
            name = f"{name} {last}"
        if name:
            names[language] = name
    return names
