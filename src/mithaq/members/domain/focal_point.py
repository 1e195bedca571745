"""Naming the focal point through whom an organisation admits its colleagues."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.models import FocalPoint
from mithaq.members.queries import is_focal_point
from mithaq.members.rules import MUST_BE_HELD, may_admit


def name_focal_point(
    held: Seat, starts: date, ends: date | None = None, *, seat: Seat, at: datetime
) -> FocalPoint | None:
    """Let whoever sits here admit the colleagues of the organisation. An organisation may have several; naming one
    who is it already changes nothing and gives None."""
    with transaction.atomic():
        require(may_admit(seat, at))
        held = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=held.pk)
        if not held.is_held(at):
            raise Refused(MUST_BE_HELD)
        if is_focal_point(held, at):
            return None
        named = FocalPoint.objects.create(seat=held, starts=starts, ends=ends)
        record("focal_point.named", held, held.organisation, held.person, seat=seat, at=at)
    return named
