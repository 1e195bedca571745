"""Closing the consolidation once nothing is lost, and opening it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.steps import require_open
from mithaq.recommendations.models import Closing, Recommendation, Reopening
from mithaq.recommendations.queries import unplaced
from mithaq.recommendations.rules import may_consolidate

#: How many of those that are open a refusal names.
NAMED = 3


def close(cycle: Cycle, *, seat: Seat, at: datetime) -> Closing:
    """Close the consolidation. Refused while a recommendation is open, naming which; what came in is counted as of
    now, also what was handed in for a later day."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        require_open(cycle)
        waiting = list(unplaced(cycle).prefetch_related("texts").order_by("paper__submitted_at", "paper", "position"))
        if waiting:
            raise Refused(_still_open(waiting))
        if not Recommendation.objects.filter(paper__cycle=cycle).exists():
            raise Refused(_("There is no recommendation yet, so there is nothing to close. Nothing was changed."))
        closing = Closing.objects.create(cycle=cycle, seat=seat, at=at)
        record("consolidation.closed", cycle, seat=seat, at=at)
    return closing


def reopen(cycle: Cycle, reason: str, *, seat: Seat, at: datetime) -> Reopening:
    """Open a closed consolidation again, with the reason."""
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        closing = cycle.closings.filter(reopening=None).first()
        if closing is None:
            raise Refused(_("The consolidation is open already. Nothing was changed."))
        if not reason.strip():
            raise Refused(_("Say why the consolidation is opened again. Nothing was changed."))
        reopening = Reopening.objects.create(closing=closing, reason=reason.strip(), seat=seat, at=at)
        record("consolidation.reopened", cycle, seat=seat, at=at)
    return reopening


def _still_open(waiting: list[Recommendation]) -> str:
    sentence = ngettext(
        "%(count)s recommendation is still open, so the consolidation cannot be closed: %(which)s",
        "%(count)s recommendations are still open, so the consolidation cannot be closed: %(which)s",
        len(waiting),
    )
    which = " · ".join(f"“\u2068{one.title}\u2069”" for one in waiting[:NAMED])
    return sentence % {"count": len(waiting), "which": f"{which} …" if len(waiting) > NAMED else which}
