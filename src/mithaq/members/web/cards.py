"""The address book as cards: each person with what its reader may have of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import get_language, gettext

from mithaq.core.contacts.cards import Card
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.members.models import Channel, Photo
from mithaq.members.queries.lists import numbers_of
from mithaq.members.queries.photos import photos_with_content
from mithaq.members.vocabulary import ChannelKind

#: What RFC 6350 (6.4.1) calls the ways to call somebody.
_TYPES = {ChannelKind.TELEPHONE: "voice", ChannelKind.MOBILE: "cell"}


def cards_of(seats: Iterable[Seat], reader: Seat | None, at: datetime) -> Iterator[Card]:
    """A card for each of the seats, in the reader's language first. Three queries for all of them."""
    held = list(seats)
    numbers = numbers_of(held)
    photos = photos_with_content([seat.person_id for seat in held], reader, at)
    for seat in held:
        yield _card(seat, numbers.get(seat.person_id, ()), photos.get(seat.person_id))


def _card(seat: Seat, numbers: Iterable[Channel], photo: Photo | None) -> Card:
    person = seat.person
    terms = {"photographer": photo.photographer, "licence": photo.licence} if photo else {}
    return Card(
        uid=f"{seat.public_id}@mithaq",
        name=_readers_first(person.name),
        organisation=_readers_first(seat.organisation.name),
        title=_readers_first(seat.title),
        role=str(seat.get_role_display()),
        address=person.email,
        family=person.family,
        honorific=person.honorific,
        languages=person.languages,
        numbers=[(_TYPES[ChannelKind(one.kind)], one.value) for one in numbers],
        photo=_content(photo),
        credit=gettext("Photo: %(photographer)s. %(licence)s") % terms if photo else "",
        language=get_language() or "en",
    )


def _readers_first(words: Mapping[str, str]) -> dict[str, str]:
    """The words with the reader's language first: programs that know no alternatives show the first."""
    return dict(sorted(words.items(), key=lambda said: said[0] != get_language()))


def _content(photo: Photo | None) -> bytes:
    """The small picture; none where the storage lost it."""
    try:
        return content_of(photo.small) if photo else b""
    except NotAsReceived:
        return b""
