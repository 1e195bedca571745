"""Reading groups and papers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from mithaq.correspondence.queries.circles import Circle, circles_of
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
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
    """Papers that have been submitted by then, with their group, their file and who handed them in."""
    return Paper.objects.filter(submitted_at__lte=at).select_related(
        "group", "file", "submitted_by__person", "submitted_by__organisation"
    )


def with_their_size(groups: QuerySet[Group], at: datetime) -> QuerySet[Group]:
    """The groups, each with how many organisations work in it on the day of `at` (UTC) and how many papers it handed
    in by then, as `members_count` and `papers_count`."""
    day = at.date()
    working = Q(enrolments__starts__lte=day) & (Q(enrolments__ends__isnull=True) | Q(enrolments__ends__gte=day))
    return groups.annotate(
        members_count=Count("enrolments", filter=working, distinct=True),
        papers_count=Count("papers", filter=Q(papers__submitted_at__lte=at), distinct=True),
    )


def enrolments_of(group: Group) -> QuerySet[Enrolment]:
    """Who works or worked in a group, in the order of entering."""
    return group.enrolments.select_related("organisation").order_by("starts", "id")


def special_working_group(cycle: Cycle, at: datetime, *, partners: bool) -> QuerySet[Enrolment]:
    """Who works in the cycle's special working groups on the day of `at` (UTC): its cities besides the one
    that chairs it, or its partners."""
    day = at.date()
    enrolled = Enrolment.objects.filter(
        group__cycle=cycle, group__kind=GroupKind.SPECIAL_WORKING_GROUP, starts__lte=day
    ).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    cities = ~Q(role__in=(GroupRole.PARTNER, GroupRole.CHAIR))
    return enrolled.filter(Q(role=GroupRole.PARTNER) if partners else cities).select_related("organisation", "group")


@circles_of("taskforces")
def groups_to_write_to(cycle: Cycle, at: datetime) -> list[Circle]:
    """Each group of the cycle with those that work in it on the day of `at` (UTC): circulars can go to it."""
    day = at.date()
    working = Enrolment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
    return [
        Circle(
            f"group:{group.public_id}",
            group.title,
            Organisation.objects.filter(pk__in=working.filter(group=group).values("organisation")).order_by("id"),
        )
        for group in cycle.groups.all()
    ]
