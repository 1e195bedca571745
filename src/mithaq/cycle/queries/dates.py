"""Dates that later rooms bring into the calendar of the year: until when a round, a silence or a call runs.

The year, its calendars to subscribe to and the desk show them beside the deadlines. A room declares what it brings with
`@brings_dates`; so the year shows what it may not import.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from mithaq.cycle.models import Cycle
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.words import PerLanguage


@dataclass(frozen=True)
class BroughtDate:
    """An instant that a room brings, and who may know of it."""

    #: Names it for ever, in calendars too.
    key: str
    title: PerLanguage
    at: datetime
    phase: PhaseKind
    #: In the active language.
    url: str
    #: When it was last changed, and how often it was.
    stamped: datetime
    revision: int
    #: The roles that may know of it; nobody without a seat does.
    roles: Collection[Role]
    #: Where it concerns certain cities alone, their keys: sherpas and mayors of others have nothing to do with it.
    cities: Collection[int] | None = None
    #: Whether it came to nothing: it is left out, and calendars that hold it are told.
    is_cancelled: bool = False

    def is_for(self, seat: Seat | None) -> bool:
        """Whether a seat has it in its calendar."""
        if seat is None or seat.role not in self.roles:
            return False
        is_of_a_city = seat.role in (Role.SHERPA, Role.MAYOR)
        return self.cities is None or not is_of_a_city or seat.organisation_id in self.cities


Bringing = Callable[[Cycle], Iterable[BroughtDate]]

_brought: dict[str, Bringing] = {}


def brings_dates(*kinds: str) -> Callable[[Bringing], Bringing]:
    """Declare that this query brings dates which acts about records of these kinds change."""

    def declare(query: Bringing) -> Bringing:
        for kind in kinds:
            _brought[kind] = query
        return query

    return declare


def kinds_of_dates() -> list[str]:
    """The kinds of records that the dates hang on: what pages that show them follow."""
    return list(_brought)


def dates_brought_to(cycle: Cycle, seat: Seat | None) -> list[BroughtDate]:
    """The dates that a seat has in its calendar besides the year's deadlines, by their instant; those that came to
    nothing too. No query where the rooms remember them."""
    if seat is None:
        return []
    found = (one for query in dict.fromkeys(_brought.values()) for one in query(cycle) if one.is_for(seat))
    return sorted(found, key=lambda one: (one.at, one.key))


def said_of(sentence: Promise, thing: PerLanguage) -> PerLanguage:
    """A title in every language of the interface: a sentence with the name of what it is about in place of
    `%(thing)s`."""
    said = PerLanguage()
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = str(sentence) % {"thing": thing.in_language(code)}
    return said
