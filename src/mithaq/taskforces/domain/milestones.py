"""The milestones of a group: set, moved, reached, cancelled. Each change is a row with its author."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.taskforces.domain.groups import why
from mithaq.taskforces.domain.set_up import verb_of
from mithaq.taskforces.models import Group, Milestone
from mithaq.taskforces.rules import may_run_the_group
from mithaq.taskforces.vocabulary import MilestoneEvent


def set_milestone(group: Group, title: Mapping[str, str], due: date, *, seat: Seat, at: datetime) -> Milestone:
    """Say what the group wants to have done by a day."""
    with transaction.atomic():
        require(may_run_the_group(seat, group, at))
        milestone = group.milestones.create(title=title, due=due)
        milestone.changes.create(what=MilestoneEvent.SET, seat=seat, at=at)
        record(verb_of(group, "milestone_set"), group, seat=seat, at=at, facts={"due": due.isoformat()})
    return milestone


def move_milestone(milestone: Milestone, due: date, reason: str, *, seat: Seat, at: datetime) -> Milestone:
    """Move a milestone to another day, with the reason."""
    with transaction.atomic():
        milestone = _open(milestone, seat, at)
        if due == milestone.due:
            raise Refused(_("The milestone stands on this day already. Nothing was changed."))
        before, milestone.due = milestone.due, due
        _change(milestone, MilestoneEvent.MOVED, before, why(reason), seat, at)
    return milestone


def reach_milestone(milestone: Milestone, day: date, *, seat: Seat, at: datetime) -> Milestone:
    """Say on which day a milestone was reached."""
    with transaction.atomic():
        milestone = _open(milestone, seat, at)
        if day > seat.local_day(at):
            raise Refused(_("This day has not come yet. Nothing was changed."))
        milestone.reached = day
        _change(milestone, MilestoneEvent.REACHED, None, "", seat, at)
    return milestone


def cancel_milestone(milestone: Milestone, reason: str, *, seat: Seat, at: datetime) -> Milestone:
    """Say that a milestone is not aimed at any more, with the reason."""
    with transaction.atomic():
        milestone = _open(milestone, seat, at)
        milestone.is_standing = False
        _change(milestone, MilestoneEvent.CANCELLED, None, why(reason), seat, at)
    return milestone


def _open(milestone: Milestone, seat: Seat, at: datetime) -> Milestone:
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("group").get(pk=milestone.pk)
    require(may_run_the_group(seat, milestone.group, at))
    if milestone.reached is not None or not milestone.is_standing:
        raise Refused(_("This milestone has been reached or cancelled already. Nothing was changed."))
    return milestone


def _change(
    milestone: Milestone, what: MilestoneEvent, before: date | None, reason: str, seat: Seat, at: datetime
) -> None:
    milestone.revision += 1
    milestone.save()
    milestone.changes.create(what=what, before=before, reason=reason, seat=seat, at=at)
    group, facts = milestone.group, {"due": milestone.due.isoformat()}
    record(verb_of(group, f"milestone_{what}"), group, seat=seat, at=at, facts=facts, words={"reason": reason})
