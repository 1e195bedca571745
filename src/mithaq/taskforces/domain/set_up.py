"""Setting up a group and entering its members."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.taskforces.models import Enrolment, Group
from mithaq.taskforces.rules import may_run_the_group, may_set_up_groups
from mithaq.taskforces.vocabulary import INNER, Reach


def set_up(
    cycle: Cycle,
    key: str,
    kind: str,
    title: Mapping[str, str],
    charter: Mapping[str, str],
    starts: date,
    ends: date | None = None,
    *,
    reach: str = Reach.PUBLIC,
    seat: Seat,
    at: datetime,
) -> Group:
    """Set up a group of the cycle with its charter, and say who may read its page."""
    with transaction.atomic():
        require(may_set_up_groups(seat, at))
        if ends is not None and ends < starts:
            raise Refused(_("It cannot end before it begins. Nothing was changed."))
        group = Group.objects.create(
            cycle=cycle, key=key, kind=kind, title=title, charter=charter, starts=starts, ends=ends, reach=reach
        )
        record(verb_of(group, "set_up"), group, seat=seat, at=at, facts={"kind": kind})
    return group


def verb_of(group: Group, done: str) -> str:
    """The verb for what was done to a group: of those that are public only where its page is."""
    return f"group.{done}" if group.reach == Reach.PUBLIC else f"{INNER}group.{done}"


def enrol(
    group: Group,
    organisation: Organisation,
    role: str,
    starts: date,
    ends: date | None = None,
    *,
    seat: Seat,
    at: datetime,
) -> Enrolment:
    """Enter an organisation into a group in a role."""
    with transaction.atomic():
        require(may_run_the_group(seat, group, at))
        if group.enrolments.filter(organisation=organisation, ends__isnull=True).exists():
            raise Refused(_("This organisation is already in the group. Nothing was changed."))
        enrolment = group.enrolments.create(organisation=organisation, role=role, starts=starts, ends=ends)
        record(verb_of(group, "joined"), group, organisation, seat=seat, at=at, facts={"role": role})
    return enrolment
