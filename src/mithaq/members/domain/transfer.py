"""A seat that ends, and a seat that passes to a successor. What was done in it stays on record under its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Mandate, Person, Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.admit import register_person
from mithaq.members.rules import may_admit


def end_seat(held: Seat, last_day: date, *, reason: str = "", at_once: bool = False, seat: Seat, at: datetime) -> Seat:
    """Let a seat and its mandates end with this day, in the organisation's own zone; or at once, whatever the day."""
    with transaction.atomic():
        require(may_admit(seat, at))
        held = _ended(held, held.local_day(at) if at_once else last_day, at if at_once else None)
        facts = {"ends": held.ends.isoformat() if held.ends else None, "at_once": at_once}
        words = {"reason": reason.strip()} if reason.strip() else None
        record("seat.ended", held, held.organisation, held.person, seat=seat, at=at, facts=facts, words=words)
    return held


def hand_over(
    held: Seat,
    successor: Person | Mapping[str, object],
    first_day: date,
    ends: date | None = None,
    *,
    title: Mapping[str, str] | None = None,
    key: str = "",
    reason: str = "",
    seat: Seat,
    at: datetime,
) -> Seat:
    """End a seat and its mandates, and seat a successor, on record or with these fields, in the same role from
    `first_day` on.

    The successor begins without a mandate: a new one is handed in and examined. Refused where the old seat acted on
    `first_day` or later, or where it would end before it began.
    """
    with transaction.atomic():
        require(may_admit(seat, at))
        if not isinstance(successor, Person):
            successor = register_person(successor, seat=seat, at=at)
        if successor.pk == held.person_id:
            raise Refused(_("A seat passes to another person. Nothing was changed."))
        held = _ended(held, first_day - timedelta(days=1))
        given = Seat.objects.create(
            person=successor,
            organisation=held.organisation,
            role=held.role,
            starts=first_day,
            ends=ends,
            title=held.title if title is None else title,
            key=key,
        )
        things = (given, held, held.organisation, held.person, successor)
        words = {"reason": reason.strip()} if reason.strip() else None
        record("seat.handed_over", *things, seat=seat, at=at, words=words)
    return given


def _ended(held: Seat, last_day: date, now: datetime | None = None) -> Seat:
    held = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=held.pk)
    # Ending it at once shortens a last day that is today already.
    has_ended = held.ends is not None and (held.ends < last_day if now else held.ends <= last_day)
    if has_ended or held.ended_at is not None:
        raise Refused(_("This seat has already ended, or ends before that day. Nothing was changed."))
    if last_day < held.starts:
        raise Refused(_("This seat would end before it began. Choose a later day. Nothing was changed."))
    last_act = Act.objects.filter(seat=held).order_by("-at").first()
    if last_act is not None and held.local_day(last_act.at) > last_day:
        raise Refused(_("Somebody acted in this seat after that day. Choose a later day. Nothing was changed."))
    held.ends, held.ended_at = last_day, now
    held.save(update_fields=["ends", "ended_at"])
    # A mandate that would only have begun later never runs: it ends on the day it would have begun.
    running = Mandate.objects.filter(seat=held).filter(Q(ends__isnull=True) | Q(ends__gt=last_day))
    running.filter(starts__lte=last_day).update(ends=last_day)
    return held
