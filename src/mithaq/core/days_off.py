"""The public holidays of countries, by the lists of the `holidays` package, which needs no network.

Days that follow the moon are estimates years ahead, as the lists say themselves; whoever keeps the calendar looks at
them once more when they have been announced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

#: The language in which lists know the days besides their own.
ENGLISH = "en_US"


@dataclass(frozen=True)
class Holiday:
    """A day on which a country rests: its name, and the code of the language that the name is in."""

    day: date
    name: str
    language: str


@lru_cache(maxsize=1)
def countries_with_lists() -> frozenset[str]:
    """The countries whose holidays are known, by their ISO 3166-1 alpha-2 codes."""
    return frozenset(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


@lru_cache(maxsize=64)
def holidays_of(country: str, first: date, last: date, language: str) -> tuple[Holiday, ...]:
    """The holidays of a country from `first` to `last`, both included, in their order; none for one that has no list.
    Names are in `language` where the list has it, else in English, else in the country's own language."""
    if country not in countries_with_lists():
        return ()
    years = range(first.year, last.year + 1)
    own = holidays.country_holidays(country)
    known = own.supported_languages
    chosen = next((code for code in (language, ENGLISH) if code in known), own.default_language)
    found = holidays.country_holidays(country, years=years, language=chosen)
    written_in = (chosen or "en").partition("_")[0]
    return tuple(Holiday(day, found[day], written_in) for day in sorted(found) if first <= day <= last)
