"""Which recommendations and points a seat may see, and what belongs together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.things import shown_as
from mithaq.recommendations.models import Point, Recommendation

#: Who reads points while the text is being negotiated.
READERS_OF_POINTS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA, Role.MAYOR, Role.PARTNER)


@shown_as("recommendations.recommendation")
def recommendations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Recommendation]:
    """Recommendations of papers that have been submitted by then: papers are public, so are these."""
    return (
        Recommendation.objects.filter(paper__submitted_at__lte=at)
        .select_related("paper")
        .prefetch_related("texts")
        .order_by("paper__submitted_at", "paper_id", "position")
    )


@shown_as("recommendations.point")
def points_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Point]:
    """Points are working matter of those who consolidate and negotiate until the text that carries them is public."""
    points = Point.objects.select_related("pillar").prefetch_related("texts").order_by("position")
    if seat is not None and seat.role in READERS_OF_POINTS:
        return points
    return points.filter(public_from__lte=at)


def recommendations_of(cycle: Cycle, at: datetime) -> QuerySet[Recommendation]:
    """The recommendations of a cycle's papers that had been handed in by then, in the papers' order."""
    return recommendations_visible_to(None, at).filter(paper__cycle=cycle)


def unplaced(cycle: Cycle) -> QuerySet[Recommendation]:
    """Recommendations that have gone into no point yet: none of them is lost, they wait."""
    return Recommendation.objects.filter(paper__cycle=cycle, became=None)


def by_name(names: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by their exact name in any language, for the names a paper gives its proposers."""
    wanted = set(names)
    return {
        name: organisation
        for organisation in Organisation.objects.order_by("-id")
        for name in organisation.name.values()
        if name in wanted
    }
