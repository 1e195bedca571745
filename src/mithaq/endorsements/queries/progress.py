"""How far each city has come with a call: asked, read, prepared, awaiting the second check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from mithaq.communique.models import Text
from mithaq.endorsements.models import Endorsement, Evidence, Invitation, Opening, Preparation
from mithaq.foundation.actors.models import Population
from mithaq.foundation.chronicle.memory import Memory


@dataclass(frozen=True)
class Progress:
    """What happened with a city under a call, by instants; None for what did not."""

    asked: datetime | None = None
    reminded: datetime | None = None
    opened: datetime | None = None
    prepared: datetime | None = None
    #: The public identifier of the evidence that awaits its second check; empty where there is none.
    awaiting: str = ""


def progress_of(text: Text, at: datetime) -> dict[int, Progress]:
    """The progress of each city (by its key) for which there is any. One query."""
    found: dict[int, dict[str, Any]] = {}
    for city, when, step, evidence in _steps(text, at):
        done = found.setdefault(city, {})
        if step == "reminded":
            done[step] = when
        else:
            done.setdefault(step, evidence or when)
    return {city: Progress(**done) for city, done in found.items()}


def remembered_progress_of(text: Text, at: datetime) -> dict[int, Progress]:
    """The same, read once for each act about endorsing and once a minute, for letters go out without one: for whoever
    only shows it."""
    return _progress.recall(text.pk, at, lambda: progress_of(text, at))


_progress: Memory[dict[int, Progress]] = Memory(16, kinds=("endorsements.",))


def _steps(text: Text, at: datetime) -> QuerySet[Any, Any]:
    """City, instant, step and evidence of whatever happened under the call, in its order."""
    was_asked = Case(When(is_reminder=True, then=Value("reminded")), default=Value("asked"))
    letters = Invitation.objects.filter(call__text=text, at__lte=at)
    opened = Opening.objects.filter(call__text=text, at__lte=at)
    prepared = Preparation.objects.filter(text=text, at__lte=at)
    brought = Evidence.objects.filter(text=text, at__lte=at, second_check=None)
    steps = [
        _step(letters, F("seat__organisation"), was_asked),
        _step(opened, F("organisation"), Value("opened")),
        _step(prepared, F("organisation"), Value("prepared")),
        _step(brought, F("organisation"), Value("awaiting"), Cast("public_id", TextField())),
    ]
    return steps[0].union(*steps[1:], all=True).order_by("when")


def _step(rows: QuerySet[Any], city: Any, step: Any, evidence: Any = None) -> QuerySet[Any, Any]:
    named = Cast(step, TextField())
    evidence = evidence or Value("", TextField())
    told = rows.order_by().annotate(city=city, when=F("at"), step=named, evidence=evidence)
    return told.values_list("city", "when", "step", "evidence")


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
    One query after an act about an endorsement or a year."""
    return _before.recall(text.cycle_id, None, lambda: _endorsed_before(text))


_before: Memory[tuple[int, set[int]]] = Memory(8, kinds=("endorsements.endorsement", "communique.text", "cycle."))


def _endorsed_before(text: Text) -> tuple[int, set[int]]:
    earlier = Endorsement.objects.filter(text__cycle__pk__lt=text.cycle_id).values_list("text", "organisation")
    rows = list(earlier)
    return len({of for of, _city in rows}), {city for _of, city in rows}
