"""The outbox as the secretariat looks at it."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Subquery, Value, When

from mithaq.foundation.mail.models import Bounce, Letter, Sending
from mithaq.foundation.mail.outbox import ATTEMPTS
from mithaq.foundation.mail.vocabulary import State


def outbox() -> Any:
    """Every letter, the newest first, with `state`, `attempts`, `last_error` and `sent_at`."""
    sendings = Sending.objects.filter(letter=OuterRef("pk"))
    taken = sendings.filter(error="")
    return (
        Letter.objects.select_related("seat__person", "seat__organisation")
        .annotate(
            attempts=Count("sendings"),
            sent_at=Subquery(taken.values("at")[:1]),
            last_error=Subquery(sendings.exclude(error="").order_by("-id").values("error")[:1]),
            state=Case(
                When(Exists(Bounce.objects.filter(letter=OuterRef("pk"))), then=Value(State.BOUNCED)),
                When(Exists(taken), then=Value(State.SENT)),
                When(seat__person__email="", address="", then=Value(State.NO_ADDRESS)),
                When(Q(attempts__gte=ATTEMPTS), then=Value(State.FAILED)),
                default=Value(State.WAITING),
                output_field=CharField(),
            ),
        )
        .order_by("-id")
    )


def how_many_in_each_state() -> dict[str, int]:
    """The number of letters in each state that occurs. One query."""
    states: dict[str, int] = {}
    for row in outbox().order_by().values("state", "pk"):
        states[row["state"]] = states.get(row["state"], 0) + 1
    return states


def letter_with(public_id: str) -> Any:
    """One letter with its state; None if there is none."""
    return outbox().filter(public_id=public_id).prefetch_related("sendings").first()
