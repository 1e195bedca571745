"""A form that somebody works on.

A view asks `at_work(...)` for it and puts it on its page by `{% include "writing/work.html" %}` inside the form; a page
with scripts then says that its seat is there and keeps what is typed. Only a page that was shown hands out the token
with which this is said, so nobody learns who is at a form that they may not open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db import transaction

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.writing.models import Presence, Unsent

#: After so long without a sign somebody has left a form; so long is kept what was typed and never sent.
GONE_AFTER, KEPT_FOR = timedelta(seconds=50), timedelta(days=30)

_signer = Signer(salt="mithaq.writing")


@dataclass(frozen=True)
class Work:
    """A form, the seat that works on it, who else does, and what the seat typed before and did not send."""

    seat: Seat
    form: str
    others: list[Presence]
    unsent: Unsent | None

    @property
    def token(self) -> str:
        """What the page says itself to be: sealed, and good for this seat alone."""
        return _signer.sign_object([self.form, self.seat.public_id])

    @property
    def initial(self) -> dict[str, Any]:
        """The first values of the form: what was typed and not sent."""
        return self.unsent.initial if self.unsent else {}


def at_work(form: str, seat: Seat, at: datetime) -> Work:
    """The form as `seat` finds it. Two queries."""
    return Work(seat, form, others_at(form, seat, at), Unsent.objects.filter(form=form, seat=seat).first())


def form_of(token: str, seat: Seat) -> str | None:
    """The form for which this seat was given the token; None for any other."""
    try:
        form, holder = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return str(form) if holder == seat.public_id else None


def others_at(form: str, seat: Seat, at: datetime) -> list[Presence]:
    """Who else is at the form now, the longest first. One query."""
    there = Presence.objects.filter(form=form, seen_at__gt=at - GONE_AFTER).exclude(seat__person_id=seat.person_id)
    return list(there.select_related("seat__person", "seat__organisation"))


def be_there(form: str, seat: Seat, at: datetime) -> None:
    """The seat is at the form. Who left and comes back is there since then."""
    with transaction.atomic():
        here, new = Presence.objects.select_for_update().get_or_create(
            form=form, seat=seat, defaults={"since": at, "seen_at": at}
        )
        if new:
            Presence.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
            return
        here.since = at if here.seen_at <= at - GONE_AFTER else here.since
        here.seen_at = at
        here.save(update_fields=["since", "seen_at"])


def leave(form: str, seat: Seat) -> None:
    """The seat has closed the form. What was typed is kept."""
    Presence.objects.filter(form=form, seat=seat).delete()


def keep(form: str, words: dict[str, list[str]], seat: Seat, at: datetime) -> None:
    """Keep what the seat has typed so far."""
    with transaction.atomic():
        Unsent.objects.update_or_create(form=form, seat=seat, defaults={"words": words, "at": at})
        Unsent.objects.filter(at__lt=at - KEPT_FOR).delete()


def let_go(form: str, seat: Seat) -> None:
    """The form was sent, or what was typed is not wanted any more."""
    Unsent.objects.filter(form=form, seat=seat).delete()
    leave(form, seat)
