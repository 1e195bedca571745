"""Changing points that stand: what goes into them and out of them, splitting and joining, pillars and order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Pillar
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.consolidate import new_point
from mithaq.recommendations.domain.slots import Slot
from mithaq.recommendations.domain.steps import gone, take_step
from mithaq.recommendations.models import Point, Recommendation, Source, Step
from mithaq.recommendations.rules import may_consolidate


def add_to(
    point: Point, recommendations: Collection[Recommendation], *, seat: Seat, at: datetime, seen: str | None = None
) -> Step:
    """Put recommendations that stand in no point yet into this one. Who was taken out of it before may come back."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        _require_some(recommendations)
        if Source.objects.filter(recommendation__in=recommendations).exclude(point=point).exists():
            raise Refused(_("One of these recommendations already went into another point. Nothing was changed."))
        wanted: dict[Slot, Any] = {Slot("source", one.public_id): point.public_id for one in recommendations}
        wanted |= {Slot("left", f"{one.public_id}:{point.public_id}"): False for one in recommendations}
        return take_step("point.added_to", point.cycle, wanted, point, *recommendations, seat=seat, at=at, seen=seen)


def take_from(
    point: Point, recommendations: Collection[Recommendation], *, seat: Seat, at: datetime, seen: str | None = None
) -> Step:
    """Take recommendations out of a point: they wait again, and are not suggested for it any more. With the last of
    them the point goes."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        left = _left_in(point, recommendations)
        wanted = {} if left else gone(point)
        wanted |= {Slot("source", one.public_id): None for one in recommendations}
        if left:
            wanted |= {Slot("left", f"{one.public_id}:{point.public_id}"): True for one in recommendations}
        return take_step("point.taken_from", point.cycle, wanted, point, *recommendations, seat=seat, at=at, seen=seen)


def split(
    point: Point,
    recommendations: Collection[Recommendation],
    title: Mapping[str, str],
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Point:
    """Put some of a point's recommendations into a new point under the same pillar; the others stay."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if not _left_in(point, recommendations):
            raise Refused(_("A point is split by choosing some of its recommendations, not all. Nothing was changed."))
        new = Point(cycle=point.cycle, public_id=fresh_id(), key=fresh_id())
        wanted = new_point(new, title, point.pillar)
        wanted |= {Slot("source", one.public_id): new.public_id for one in recommendations}
        take_step("point.split", point.cycle, wanted, point, new, *recommendations, seat=seat, at=at, seen=seen)
        return Point.objects.get(public_id=new.public_id)


def join(point: Point, into: Point, *, seat: Seat, at: datetime, seen: str | None = None) -> Step:
    """Put all recommendations of a point into another one, whose title and wording stay; the first one goes."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if point == into:
            raise Refused(_("Choose another point to put this one together with. Nothing was changed."))
        moved = [source.recommendation for source in point.sources.select_related("recommendation")]
        wanted = gone(point) | {Slot("source", one.public_id): into.public_id for one in moved}
        wanted |= {Slot("left", f"{one.public_id}:{into.public_id}"): False for one in moved}
        return take_step("points.joined", point.cycle, wanted, into, point, *moved, seat=seat, at=at, seen=seen)


def send(point: Point, pillar: Pillar | None, *, seat: Seat, at: datetime, seen: str | None = None) -> Step:
    """Send a point to another pillar, or to none."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        wanted = {Slot("pillar", point.public_id): pillar.public_id if pillar else None}
        return take_step("point.sent", point.cycle, wanted, point, seat=seat, at=at, seen=seen)


def move(point: Point, *, up: bool, seat: Seat, at: datetime, seen: str | None = None) -> Step:
    """Change a point's place with that of the next one under the same pillar, before it or behind it."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        beside = point.cycle.points.filter(pillar=point.pillar)
        other = (
            beside.filter(position__lt=point.position).order_by("-position").first()
            if up
            else beside.filter(position__gt=point.position).order_by("position").first()
        )
        if other is None:
            raise Refused(_("There is no other point on this side. Nothing was changed."))
        wanted = {Slot("position", point.public_id): other.position, Slot("position", other.public_id): point.position}
        return take_step("points.ordered", point.cycle, wanted, point, other, seat=seat, at=at, seen=seen)


def _require_some(recommendations: Collection[Recommendation]) -> None:
    if not recommendations:
        raise Refused(_("Choose at least one recommendation. Nothing was changed."))


def _left_in(point: Point, recommendations: Collection[Recommendation]) -> int:
    """How many sources a point keeps without these. Raises `Refused` where one of them is no source of it."""
    _require_some(recommendations)
    held = set(point.sources.values_list("recommendation_id", flat=True))
    taken = {one.pk for one in recommendations}
    if not taken <= held:
        raise Refused(_("One of these recommendations is not in this point any more. Nothing was changed."))
    return len(held - taken)
