"""Extending a round, or closing it early."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.prepare import locked
from mithaq.communique.models import ClosingMoved, Round
from mithaq.communique.rules import may_move_closing
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def move_closing(about: Round, closes: datetime, reason: str, *, seat: Seat, at: datetime) -> Round:
    """Let a round close at another instant, for a reason that all who negotiate are told.

    It may be later, also after the round has closed, as long as no next draft was made: what came in late meanwhile is
    then in time. It may be earlier, down to this instant: what was given until then stays in time.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_move_closing(seat, about, at))
        before, reason = about.closes, reason.strip()
        if not reason:
            raise Refused(_("Say why. Nothing was changed."))
        if closes == before:
            raise Refused(_("The round closes at this instant already. Nothing was changed."))
        if closes <= about.opens:
            raise Refused(_("The round must close after it opens. Nothing was changed."))
        if closes < at:
            raise Refused(_("This instant has passed. A round cannot close in the past. Nothing was changed."))
        ClosingMoved.objects.create(round=about, before=before, after=closes, reason=reason, seat=seat, at=at)
        about.closes = closes
        about.save(update_fields=["closes"])
        facts = {"before": before.isoformat(), "after": closes.isoformat()}
        if closes > before:
            record("round.extended", about, about.text, seat=seat, at=at, facts=facts)
        else:
            record("round.shortened", about, about.text, seat=seat, at=at, facts=facts)
    return about
