"""Admitting: organisations and their class, persons, seats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Population, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.models import Membership
from mithaq.members.rules import may_admit


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
        organisation = Organisation.objects.create(**fields)
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
        if cycle.memberships.filter(organisation=organisation, ends__isnull=True).exists():
            raise Refused(_("This organisation is already a member of the year. Nothing was changed."))
        membership = Membership.objects.create(
            cycle=cycle, organisation=organisation, standing=standing, starts=starts, ends=ends
        )
        record("membership.admitted", membership, organisation, seat=seat, at=at, facts={"standing": standing})
    return membership


def register_person(fields: Mapping[str, object], *, seat: Seat, at: datetime) -> Person:
    """Enter a person into the register. An address belongs to one person only."""
    with transaction.atomic():
        require(may_admit(seat, at))
        try:
            with transaction.atomic():
                person = Person.objects.create(**fields)
        except IntegrityError as taken:
            raise Refused(_("Another person is already registered with this address.")) from taken
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
            title=title or {},
        )
        record("seat.given", given, organisation, person, seat=seat, at=at, facts={"role": role})
    return given
