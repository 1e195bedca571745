"""Lists of contacts that were brought, and the addresses of those who hold seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.queries import seats_held
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import shown_as
from mithaq.members.models import Channel, FocalPoint, Import
from mithaq.members.queries import as_searched
from mithaq.members.queries.on_record import persons_on_record
from mithaq.members.vocabulary import NUMBERS


@shown_as("members.import")
def imports_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Import]:
    """Every list that was brought, for the secretariat; none for anybody else. With what became of each."""
    brought = Import.objects.select_related("file", "seat__person", "seat__organisation", "playing__undoing")
    return brought if seat is not None and seat.role == Role.SECRETARIAT else brought.none()


def address_book(seat: Seat | None, at: datetime) -> QuerySet[Seat]:
    """The seats that are held, with their people and how to reach them: all of them for the secretariat, those of their
    own organisation for the others, none for the public and the press. One query."""
    held = seats_held(at)
    if seat is None or seat.role == Role.PRESS:
        return held.none()
    if seat.role == Role.SECRETARIAT:
        return held
    return held.filter(organisation=seat.organisation_id)


def numbers_of(seats: Iterable[Seat]) -> dict[int, list[Channel]]:
    """The numbers at which those in the seats are called, by the person's key, the preferred first. One query."""
    found: dict[int, list[Channel]] = defaultdict(list)
    persons = [seat.person_id for seat in seats]
    for channel in Channel.objects.filter(person__in=persons, kind__in=NUMBERS, is_living=True):
        found[channel.person_id].append(channel)
    return dict(found)


def focal_points_among(seats: Iterable[Seat], at: datetime) -> set[int]:
    """The keys of those seats whose holder is a focal point on the organisation's own day. One query."""
    held = {seat.pk: seat for seat in seats}
    tasks = FocalPoint.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), seat__in=list(held))
    return {task.seat_id for task in tasks if _runs(task, held[task.seat_id].local_day(at))}


def _runs(task: FocalPoint, day: date) -> bool:
    return task.starts <= day and (task.ends is None or day <= task.ends)


_names: Memory[list[tuple[int, str]]] = Memory(64)


def seats_named(words: str, seat: Seat | None, at: datetime) -> list[int]:
    """The keys of the address book's seats whose person or organisation has these words in its name, in any language,
    in the book's order. One query after an act, none until the next one or the next minute."""

    def read() -> list[tuple[int, str]]:
        names = address_book(seat, at).values_list("pk", "person__name", "organisation__name")
        return [(pk, _folded(*of_both)) for pk, *of_both in names]

    sought = as_searched(words)
    reader = (seat.role, seat.organisation_id) if seat else None
    return [pk for pk, name in _names.recall(("seats", reader), at, read) if sought in name]


def persons_named(words: str, seat: Seat | None, at: datetime) -> list[int]:
    """The keys of the persons that the seat may see with these words in their name, as `seats_named`."""

    def read() -> list[tuple[int, str]]:
        names = persons_on_record(seat, at).prefetch_related(None).values_list("pk", "name")
        return [(pk, _folded(name)) for pk, name in names]

    sought = as_searched(words)
    reader = (seat.role, seat.organisation_id) if seat else None
    return [pk for pk, name in _names.recall(("persons", reader), at, read) if sought in name]


def _folded(*names: Mapping[str, str]) -> str:
    """Names in all their languages, on a line each, so that no words are found across two of them."""
    return "\n".join(as_searched(name) for one in names for name in one.values())
