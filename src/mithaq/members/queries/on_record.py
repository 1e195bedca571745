"""What is on record of an organisation and of a person, and how much of it a reader may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from mithaq.foundation.actors.models import Organisation, Person, Population, Seat
from mithaq.foundation.actors.queries import organisations_visible_to, persons_visible_to
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions.mandates import has_role, is_seated
from mithaq.foundation.things import records_in
from mithaq.members.models import Channel, Fact, Membership, Office
from mithaq.members.vocabulary import LASTING

#: Who reads what was asked of every organisation, and what it answered; others read it of their own.
READERS_OF_FACTS = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)


@dataclass(frozen=True)
class OnRecord:
    """All that is on record of an organisation, whoever may read it."""

    memberships: list[Membership] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    #: Former addresses: those of organisations that turned out to be this one.
    merged: list[Organisation] = field(default_factory=list)

    @property
    def lasting(self) -> list[Fact]:
        """Names that it had and blocs that it belongs to."""
        return [fact for fact in self.facts if fact.kind in LASTING]

    @property
    def of_the_year(self) -> list[Fact]:
        """What was asked of it in some year, and what it answered."""
        return [fact for fact in self.facts if fact.kind not in LASTING]


#: What is read for the record of an organisation, each part until the next act about such records.
_parts: dict[str, Memory[list[Any]]] = {
    "memberships": Memory(kinds=("members.membership", "cycle."), beside=records_in),
    "populations": Memory(kinds=("actors.population",), beside=records_in),
    "facts": Memory(kinds=("members.fact",), beside=records_in),
    "offices": Memory(kinds=("members.office",), beside=records_in),
    "merged": Memory(kinds=("members.merg",), beside=records_in),
}


def organisation_shown(public_id: str, seat: Seat | None, at: datetime) -> Organisation | None:
    """The organisation with this identifier, if the seat may see it, with the one that it was merged into."""
    shown = organisations_visible_to(seat, at).select_related("merged_into")
    return shown.filter(public_id=public_id).first()


def on_record_of(organisation: Organisation, at: datetime) -> OnRecord:
    """What is on record of it, without what was taken back. A query for each part after an act about such records."""
    living = Q(is_living=True)
    read: dict[str, QuerySet[Any]] = {
        "memberships": organisation.memberships.filter(living).select_related("cycle", "organisation"),
        "populations": organisation.populations.filter(living),
        "facts": organisation.facts.filter(living).select_related("cycle", "person", "by__person", "by__organisation"),
        "offices": organisation.offices.filter(living).select_related("person", "organisation"),
        "merged": organisation.merged.all(),
    }
    read["memberships"] = read["memberships"].order_by("-starts")
    return OnRecord(**{part: _part(part, organisation, rows) for part, rows in read.items()})


def _part(part: str, organisation: Organisation, rows: QuerySet[Any]) -> list[Any]:
    return _parts[part].recall(organisation.pk, None, lambda: list(rows))


def reads_facts_of(seat: Seat | None, organisation: Organisation) -> bool:
    """Whether the seat reads what the organisation was asked and what it answered."""
    if seat is None or seat.role == Role.PRESS:
        return False
    return seat.role in READERS_OF_FACTS or seat.organisation_id == organisation.pk


def facts_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Fact]:
    """Names and blocs are public; who was invited and what it answered is for those who may read it."""
    facts = Fact.objects.filter(is_living=True).select_related("organisation")
    if seat is not None and seat.role in READERS_OF_FACTS:
        return facts
    public = Q(kind__in=LASTING)
    if seat is not None and seat.role != Role.PRESS:
        public |= Q(organisation_id=seat.organisation_id)
    return facts.filter(public)


# Persons --------------------------------------------------------------------------------------------------------------


def persons_on_record(seat: Seat | None, at: datetime) -> QuerySet[Person]:
    """The persons that a seat may see, each with seats and offices; those merged into another are found there."""
    seats = Seat.objects.select_related("organisation")
    offices = Office.objects.filter(is_living=True).select_related("organisation", "person")
    persons = persons_visible_to(seat, at).filter(merged_into=None).select_related("erasure")
    return persons.prefetch_related(Prefetch("seats", seats), Prefetch("offices", offices)).order_by("id")


def person_shown(public_id: str, seat: Seat | None, at: datetime) -> Person | None:
    """The person with this identifier, if the seat may see one, with seats, offices and the person merged into."""
    seats = Seat.objects.select_related("organisation")
    offices = Office.objects.filter(is_living=True).select_related("organisation", "person")
    shown = persons_visible_to(seat, at).select_related("merged_into", "erasure")
    return (
        shown.filter(public_id=public_id)
        .prefetch_related(Prefetch("seats", seats), Prefetch("offices", offices))
        .first()
    )


def reads_channels_of(seat: Seat | None, person: Person, at: datetime) -> bool:
    """Whether the seat reads how a person is reached: the secretariat, the person, and whoever acts for an
    organisation in which the person sits now."""
    if seat is None or not is_seated(seat, at):
        return False
    if seat.person_id == person.pk or has_role(seat, at, Role.SECRETARIAT):
        return True
    if seat.role == Role.PRESS:
        return False
    return any(held.organisation_id == seat.organisation_id for held in person.seats.all() if held.is_held(at))


def channels_of(person: Person) -> QuerySet[Channel]:
    """The ways to reach a person, the preferred one first."""
    return person.channels.filter(is_living=True)
