"""Who is a member, and in which class, on a day; and what mandates a reader may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Prefetch, Q, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Examination, Mandate, Organisation, Population, Seat
from mithaq.foundation.actors.queries import organisations_visible_to, seats_held
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions.mandates import examiners_in_favour, is_contested, is_provisional
from mithaq.foundation.things import shown_as
from mithaq.members.models import Import, Membership
from mithaq.members.vocabulary import MandateState

#: Who reads every mandate (permission table: "Mandate file"); the chair reads those that are contested.
READERS_OF_MANDATES = (Role.SECRETARIAT, Role.AUDITOR)
#: What is stated of a population.
STATED = ("people", "concept", "year", "source")


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


def organisation_with_populations(
    public_id: str, seat: Seat | None, at: datetime
) -> tuple[Organisation | None, list[Population]]:
    """An organisation, if the seat may see it, and how many people live in it by each source. One query."""
    stated = organisations_visible_to(seat, at).filter(public_id=public_id).order_by("populations__id")
    rows = list(stated.annotate(**{name: F(f"populations__{name}") for name in STATED}))
    populations = [
        Population(**{name: getattr(row, name) for name in STATED}) for row in rows if row.people is not None
    ]
    return (rows[0] if rows else None), populations


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
    found: dict[str, Organisation] = {}
    for organisation in Organisation.objects.all():
        for name in organisation.name.values():
            if name in wanted:
                found.setdefault(name, organisation)
    return found


def whose_name_holds(words: str, memberships: Iterable[Membership]) -> list[Membership]:
    """The memberships of organisations whose name, in any of its languages, holds these words."""
    sought = as_searched(words)
    return [m for m in memberships if any(sought in as_searched(name) for name in m.organisation.name.values())]


#: Letters that are written one for the other in Arabic, each as the one they are searched by.
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


def as_searched(text: str) -> str:
    """Text as it is compared in a search: without case, accents, Arabic vowel marks and the spellings of alef."""
    bare = unicodedata.normalize("NFKD", text.translate(_ARABIC_LETTERS).casefold())
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def mandates_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Mandate]:
    """All for the secretariat and the auditor; for the others those of their own organisation, for the chair the
    contested ones too; none for the public and the press. With all that is said of them, in three queries."""
    findings = Examination.objects.select_related("examiner__person")
    mandates = Mandate.objects.select_related("seat__person", "seat__organisation").prefetch_related(
        "scopes", Prefetch("examinations", findings)
    )
    if seat is None or seat.role == Role.PRESS:
        return mandates.none()
    if seat.role in READERS_OF_MANDATES:
        return mandates
    own = Q(seat__organisation_id=seat.organisation_id)
    if seat.role == Role.CHAIR:
        contested = Mandate.objects.filter(examinations__in_order=False, examinations__at__lte=at)
        return mandates.filter(own | Q(pk__in=contested.values("pk")))
    return mandates.filter(own)


def reads_mandates_of(seat: Seat, organisation: Organisation) -> bool:
    """Whether the seat reads every mandate of that organisation."""
    return seat.role in READERS_OF_MANDATES or (seat.role != Role.PRESS and seat.organisation_id == organisation.pk)


_mandates: Memory[list[Mandate]] = Memory()


def mandates_of_visible_to(seat: Seat | None, organisation: Organisation, at: datetime) -> Iterable[Mandate]:
    """The mandates of an organisation that the seat may see; nothing is asked where it can see none."""
    if seat is None or not (seat.role == Role.CHAIR or reads_mandates_of(seat, organisation)):
        return []
    readable = mandates_visible_to(seat, at).filter(seat__organisation=organisation)
    return _mandates.recall((organisation.pk, seat.role, seat.organisation_id), at, lambda: list(readable))


def state_of(mandate: Mandate, at: datetime) -> MandateState:
    """How far the mandate's examination had come at that time, or why it did not count."""
    if mandate.ends is not None and mandate.seat.local_day(at) > mandate.ends:
        return MandateState.EXPIRED
    if is_contested(mandate, at):
        return MandateState.CONTESTED
    if examiners_in_favour(mandate, at) == 0:
        return MandateState.UNEXAMINED
    return MandateState.PROVISIONAL if is_provisional(mandate, at) else MandateState.VERIFIED


@shown_as("members.import")
def imports_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Import]:
    """Every list that was brought, for the secretariat; none for anybody else. With what became of each."""
    brought = Import.objects.select_related("file", "seat__person", "seat__organisation", "playing__undoing")
    return brought if seat is not None and seat.role == Role.SECRETARIAT else brought.none()


def address_book(seat: Seat | None, at: datetime) -> list[Seat]:
    """The seats that are held, with their people and how to reach them: all of them for the secretariat, those of their
    own organisation for the others, none for the public and the press. One query."""
    if seat is None or seat.role == Role.PRESS:
        return []
    held = seats_held(at)
    if seat.role == Role.SECRETARIAT:
        return held
    return [one for one in held if one.organisation_id == seat.organisation_id]
