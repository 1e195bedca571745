"""Putting a photo of a person on record, and letting the content of one go that may be shown no longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.forget import forget
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.reading import read_photo
from mithaq.foundation.uploads.receive import keep_photo
from mithaq.members.domain.wording import line_of
from mithaq.members.models import Photo
from mithaq.members.rules import may_edit_person


def enter_photo(
    person: Person,
    content: bytes,
    *,
    photographer: str,
    licence: str,
    shown_from: date,
    audience: str,
    source: str = "",
    seat: Seat,
    at: datetime,
) -> Photo:
    """Put a photo on record in place of the one before. Raises `Unreadable` for a file that is none.

    The file that came in is not kept: what is kept is written anew from its dots, without place, camera or date.
    """
    require(may_edit_person(seat, person, at))
    read = read_photo(content)
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        require(may_edit_person(seat, person, at))
        terms = {"photographer": line_of(photographer), "licence": line_of(licence), "source": line_of(source)}
        if not terms["photographer"] or not terms["licence"]:
            raise Refused(_("Say who made the photo and under which terms it may be shown. Nothing was changed."))
        large, small = (keep_photo(file, "photo", seat=seat, at=at) for file in read.files)
        photo = Photo.objects.create(
            person=person,
            large=large,
            small=small,
            width=read.width,
            height=read.height,
            shown_from=shown_from,
            audience=audience,
            by=seat,
            at=at,
            **terms,
        )
        before = person.photos.filter(is_living=True).exclude(pk=photo.pk)
        replaced = list(before)
        before.update(is_living=False)
        let_go(replaced, at)
        record("photo.entered", photo, person, seat=seat, at=at, facts={"audience": audience})
    return photo


def let_go(photos: Iterable[Photo], at: datetime) -> None:
    """Erase the content of photos that live no longer, unless one that lives was made of the same dots."""
    ids = {upload for photo in photos for upload in (photo.large_id, photo.small_id)}
    uploads = Upload.objects.filter(pk__in=ids)
    digests = set(uploads.values_list("sha256", flat=True))
    living = Photo.objects.filter(is_living=True)
    shown = {
        digest
        for size in ("large", "small")
        for digest in living.filter(**{f"{size}__sha256__in": digests}).values_list(f"{size}__sha256", flat=True)
    }
    forget(uploads.exclude(sha256__in=shown), at)
