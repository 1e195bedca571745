"""Reading groups and papers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.things import shown_as
from mithaq.taskforces.models import Enrolment, Group, Paper
from mithaq.taskforces.vocabulary import GroupKind, GroupRole


@shown_as("taskforces.group")
def groups_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Group]:
    """Every group: its charter and members are public."""
    return Group.objects.all()


@shown_as("taskforces.enrolment")
def enrolments_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Enrolment]:
    """Every enrolment: who works in a group is public."""
    return Enrolment.objects.select_related("organisation", "group")


@shown_as("taskforces.paper")
def papers_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Paper]:
    """Papers that have been submitted by then."""
    return Paper.objects.filter(submitted_at__lte=at).select_related("group")


def special_working_group(cycle: Cycle, at: datetime, *, partners: bool) -> QuerySet[Enrolment]:
    """Who works in the cycle's special working groups on the day of `at` (UTC): its cities, or its partners."""
    day = at.date()
    enrolled = Enrolment.objects.filter(
        group__cycle=cycle, group__kind=GroupKind.SPECIAL_WORKING_GROUP, starts__lte=day
    ).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    return enrolled.filter(Q(role=GroupRole.PARTNER) if partners else ~Q(role=GroupRole.PARTNER)).select_related(
        "organisation", "group"
    )
