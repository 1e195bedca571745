"""The first act of all: somebody must hold the first seat before anybody can be given one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person, Population, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.wording import as_kept


def found(
    *,
    organisation: Mapping[str, object],
    person: Mapping[str, object],
    seat: Mapping[str, object],
    starts: date,
    populations: tuple[Mapping[str, object], ...] = (),
    at: datetime,
) -> Seat:
    """Found the house: the secretariat, its first person and the first seat, which is recorded as its own giver.

    The mappings hold the fields of the records. Refused once any seat exists.
    """
    with transaction.atomic():
        if Seat.objects.exists():
            raise Refused(_("The house has already been founded. Nothing was changed."))
        first = Seat.objects.create(
            person=Person.objects.create(**as_kept(person, ("name",))),
            organisation=Organisation.objects.create(**as_kept(organisation, ("name",))),
            role=Role.SECRETARIAT,
            starts=starts,
            **seat,
        )
        Population.objects.bulk_create(Population(organisation=first.organisation, **p) for p in populations)
        record("house.founded", first.organisation, first.person, seat=first, at=at)
    return first
