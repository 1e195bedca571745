"""Admitting: organisations and their class, persons, seats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Population, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.correct import ADDRESS_TAKEN
from mithaq.members.domain.wording import as_kept, on_one_line
from mithaq.members.models import Membership
from mithaq.members.rules import may_admit, stands_for_itself


def register_organisation(
    fields: Mapping[str, object],
    populations: tuple[Mapping[str, object], ...] = (),
    *,
    seat: Seat,
    at: datetime,
) -> Organisation:
    """Enter an organisation into the register; each population carries people, concept, year and source."""
    with transaction.atomic():
        require(may_admit(seat, at))
        organisation = Organisation.objects.create(**as_kept(fields, ("name",)))
        Population.objects.bulk_create(Population(organisation=organisation, **p) for p in populations)
        record("organisation.registered", organisation, seat=seat, at=at)
    return organisation


def admit(
    cycle: Cycle,
    organisation: Organisation,
    standing: str,
    starts: date,
    ends: date | None = None,
    *,
    seat: Seat,
    at: datetime,
) -> Membership:
    """Admit an organisation to the cycle in a class, from a day on."""
    with transaction.atomic():
        require(may_admit(seat, at))
        require(stands_for_itself(organisation))
        if cycle.memberships.filter(organisation=organisation, ends__isnull=True, is_living=True).exists():
            raise Refused(_("This organisation is already a member of the year. Nothing was changed."))
        membership = Membership.objects.create(
            cycle=cycle, organisation=organisation, standing=standing, starts=starts, ends=ends
        )
        record("membership.admitted", membership, organisation, seat=seat, at=at, facts={"standing": standing})
    return membership


def end_membership(membership: Membership, ends: date, *, seat: Seat, at: datetime) -> Membership:
    """Enter the last day on which an organisation takes part."""
    with transaction.atomic():
        require(may_admit(seat, at))
        membership = _running(membership)
        if ends < membership.starts:
            raise Refused(_("A membership cannot end before it began. Nothing was changed."))
        _end(membership, ends)
        facts = {"ends": ends.isoformat()}
        record("membership.ended", membership, membership.organisation, seat=seat, at=at, facts=facts)
    return membership


def change_class(membership: Membership, standing: str, starts: date, *, seat: Seat, at: datetime) -> Membership:
    """Let a member take part in another class from a day on; the class before ends on the day before."""
    with transaction.atomic():
        require(may_admit(seat, at))
        membership = _running(membership)
        if standing == membership.standing:
            raise Refused(_("The organisation already takes part in this class. Nothing was changed."))
        if starts <= membership.starts:
            raise Refused(_("The new class must begin after the one before it. Nothing was changed."))
        _end(membership, starts - timedelta(days=1))
        changed = Membership.objects.create(
            cycle=membership.cycle, organisation=membership.organisation, standing=standing, starts=starts
        )
        facts = {"before": membership.standing, "after": standing, "starts": starts.isoformat()}
        record("membership.changed", changed, changed.organisation, membership, seat=seat, at=at, facts=facts)
    return changed


def _running(membership: Membership) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("cycle", "organisation")
    membership = found.get(pk=membership.pk)
    if not membership.is_living or membership.ends is not None:
        raise Refused(_("This membership has already ended. Nothing was changed."))
    return membership


def _end(membership: Membership, ends: date) -> None:
    membership.ends = ends
    membership.save(update_fields=["ends"])


def register_person(fields: Mapping[str, object], *, seat: Seat, at: datetime) -> Person:
    """Enter a person into the register. An address belongs to one person only."""
    with transaction.atomic():
        require(may_admit(seat, at))
        try:
            with transaction.atomic():
                person = Person.objects.create(**as_kept(fields, ("name", "family", "pronunciation", "honorific")))
        except IntegrityError as taken:
            raise Refused(ADDRESS_TAKEN) from taken
        record("person.registered", person, seat=seat, at=at)
    return person


def give_seat(
    person: Person,
    organisation: Organisation,
    role: str,
    starts: date,
    ends: date | None = None,
    *,
    key: str = "",
    title: Mapping[str, str] | None = None,
    seat: Seat,
    at: datetime,
) -> Seat:
    """Seat a person in an organisation, in a role, from one day to another (both included)."""
    with transaction.atomic():
        require(may_admit(seat, at))
        given = Seat.objects.create(
            person=person,
            organisation=organisation,
            role=role,
            starts=starts,
            ends=ends,
            key=key,
            title=on_one_line(title or {}),
        )
        record("seat.given", given, organisation, person, seat=seat, at=at, facts={"role": role})
    return given
