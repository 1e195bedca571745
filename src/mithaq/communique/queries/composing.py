"""A text that is being composed: its clauses as they are read, and the points that can be taken in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from mithaq.communique.models import Composition, Text
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.composing.sketch import Planned, Sketch, numbers_of
from mithaq.cycle.models import Pillar
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.things import Reference, kind_of, reference_to
from mithaq.recommendations.models import Point, Recommendation
from mithaq.recommendations.queries.fates import closing_of

#: What clauses come from.
_SOURCES = (Pillar, Point, Recommendation)


@dataclass(frozen=True)
class PlannedRow:
    """A clause as it is read while it is composed."""

    clause: Planned
    number: str
    #: The points and recommendations it comes from.
    behind: list[Any]


def composition_of(text: Text) -> Composition | None:
    """What has been composed of a text that has no draft yet. One query."""
    return Composition.objects.filter(text=text).first()


def rows_composed(sketch: Sketch) -> list[PlannedRow]:
    """The clauses in order with their numbers and what they come from. Three queries at most."""
    behind = records_behind(sketch)
    numbers = numbers_of(sketch)
    return [
        PlannedRow(one, number, [behind[source] for source in one.sources if source in behind])
        for one, number in zip(sketch, numbers, strict=True)
    ]


def records_behind(sketch: Sketch) -> dict[Reference, Any]:
    """The records that the clauses come from, by reference. A query for each kind there is."""
    wanted = {source for one in sketch for source in one.sources}
    found: dict[Reference, Any] = {}
    for model in _SOURCES:
        ids = [public_id for kind, public_id in wanted if kind == kind_of(model)]
        if ids:
            found |= {reference_to(one): one for one in model.objects.filter(public_id__in=ids)}
    return found


def taken_in(sketch: Sketch) -> set[Reference]:
    """The records that clauses come from already."""
    return {source for one in sketch for source in one.sources}


def points_can_be_taken_in(text: Text) -> bool:
    """Whether the consolidation of the year is closed, so that its points can become clauses. One query."""
    return closing_of(text.cycle) is not None


def composed_from_points(text: Text, already: Collection[Reference]) -> list[Planned]:
    """Clauses for the points that are not in yet: those without a pillar first, then each pillar's heading with its
    points under it. A point without words of its own stands as its title, with its recommendations under it."""
    points = [
        one
        for one in text.cycle.points.select_related("pillar").prefetch_related(
            "texts", "sources__recommendation__texts"
        )
        if reference_to(one) not in already
    ]
    found = [clause for point in points if point.pillar is None for clause in _of_point(text, point, 0)]
    for pillar in text.cycle.pillars.all():
        own = [point for point in points if point.pillar_id == pillar.pk]
        if own and reference_to(pillar) not in already:
            words = _in_languages(text, pillar.title)
            found.append(Planned(fresh_id(), ClauseKind.HEADING, words, 0, (reference_to(pillar),)))
        found.extend(clause for point in own for clause in _of_point(text, point, 1))
    return [one for one in found if one.words]


def _of_point(text: Text, point: Point, depth: int) -> Iterator[Planned]:
    worded = _in_languages(text, {row.language: row.text for row in point.texts.all()})
    words = worded or _in_languages(text, point.title)
    yield Planned(fresh_id(), ClauseKind.POINT, words, depth, (reference_to(point),))
    if not worded:
        for source in point.sources.all():
            said = {row.language: row.text for row in source.recommendation.texts.all()}
            behind = (reference_to(source.recommendation),)
            yield Planned(fresh_id(), ClauseKind.SUB_POINT, _in_languages(text, said), depth + 1, behind)


def _in_languages(text: Text, words: Any) -> dict[str, str]:
    return {code: words[code] for code in text.authentic if words.get(code)}
