"""Putting a clause on the screen of the meeting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import shown_draft
from mithaq.communique.rules import may_show
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def show_clause(text: Text, clause: Clause, *, seat: Seat, at: datetime) -> None:
    """Let every open projector page of the text show this clause. Nothing changes but what is on the screen: the act
    is all there is of it, and says afterwards which clause the meeting was at, and when."""
    with transaction.atomic():
        require(may_show(seat, at))
        draft = shown_draft(text)
        if draft is None or not draft.placements.filter(clause=clause).exists():
            raise Refused(_("The latest draft has no such clause. Nothing was changed."))
        record("clause.shown", text, clause, seat=seat, at=at, facts={"draft": draft.number})
