"""Dropping recommendations with a reason, and taking them up again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.slots import Slot
from mithaq.recommendations.domain.steps import take_step
from mithaq.recommendations.models import Recommendation, Step
from mithaq.recommendations.rules import may_consolidate


def drop(
    cycle: Cycle,
    recommendations: Collection[Recommendation],
    reason: Mapping[str, str],
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Step:
    """Drop recommendations that stand in no point. `reason` is in at least one language, and read by their authors."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        _require_some(recommendations)
        said = {language: words.strip() for language, words in reason.items() if words.strip()}
        if not said:
            raise Refused(_("Say why it is dropped: those who wrote it will read the reason. Nothing was changed."))
        # As a database gives the instant back, whatever zone it was said in: a step compares what it left with that.
        instant = at.astimezone(UTC).isoformat()
        wanted = {Slot("dropped", one.public_id): [said, seat.pk, instant] for one in recommendations}
        return take_step("recommendations.dropped", cycle, wanted, *recommendations, seat=seat, at=at, seen=seen)


def take_up(
    cycle: Cycle, recommendations: Collection[Recommendation], *, seat: Seat, at: datetime, seen: str | None = None
) -> Step:
    """Take dropped recommendations up again: they wait at the table as before."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        _require_some(recommendations)
        wanted = {Slot("dropped", one.public_id): None for one in recommendations}
        return take_step("recommendations.taken_up", cycle, wanted, *recommendations, seat=seat, at=at, seen=seen)


def _require_some(recommendations: Collection[Recommendation]) -> None:
    if not recommendations:
        raise Refused(_("Choose at least one recommendation. Nothing was changed."))
