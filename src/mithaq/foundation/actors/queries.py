"""Which organisations, persons, seats and mandates a reader may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db.models import Q, QuerySet

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.clock import zones_on_another_day
from mithaq.foundation.things import shown_as


@shown_as("actors.organisation")
def organisations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Organisation]:
    """Every organisation: that it exists is no secret; what it does is shown by other rooms' rules."""
    return Organisation.objects.all()


@shown_as("actors.person")
def persons_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Person]:
    """Every person for whoever holds a seat, but the press; none for the public. How a person is reached is for a
    narrower circle."""
    persons = Person.objects.all()
    return persons.none() if seat is None or seat.role == Role.PRESS else persons


def seats_of_organisation(organisation: Organisation, at: datetime) -> list[Seat]:
    """The seats held in an organisation at that time."""
    return [seat for seat in organisation.seats.select_related("person", "organisation") if seat.is_held(at)]


def seats_held(at: datetime) -> QuerySet[Seat]:
    """Every seat that is held at that time on its organisation's own day, with its person and organisation."""
    far = zones_on_another_day(at)
    today = at.astimezone(UTC).date()
    held = ~Q(organisation__time_zone__in=[zone for zones in far.values() for zone in zones]) & _held_on(today)
    for days, zones in far.items():
        held |= Q(organisation__time_zone__in=zones) & _held_on(today + timedelta(days=days))
    return Seat.objects.filter(held).select_related("person", "organisation").order_by("organisation_id", "id")


def _held_on(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))
