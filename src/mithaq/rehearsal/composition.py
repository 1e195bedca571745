"""What a text is composed of: the points under their pillars, between preamble and closing."""

from __future__ import annotations

from collections.abc import Iterator

from mithaq.communique.domain.compose import Composed
from mithaq.communique.vocabulary import ClauseKind
from mithaq.cycle.models import Cycle
from mithaq.recommendations.models import Point, Recommendation
from mithaq.rehearsal.records import Script


def composition(script: Script, cycle: Cycle) -> Iterator[Composed]:
    """The text's clauses: preamble, then each pillar's heading with its points under it, then the closing.

    A point without a wording of its own stands as its title with its sources, word for word, as sub-points.
    """
    line = script.text
    if line and line.preamble:
        yield Composed(ClauseKind.PREAMBLE, line.preamble)
    points = list(cycle.points.select_related("pillar").prefetch_related("texts"))
    yield from (_point(point) for point in points if point.pillar is None)
    for pillar in cycle.pillars.all():
        under = tuple(_point(point) for point in points if point.pillar_id == pillar.pk)
        if under:
            yield Composed(ClauseKind.HEADING, pillar.title, (pillar,), under)
    if line and line.closing:
        yield Composed(ClauseKind.CLOSING, line.closing)


def _point(point: Point) -> Composed:
    worded = {text.language: text.text for text in point.texts.all()}
    if worded:
        return Composed(ClauseKind.POINT, worded, (point,))
    sources = Recommendation.objects.filter(became__point=point).prefetch_related("texts").order_by("position")
    under = tuple(Composed(ClauseKind.SUB_POINT, one.in_languages, (one,)) for one in sources)
    return Composed(ClauseKind.POINT, point.title, (point,), under)
