"""Which organisations, persons, seats and mandates a reader may see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
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


def seats_held(at: datetime) -> list[Seat]:
    """Every seat that is held at that time, with its person and organisation. One query."""
    seats = Seat.objects.select_related("person", "organisation").order_by("organisation_id", "id")
    return [seat for seat in seats if seat.is_held(at)]
