"""What the shelf shows, put together from few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from mithaq.foundation.languages.formats import in_digits, name_of_language
from mithaq.foundation.search.queries import Find
from mithaq.library.models import Study
from mithaq.library.queries import Names


@dataclass(frozen=True)
class Row:
    """A study on the shelf, and where in it stands what was searched for."""

    study: Study
    names: Names
    find: Find | None = None


def rows_of(finds: Iterable[Find], studies: QuerySet[Study], names: Mapping[int, Names]) -> list[Row]:
    """The studies that were found, in the order of the finds."""
    several = list(finds)
    known = studies.in_bulk([find.subject for find in several])
    return [Row(known[find.subject], names[find.subject], find) for find in several if find.subject in known]


def in_words(choices: Mapping[str, list[tuple[str, str]]]) -> dict[str, list[tuple[str, str]]]:
    """The choices of the shelf with languages by name and years in the reader's digits."""
    return {
        **choices,
        "language": sorted(
            ((code, name_of_language(code)) for code, _code in choices["language"]), key=lambda one: one[1]
        ),
        "year": [(year, in_digits(year)) for year, _year in choices["year"]],
    }
