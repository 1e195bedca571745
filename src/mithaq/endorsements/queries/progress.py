"""How far each city has come with a call: asked, read, prepared, awaiting the second check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from mithaq.communique.models import Text
from mithaq.endorsements.models import Endorsement, Evidence, Invitation, Opening, Preparation
from mithaq.foundation.actors.models import Population


@dataclass(frozen=True)
class Progress:
    """What happened with a city under a call, by instants; None for what did not."""

    asked: datetime | None = None
    reminded: datetime | None = None
    opened: datetime | None = None
    prepared: datetime | None = None
    #: What awaits its second check.
    awaiting: Evidence | None = None


def progress_of(text: Text, at: datetime) -> dict[int, Progress]:
    """The progress of each city (by its key) for which there is any. Four queries."""
    letters = Invitation.objects.filter(call__text=text, at__lte=at).order_by("at")
    written = list(letters.values_list("seat__organisation", "at", "is_reminder"))
    asked = {city: when for city, when, is_reminder in reversed(written) if not is_reminder}
    reminded = {city: when for city, when, is_reminder in written if is_reminder}
    opened = _first(Opening.objects.filter(call__text=text, at__lte=at).values_list("organisation", "at"))
    prepared = _first(Preparation.objects.filter(text=text, at__lte=at).values_list("organisation", "at"))
    brought = Evidence.objects.filter(text=text, at__lte=at, second_check=None).select_related("organisation")
    awaiting = {one.organisation_id: one for one in brought}
    return {
        city: Progress(asked.get(city), reminded.get(city), opened.get(city), prepared.get(city), awaiting.get(city))
        for city in {*asked, *reminded, *opened, *prepared, *awaiting}
    }


def _first(rows: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for city, when in rows:
        found.setdefault(city, when)
    return found


def end_of(day: date, text: Text, at: datetime) -> datetime:
    """The last instant of a day where the text was frozen, or now if that is still to come."""
    zone = text.freezing.seat.organisation.zone if hasattr(text, "freezing") else at.tzinfo
    return min(datetime.combine(day, time.max, tzinfo=zone), at)


@dataclass(frozen=True)
class Covered:
    """How many people live in the named cities, by one way of counting."""

    concept: str
    people: int
    cities: int
    sources: tuple[str, ...]


def covered_by(cities: Iterable[int]) -> list[Covered]:
    """The people of these cities for each concept of population that is on record, the latest figure of each city; the
    concept that covers most cities first. One query."""
    latest: dict[tuple[str, int], Population] = {}
    living = Population.objects.filter(organisation__in=list(cities), is_living=True).order_by("year", "id")
    for one in living:
        latest[one.concept, one.organisation_id] = one
    by_concept: dict[str, list[Population]] = {}
    for (concept, _city), one in latest.items():
        by_concept.setdefault(concept, []).append(one)
    found = [
        Covered(concept, sum(one.people for one in each), len(each), tuple(sorted({one.source for one in each})))
        for concept, each in by_concept.items()
    ]
    return sorted(found, key=lambda one: (-one.cities, one.concept))


def endorsed_before(text: Text) -> tuple[int, set[int]]:
    """How many texts of earlier years have endorsements on record, and the cities (by their keys) behind any of them.
    One query."""
    earlier = Endorsement.objects.filter(text__cycle__pk__lt=text.cycle_id).values_list("text", "organisation")
    rows = list(earlier)
    return len({of for of, _city in rows}), {city for _of, city in rows}
