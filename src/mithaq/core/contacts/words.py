"""The words in which lists name countries, languages and choices, folded by `searchable`.

Names of countries and languages come from CLDR, as the installed Babel gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global

from mithaq.core.text import searchable

#: The languages in which lists are kept, and in which they name countries and languages.
_LISTED_IN = ("en", "ar", "fr", "es", "pt", "de", "tr", "it", "ru", "zh", "ja", "id", "hi")
#: What countries are called beside their names: the commonest short forms.
ALSO = {
    "uae": "AE", "usa": "US", "us": "US", "uk": "GB", "ksa": "SA", "united states of america": "US", "england": "GB",
    "great britain": "GB", "drc": "CD", "south korea": "KR", "korea": "KR", "russia": "RU", "holland": "NL",
    "ivory coast": "CI", "turkey": "TR", "palestine": "PS", "syria": "SY", "الإمارات": "AE", "السعودية": "SA",
    "المملكة المتحدة": "GB", "بريطانيا": "GB", "أمريكا": "US", "الولايات المتحدة": "US", "كوريا": "KR", "فلسطين": "PS",
    "سوريا": "SY", "تركيا": "TR", "المغرب": "MA", "قطر": "QA", "البحرين": "BH", "عمان": "OM",
}  # fmt: skip
#: What languages are called beside their names.
_ALSO_SPOKEN = {
    "عربي": "ar", "إنجليزي": "en", "فرنسي": "fr", "إسباني": "es", "bahasa": "id", "bahasa indonesia": "id",
    "mandarin": "zh", "farsi": "fa",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """The words that choices may be given in, folded by `searchable`, each with the choice it means."""

    kinds: Mapping[str, str]
    standings: Mapping[str, str]
    roles: Mapping[str, str]
    #: Roles with rights over the whole house: given one by one, never by a list.
    grave: Collection[str]
    zones: Collection[str]
    #: What a focal point is called, where a list says it in place of a role.
    focal: Collection[str] = ()


#: Where no choices are known.
NO_WORDS = Words({}, {}, {}, (), ())


def parts_of(cell: str) -> list[str]:
    """What a cell names one after another."""
    return [part for part in re.split(r"\s*[,;/&+|،؛\n]\s*", cell.strip()) if part]


@cache
def languages() -> dict[str, str]:
    """Codes of languages by their names in the languages that lists are kept in, folded by `searchable`."""
    named: dict[str, str] = {}
    for language in _LISTED_IN:
        for code, name in Locale(language).languages.items():
            if len(code) in (2, 3) and code.isalpha():
                named.setdefault(searchable(name), code)
                named.setdefault(searchable(name).removeprefix("ال"), code)
    named |= {searchable(word): code for word, code in _ALSO_SPOKEN.items()}
    own = {
        Locale.parse(code).get_language_name(code): code
        for code in ("en", "ar", "fr", "es", "pt", "de", "tr", "ru", "zh")
    }
    return {code: code for code in named.values()} | {searchable(str(name)): code for name, code in own.items()} | named


@cache
def countries() -> dict[str, str]:
    """Two-letter codes by the names of countries in the languages that lists are kept in, folded by `searchable`."""
    named: dict[str, str] = {}
    for language in _LISTED_IN:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "ZZ", "XA", "XB", "EZ", "QO"):
                named.setdefault(searchable(name), code)
    return named | {searchable(name): code for name, code in ALSO.items()}


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
