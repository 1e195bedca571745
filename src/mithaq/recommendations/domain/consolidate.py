"""Putting recommendations together into points, and wording the points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.recommendations.models import Point, PointText, Recommendation, Source
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
) -> Point:
    """Put recommendations together into one point. Each keeps its own record; each goes into one point only."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        sources = list(recommendations)
        if not sources:
            raise Refused(_("A point needs at least one recommendation that it comes from. Nothing was changed."))
        if Source.objects.filter(recommendation__in=sources).exists():
            raise Refused(_("One of these recommendations already went into another point. Nothing was changed."))
        point = Point.objects.create(
            cycle=cycle, key=key, title=title, pillar=pillar, position=cycle.points.count() + 1
        )
        Source.objects.bulk_create(Source(point=point, recommendation=one) for one in sources)
        weave(sources, point)
        record("point.gathered", point, *sources, seat=seat, at=at)
    return point


def word(point: Point, texts: Mapping[str, str], *, seat: Seat, at: datetime) -> Point:
    """Give a point its wording in each language; an earlier wording is replaced."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        for language, text in texts.items():
            PointText.objects.update_or_create(point=point, language=language, defaults={"text": text})
        record("point.worded", point, seat=seat, at=at, facts={"languages": sorted(texts)})
    return point


def disclose(cycle: Cycle, *, seat: Seat, at: datetime) -> int:
    """Make the cycle's points public, with the text that carries them; the number that became public."""
    with transaction.atomic():
        opened = list(cycle.points.filter(public_from=None))
        cycle.points.filter(public_from=None).update(public_from=at)
        if opened:
            record("points.disclosed", *opened, seat=seat, at=at)
    return len(opened)
