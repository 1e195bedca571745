"""Files with what a city asks for, brought into a round: kept as received, read, said to be a city's, or set aside.

Bringing a file changes nothing in any return. Reading it is done by whoever takes it up; a reader who gives no sign for
a while is taken to be gone, and the next one begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.prepare import locked
from mithaq.communique.models import FileReading, ReturnFile, Round
from mithaq.communique.queries.files import cities_of, city_named, files_to_read
from mithaq.communique.queries.found import Found, as_plain
from mithaq.communique.rules import may_bring, may_change_file
from mithaq.correspondence.models import ReturnedFile
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload

#: Reading one file may take half a minute; after so long without a sign its reader is gone.
GONE_AFTER = timedelta(seconds=60)
#: Beginnings after which a reading is given up: a file that ends its readers would end them for ever.
TRIES = 3


def bring(
    about: Round,
    upload: Upload,
    name: str,
    city: Organisation | None = None,
    came_as: ReturnedFile | None = None,
    given: datetime | None = None,
    *,
    seat: Seat,
    at: datetime,
) -> tuple[ReturnFile, bool]:
    """Bring a file into a round, and whether it is new: the same file of the same city twice is one.

    A sherpa brings it for the own city. The secretariat brings what came to it, `given` when, for `city` where that is
    known already.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_bring(seat, about, at))
        entered = seat.role == Role.SECRETARIAT
        own = city if entered else seat.organisation
        given = given if entered and given is not None else at
        if not about.opens <= given <= at:
            raise Refused(_("A return comes in after its round opened and not later than now. Nothing was changed."))
        same = ReturnFile.objects.filter(
            round=about, is_entered=entered, upload__sha256=upload.sha256, set_aside_at=None
        ).filter(Q(organisation=own) if own or not entered else Q())
        known = same.first()
        if known is not None:
            return known, False
        file = ReturnFile.objects.create(
            round=about, organisation=own, is_entered=entered, upload=upload, name=name[:200], came_as=came_as,
            given_at=given, seat=seat, at=at,
        )  # fmt: skip
        record("file.brought", file, about, seat=seat, at=at, facts={"sha256": upload.sha256})
    return file, True


def file_with(file: ReturnFile, city: Organisation, *, seat: Seat, at: datetime) -> ReturnFile:
    """Say whose answer a file is, where the secretariat has brought it."""
    with transaction.atomic():
        file = locked_file(file)
        require(may_change_file(seat, file, at))
        if not file.is_entered or city not in cities_of(file.round, at):
            raise Refused(_("Only cities of the year negotiate its text. Nothing was changed."))
        same = ReturnFile.objects.filter(
            round=file.round, organisation=city, is_entered=True, upload=file.upload, set_aside_at=None
        )
        if same.exclude(pk=file.pk).exists():
            raise Refused(_("This file of this city is here already. Set this one aside. Nothing was changed."))
        if file.organisation_id != city.pk:
            file.organisation = city
            file.save(update_fields=["organisation"])
            record("file.filed", file, city, seat=seat, at=at)
    return file


def set_aside(file: ReturnFile, *, seat: Seat, at: datetime) -> None:
    """Say that a file is no answer. It stays on record as it came in."""
    with transaction.atomic():
        file = locked_file(file)
        require(may_change_file(seat, file, at))
        file.set_aside_at = at
        file.save(update_fields=["set_aside_at"])
        record("file.set_aside", file, file.round, seat=seat, at=at)


def take_up(now: datetime, file: ReturnFile | None = None) -> ReturnFile | None:
    """The next file that nobody reads, or this one if nobody does; it is the caller's until `GONE_AFTER` passes. `now`
    is the real time."""
    waiting = files_to_read().filter(Q(heard_at=None) | Q(heard_at__lt=now - GONE_AFTER))
    for found in (waiting.filter(pk=file.pk) if file else waiting)[:10]:
        if waiting.filter(pk=found.pk, tries=found.tries).update(tries=F("tries") + 1, heard_at=now):
            files = ReturnFile.objects.select_related("round__text__cycle", "round__draft", "upload", "seat")
            return files.select_related("organisation").get(pk=found.pk)
    return None


def keep_reading(file: ReturnFile, found: Found, at: datetime) -> None:
    """Keep what was found in a file. What stands there already is left as it is."""
    cities = cities_of(file.round, at)
    copied = next((city for city in cities if city.public_id == found.copy_of), None)
    # Who writes for a city may use the copy of another one, so what the file says in words comes first.
    named = city_named(file.name, found.authors, cities) or copied
    with transaction.atomic():
        file = locked_file(file)
        FileReading.objects.get_or_create(
            file=file,
            defaults={
                "found": as_plain(found), "changes": len(found.changes), "clauses": len(found.clauses),
                "unplaced": len(found.unplaced), "at": at,
            },
        )  # fmt: skip
        file.named = named
        file.save(update_fields=["named"])


def give_up(file: ReturnFile, fault: str, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Say that a file cannot be read, and why. It stays as it came in."""
    with transaction.atomic():
        file = locked_file(file)
        if file.fault or FileReading.objects.filter(file=file).exists():
            return
        file.fault, file.facts = fault, dict(facts)
        file.save(update_fields=["fault", "facts"])
        record("file.unread", file, file.round, seat=file.seat, at=at, facts={"fault": fault})


def locked_file(file: ReturnFile) -> ReturnFile:
    """The file as it stands now, its round locked first, so that two people do one after the other."""
    about = locked(file.round)
    found = ReturnFile.objects.select_for_update(of=("self",)).select_related("organisation", "upload", "returned")
    kept = found.get(pk=file.pk)
    kept.round = about
    return kept
