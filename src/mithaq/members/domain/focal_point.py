"""Naming the focal point, and ending the task, through whom an organisation admits its colleagues."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.models import FocalPoint
from mithaq.members.queries import focal_points_on, is_focal_point
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
        record("focal_point.named", held, held.organisation, held.person, named, seat=seat, at=at)
    return named


def end_focal_point(
    held: Seat, last_day: date, reason: str, *, at_once: bool = False, seat: Seat, at: datetime
) -> FocalPoint:
    """Let the task end with this day in the organisation's own zone, or at once; the seat stays. Invitations that the
    focal point sent lapse with the right to send them."""
    with transaction.atomic():
        require(may_admit(seat, at))
        held = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=held.pk)
        today = held.local_day(at)
        task = focal_points_on(today, at).filter(seat=held).order_by("-id").first()
        last_day = today if at_once else last_day
        if task is None or (task.ends is not None and task.ends <= last_day and not at_once):
            raise Refused(_("This task has already ended, or ends before that day. Nothing was changed."))
        if last_day < task.starts:
            raise Refused(_("This task would end before it began. Choose a later day. Nothing was changed."))
        task.ends, task.ended_at = last_day, at if at_once else None
        task.save(update_fields=["ends", "ended_at"])
        facts = {"ends": last_day.isoformat(), "at_once": at_once}
        words = {"reason": reason.strip()}
        concerned = (held, held.organisation, held.person, task)
        record("focal_point.ended", *concerned, seat=seat, at=at, facts=facts, words=words)
    return task
