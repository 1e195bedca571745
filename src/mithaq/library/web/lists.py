"""What the shelf shows, put together from few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from mithaq.foundation.languages.formats import in_digits, name_of_language
from mithaq.foundation.search.queries import Find
from mithaq.library.models import Study


@dataclass(frozen=True)
class Row:
    """A study on the shelf, and where in it stands what was searched for."""

    study: Study
    find: Find | None = None


def rows_of(finds: Iterable[Find], studies: QuerySet[Study]) -> list[Row]:
    """The studies that were found, in the order of the finds."""
    several = list(finds)
    known = studies.in_bulk([find.subject for find in several])
    return [Row(known[find.subject], find) for find in several if find.subject in known]


def in_words(choices: dict[str, list[tuple[str, Any]]]) -> dict[str, list[tuple[str, Any]]]:
    """The choices of the shelf with languages by name and years in the reader's digits."""
    return {
        **choices,
        "language": sorted(
            ((code, name_of_language(code)) for code, _code in choices["language"]), key=lambda one: one[1]
        ),
        "year": [(year, in_digits(year)) for year, _year in choices["year"]],
    }
