"""Who is a member, and in which class, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.things import shown_as
from mithaq.members.models import Membership


@shown_as("members.membership")
def memberships_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Membership]:
    """Every membership: who belongs to the group is public."""
    return Membership.objects.select_related("organisation")


def members(cycle: Cycle, at: datetime, standings: Iterable[str]) -> QuerySet[Membership]:
    """The memberships in these classes on the day of `at` (UTC), in the order of admission."""
    day = at.date()
    return (
        cycle.memberships.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
        .filter(standing__in=list(standings))
        .select_related("organisation")
        .order_by("id")
    )


def membership_of(cycle: Cycle, organisation: Organisation, at: datetime) -> Membership | None:
    """The class in which an organisation takes part at that time, or None."""
    day = at.date()
    return (
        cycle.memberships.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
        .filter(organisation=organisation)
        .first()
    )


def organisations_named(names: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by any of these names, in whatever language the name is; unknown names are left out."""
    wanted = set(names)
    found = {}
    for organisation in Organisation.objects.all():
        for name in organisation.name.values():
            if name in wanted:
                found.setdefault(name, organisation)
    return found
