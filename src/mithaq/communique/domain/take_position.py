"""Taking a position on a clause, or on the text as a whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause, Position, Text
from mithaq.communique.rules import may_take_position
from mithaq.communique.vocabulary import Stance
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import reference_to


def take_position(
    text: Text, clause: Clause | None, stance: str, reason: str = "", *, seat: Seat, at: datetime
) -> Position:
    """Say where the city stands, in view of the latest draft. What it said before stays on record; an objection has a
    reason."""
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
        require(may_take_position(seat, text, at))
        draft = text.drafts.latest("number")
        if clause is not None and not draft.placements.filter(clause=clause).exists():
            raise Refused(_("The latest draft has no such clause. Nothing was changed."))
        if stance == Stance.OBJECTS and not reason.strip():
            raise Refused(_("Say why your city objects. Nothing was changed."))
        mandate = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))[0]
        taken = Position.objects.create(
            text=text, draft=draft, clause=clause, organisation=seat.organisation, stance=Stance(stance),
            reason=reason.strip(), seat=seat, mandate=mandate, at=at,
        )  # fmt: skip
        facts = {"stance": taken.stance, "draft": draft.number}
        record("position.taken", text, *([clause] if clause else []), seat=seat, at=at, mandate=mandate, facts=facts)
    return taken
