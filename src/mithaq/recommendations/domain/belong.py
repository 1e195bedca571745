"""What people decide about recommendations besides points: what goes together, whom they address, where they belong."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.slots import Slot, pair_ref
from mithaq.recommendations.domain.steps import take_step
from mithaq.recommendations.models import Recommendation, Step
from mithaq.recommendations.rules import may_consolidate
from mithaq.recommendations.vocabulary import Addressed

#: Each of so many with each other are 300 pairs; who keeps more apart means something else.
MOST_APART = 25

VERBS = {
    True: "recommendations.kept_together",
    False: "recommendations.kept_apart",
    None: "recommendations.left_open",
}


def decide(
    cycle: Cycle,
    recommendations: Collection[Recommendation],
    are_together: bool | None,
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Step:
    """Decide that recommendations belong together (True), or that none of them goes with another (False), or leave
    open again what was decided between them (None). Every later suggestion keeps to it."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if len(recommendations) < 2:
            raise Refused(_("Choose at least two recommendations to decide about. Nothing was changed."))
        if are_together is False and len(recommendations) > MOST_APART:
            raise Refused(_("Choose 25 recommendations at most to keep apart. Nothing was changed."))
        chosen = list(recommendations)
        pairs = [pair_ref(*pair) for pair in combinations(chosen, 2)] if are_together is not True else []
        chain = [pair_ref(one, other) for one, other in pairwise(chosen)]
        wanted: dict[Slot, Any] = {}
        for pair in pairs or chain:
            wanted[Slot("apart", pair)] = are_together is False
            wanted[Slot("together", pair)] = are_together is True
        return take_step(VERBS[are_together], cycle, wanted, *chosen, seat=seat, at=at, seen=seen)


def address(
    cycle: Cycle,
    recommendations: Collection[Recommendation],
    addressee: str,
    words: str = "",
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Step:
    """Say whom recommendations address, `words` being the group's own; with "" their words are asked again."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if not recommendations:
            raise Refused(_("Choose at least one recommendation. Nothing was changed."))
        if addressee and addressee not in Addressed.values:
            raise Refused(_("Choose one of those that recommendations address. Nothing was changed."))
        said = [addressee, words.strip()] if addressee else None
        wanted = {Slot("addressee", one.public_id): said for one in recommendations}
        return take_step("recommendations.addressed", cycle, wanted, *recommendations, seat=seat, at=at, seen=seen)


def send_to(
    cycle: Cycle,
    recommendations: Collection[Recommendation],
    pillar: Pillar | None,
    *,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
) -> Step:
    """Say under which pillar recommendations belong; with None their words are asked again."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if not recommendations:
            raise Refused(_("Choose at least one recommendation. Nothing was changed."))
        wanted = {Slot("sent", one.public_id): pillar.public_id if pillar else None for one in recommendations}
        return take_step("recommendations.sent", cycle, wanted, *recommendations, seat=seat, at=at, seen=seen)
