"""Which photos of persons a reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import shown_as
from mithaq.members.models import Fact, Office, Photo
from mithaq.members.vocabulary import NAMING, Audience, FactKind

#: Beside the photos themselves: what decides whether an organisation of the person may be named.
_seen: Memory[dict[int, Photo]] = Memory(8, kinds=("members.photo", "members.fact", "members.office", "actors.seat"))


@shown_as("members.photo")
def photos_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Photo]:
    """The secretariat sees every photo on record. Others see one from its day on: whoever sees persons all of those,
    the public and the press those for everybody, unless an organisation of the person may not be named."""
    photos = Photo.objects.filter(is_living=True)
    if seat is not None and seat.role == Role.SECRETARIAT:
        return photos
    photos = photos.filter(shown_from__lte=at.astimezone(UTC).date())
    if seat is not None and seat.role != Role.PRESS:
        return photos
    latest = Fact.objects.filter(organisation=OuterRef("organisation"), kind__in=NAMING, is_living=True)
    said = Subquery(latest.order_by("-at", "-id").values("kind")[:1])
    unnamed = (
        homes.filter(person=OuterRef("person")).annotate(naming=said).filter(naming=FactKind.MAY_NOT_BE_NAMED)
        for homes in (Seat.objects.all(), Office.objects.filter(is_living=True))
    )
    shown = photos.filter(audience=Audience.EVERYBODY)
    for homes in unnamed:
        shown = shown.exclude(Exists(homes))
    return shown


def photos_of(persons: Iterable[int], seat: Seat | None, at: datetime) -> dict[int, Photo]:
    """The photo of each of these persons (by key) that the reader may see: the latest. One query after an act and once
    a minute, for all readers of the same circle."""
    circle = seat and ("secretariat" if seat.role == Role.SECRETARIAT else "press" if seat.role == Role.PRESS else "")
    seen = _seen.recall(circle, at, lambda: {photo.person_id: photo for photo in photos_visible_to(seat, at)})
    return {person: seen[person] for person in persons if person in seen}


def photos_with_content(persons: Iterable[int], seat: Seat | None, at: datetime) -> dict[int, Photo]:
    """The photos of `photos_of`, each with its small picture's file. One query."""
    shown = photos_visible_to(seat, at).filter(person__in=list(persons)).select_related("small")
    return {photo.person_id: photo for photo in shown}
