"""What has happened since a seat last looked, as far as it may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from mithaq.desk.models import LastLook
from mithaq.desk.queries.log import acts_visible_to
from mithaq.foundation.actors.models import Seat


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


def news(seat: Seat, at: datetime) -> QuerySet[Any]:
    """Of these only what is news."""
    look = LastLook.objects.filter(seat=OuterRef("pk")).values("sequence")[:1]
    seen = Seat.objects.filter(pk=seat.pk).annotate(seen=Coalesce(Subquery(look), Value(0))).values("seen")[:1]
    return acts_visible_to(seat, at).exclude(seat_id=seat.pk).filter(sequence__gt=Subquery(seen))
