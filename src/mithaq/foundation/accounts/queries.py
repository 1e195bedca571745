"""The seats a signed-in account may act in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mithaq.foundation.actors.models import Seat


def seats_of(user: Any, at: datetime) -> list[Seat]:
    """The seats that the person behind `user` holds at `at`; none for a stranger.

    No query for the account of a request, which brings its seats along (`backend`); else one.
    """
    if not user.is_authenticated or user.person_id is None:
        return []
    seats = user.seats_on_record
    if seats is None:
        seats = Seat.objects.filter(person_id=user.person_id).select_related("person", "organisation")
    return [seat for seat in seats if seat.is_held(at)]
