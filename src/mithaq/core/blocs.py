"""Which states belong to the G20, the European Union and the African Union, from which day to which.

Sources:
- G20: the finance ministers' first meeting, Berlin, 15 and 16 December 1999, of nineteen states and the European Union;
  the African Union has been a member since the Leaders' Declaration of New Delhi, 9 September 2023 (g20.org).
- European Union: european-union.europa.eu, "Country profiles", dates of accession to the Communities or the Union; the
  agreement on the withdrawal of the United Kingdom, in force at the end of 31 January 2020.
- African Union: au.int, "Member States", fifty-five of them; those that had belonged to the Organisation of African
  Unity count from the launch of the Union, 9 July 2002. A member whose part in its activities is suspended stays one.

States are named by ISO 3166-1 alpha-2. Both days of a belonging are included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Union(StrEnum):
    """A group of states."""

    G20 = "g20_state"
    EUROPEAN = "european_union"
    AFRICAN = "african_union"


@dataclass(frozen=True)
class Belonging:
    """That a state belongs to a union from one day to another; `ends` is None while it does."""

    country: str
    union: Union
    starts: date
    ends: date | None
    source: str

    def holds(self, day: date) -> bool:
        """Whether it belonged on that day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


_BERLIN = "G20, Berlin, 15.12.1999 (g20.org)"
_EUROPE = "European Union (european-union.europa.eu)"
_AFRICA = "African Union (au.int)"

_G20_STATES = "AR AU BR CA CN DE FR GB ID IN IT JP KR MX RU SA TR US ZA"
_TO_EUROPE = {
    date(1958, 1, 1): "BE DE FR IT LU NL",
    date(1973, 1, 1): "DK GB IE",
    date(1981, 1, 1): "GR",
    date(1986, 1, 1): "ES PT",
    date(1995, 1, 1): "AT FI SE",
    date(2004, 5, 1): "CY CZ EE HU LT LV MT PL SI SK",
    date(2007, 1, 1): "BG RO",
    date(2013, 7, 1): "HR",
}
_FROM_EUROPE = {"GB": date(2020, 1, 31)}
_TO_AFRICA = {
    date(2002, 7, 9): "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MG ML MR MU "
    "MW MZ NA NE NG RW SC SD SL SN SO ST SZ TD TG TN TZ UG ZA ZM ZW",
    date(2011, 7, 27): "SS",
    date(2017, 1, 31): "MA",
}
#: Since when a union is itself a member of the G20.
UNIONS_IN_THE_G20 = {Union.EUROPEAN: date(1999, 12, 15), Union.AFRICAN: date(2023, 9, 9)}


def _belongings() -> Iterator[Belonging]:
    for country in _G20_STATES.split():
        yield Belonging(country, Union.G20, date(1999, 12, 15), None, _BERLIN)
    for day, countries in _TO_EUROPE.items():
        for country in countries.split():
            yield Belonging(country, Union.EUROPEAN, day, _FROM_EUROPE.get(country), _EUROPE)
    for day, countries in _TO_AFRICA.items():
        for country in countries.split():
            yield Belonging(country, Union.AFRICAN, day, None, _AFRICA)


BELONGINGS = tuple(_belongings())


def belongings_of(country: str) -> list[Belonging]:
    """The unions to which a state belongs or belonged."""
    return [one for one in BELONGINGS if one.country == country]


@lru_cache(256)
def states_of(union: str, day: date) -> frozenset[str]:
    """The states that belonged to a union on a day; none for a word that names no union."""
    return frozenset(one.country for one in BELONGINGS if one.union == union and one.holds(day))


def unions_in_the_g20(day: date) -> list[Union]:
    """The unions that were members of the G20 themselves on a day."""
    return [union for union, since in UNIONS_IN_THE_G20.items() if since <= day]


@lru_cache(256)
def states_in_the_g20(day: date) -> frozenset[str]:
    """The states that were members of the G20 on a day, or belonged to a union that was."""
    unions = (Union.G20, *unions_in_the_g20(day)) if day >= UNIONS_IN_THE_G20[Union.EUROPEAN] else ()
    return frozenset().union(*(states_of(union, day) for union in unions))
