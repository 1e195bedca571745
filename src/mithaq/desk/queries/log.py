"""Which lines of the chronicle a seat may read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.communique.queries import READERS_OF_DRAFTS
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act

#: Who reads the whole chronicle.
READERS_OF_ALL = (Role.SECRETARIAT, Role.AUDITOR)
#: What is public as soon as it has happened.
PUBLIC = (
    "cycle.begun",
    "phase.scheduled",
    "phase.moved",
    "phase.cancelled",
    "phase.restored",
    "calendar.counted",
    "deadline.set",
    "deadline.moved",
    "deadline.cancelled",
    "deadline.restored",
    "pillar.named",
    "leadership.recorded",
    "membership.admitted",
    "group.set_up",
    "group.joined",
    "paper.submitted",
    "text.published",
    "text.published_elsewhere",
)
#: What those who negotiate may know besides. That a city endorsed is not among it: before publication no
#: city learns it of another.
AMONG_NEGOTIATORS = ("text.begun", "point.gathered", "point.worded", "draft.composed", "draft.frozen", "call.opened")


def acts_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Act]:
    """The acts that a seat may read by then, the newest first, with who acted for whom: all of them for the
    secretariat and the auditor, else what is public, what negotiators share, and what was done for one's
    own organisation."""
    acts = (
        Act.objects.filter(at__lte=at)
        .select_related("seat__person", "seat__organisation", "mandate__seat")
        .order_by("-sequence")
    )
    if seat is not None and seat.role in READERS_OF_ALL:
        return acts
    allowed = Q(verb__in=PUBLIC)
    if seat is not None:
        allowed |= Q(seat__organisation_id=seat.organisation_id)
        if seat.role in READERS_OF_DRAFTS:
            allowed |= Q(verb__in=AMONG_NEGOTIATORS)
    return acts.filter(allowed)
