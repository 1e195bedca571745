"""Names of one city that no spelling brings together: Casablanca and الدار البيضاء, Cairo and Le Caire.

Source: the exemplar cities of time zones in CLDR, as the installed Babel gives them in the languages below: some four
hundred cities, the best kept list of this kind that comes without a service. English names are the last part of the
zone's own name (IANA) where CLDR has none. A name that two zones share means neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from babel import Locale

from mithaq.core.likeness import as_compared

#: The languages in which lists of contacts have come.
LANGUAGES = ("en", "ar", "fr", "es", "pt", "de", "it", "tr", "id", "ru", "zh", "ja", "ko", "hi")


@cache
def _cities() -> dict[str, str]:
    """The zone that each name of a city stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for zone, words in Locale.parse(language).time_zones.items():
            if words.get("city"):
                found[as_compared(words["city"])].add(zone)
            area, _slash, place = zone.rpartition("/")
            if area and area != "Etc":
                found[as_compared(place.replace("_", " "))].add(zone)
    return {name: zones.pop() for name, zones in found.items() if len(zones) == 1 and name}


def cities_called(names: Iterable[str]) -> set[str]:
    """The cities that go by one of these names in some language, each by its time zone; most names are of none."""
    cities = _cities()
    return {cities[key] for key in map(as_compared, names) if key in cities}
