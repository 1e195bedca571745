"""Lists of contacts that were brought, and the addresses of those who hold seats."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.queries import seats_held
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.things import shown_as
from mithaq.members.models import Import


@shown_as("members.import")
def imports_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Import]:
    """Every list that was brought, for the secretariat; none for anybody else. With what became of each."""
    brought = Import.objects.select_related("file", "seat__person", "seat__organisation", "playing__undoing")
    return brought if seat is not None and seat.role == Role.SECRETARIAT else brought.none()


def address_book(seat: Seat | None, at: datetime) -> QuerySet[Seat]:
    """The seats that are held, with their people and how to reach them: all of them for the secretariat, those of their
    own organisation for the others, none for the public and the press. One query."""
    held = seats_held(at)
    if seat is None or seat.role == Role.PRESS:
        return held.none()
    if seat.role == Role.SECRETARIAT:
        return held
    return held.filter(organisation=seat.organisation_id)
