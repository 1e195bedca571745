"""Putting recommendations together into points, wording the points, and making them public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.slots import Slot
from mithaq.recommendations.domain.steps import take_step
from mithaq.recommendations.models import Point, Recommendation, Source
from mithaq.recommendations.rules import may_consolidate


def gather(
    cycle: Cycle,
    key: str,
    title: Mapping[str, str],
    recommendations: Iterable[Recommendation],
    pillar: Pillar | None = None,
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Point:
    """Put recommendations together into one point. Each keeps its own record; each goes into one point only."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        sources = list(recommendations)
        if not sources:
            raise Refused(_("A point needs at least one recommendation that it comes from. Nothing was changed."))
        if Source.objects.filter(recommendation__in=sources).exists():
            raise Refused(_("One of these recommendations already went into another point. Nothing was changed."))
        point = Point(cycle=cycle, public_id=fresh_id(), key=key)
        wanted = new_point(point, title, pillar) | {Slot("source", one.public_id): point.public_id for one in sources}
        take_step("point.gathered", cycle, wanted, point, *sources, seat=seat, at=at, seen=seen)
        return Point.objects.get(public_id=point.public_id)


def new_point(point: Point, title: Mapping[str, str], pillar: Pillar | None) -> dict[Slot, object]:
    """What a step wants that opens this point, behind all others."""
    last = point.cycle.points.aggregate(last=Max("position"))["last"] or 0
    return {
        Slot("point", point.public_id): point.key,
        Slot("title", point.public_id): dict(title),
        Slot("pillar", point.public_id): pillar.public_id if pillar else None,
        Slot("position", point.public_id): last + 1,
    }


def word(
    point: Point,
    texts: Mapping[str, str],
    *,
    title: Mapping[str, str] | None = None,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Point:
    """Give a point its wording in each language, and its title where one is given; an earlier wording is replaced, and
    an empty one leaves the language without."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        wanted = {Slot("text", f"{point.public_id}:{code}"): text.strip() or None for code, text in texts.items()}
        if title is not None:
            wanted[Slot("title", point.public_id)] = dict(title)  # type: ignore[assignment]
        facts = {"languages": sorted(texts)}
        take_step("point.worded", point.cycle, wanted, point, seat=seat, at=at, seen=seen, facts=facts)
    return point


def disclose(cycle: Cycle, *, seat: Seat, at: datetime) -> int:
    """Make the cycle's points public, with the text that carries them; the number that became public."""
    with transaction.atomic():
        opened = list(cycle.points.filter(public_from=None))
        cycle.points.filter(public_from=None).update(public_from=at)
        if opened:
            record("points.disclosed", *opened, seat=seat, at=at)
    return len(opened)
