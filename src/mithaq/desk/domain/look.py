"""Saying how far one has read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.desk.models import LastLook
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import is_seated, require


def look(to: Act, *, seat: Seat, at: datetime) -> LastLook:
    """Everything up to this act has been seen by the seat. A look never goes back, so that of two pages that were open
    the later one counts. What somebody has read is no change of the record, so the chronicle holds no line of it."""
    with transaction.atomic():
        require(is_seated(seat, at))
        found, _new = LastLook.objects.select_for_update().get_or_create(
            seat=seat, defaults={"sequence": to.sequence, "at": at}
        )
        if found.sequence < to.sequence:
            found.sequence, found.at = to.sequence, at
            found.save(update_fields=["sequence", "at"])
    return found
