"""What has happened since a seat last looked, as far as it may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from mithaq.desk.models import LastLook
from mithaq.desk.queries.log import acts_visible_to, audience_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory, idle_verbs


def acts_with_news(seat: Seat, at: datetime) -> QuerySet[Any]:
    """The acts that a seat may read, the newest first, each with `is_news`: whether it stands behind the seat's last
    look and somebody else did it."""
    look = LastLook.objects.filter(seat=seat)
    behind = Subquery(look.values("sequence")[:1])
    return acts_visible_to(seat, at).annotate(
        looked=Coalesce(behind, Value(0)),
        looked_at=Subquery(look.values("at")[:1]),
        is_news=Case(
            When(seat_id=seat.pk, then=Value(False)),
            When(sequence__gt=F("looked"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def news(seat: Seat, at: datetime) -> tuple[QuerySet[Any], int]:
    """Of these only what is news and changed something, and how many there are. Two queries, and one more after an
    act, or a look."""
    looked = LastLook.objects.filter(seat=seat).values_list("sequence", flat=True).first() or 0
    acts = acts_visible_to(seat, at).filter(~Q(seat=seat), ~Q(verb__in=idle_verbs()), sequence__gt=looked)
    return acts, _counted.recall((audience_of(seat), seat.pk, looked), at, acts.select_related(None).count)


#: To count what has happened in a busy year takes as long as to draw the page.
_counted: Memory[int] = Memory(512)
