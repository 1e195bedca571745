"""Changing what is on record of an organisation or a person: the chronicle keeps what stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.wording import as_kept, changes
from mithaq.members.rules import may_admit, may_change_address, may_edit_person, stands_for_itself

#: What may be changed of each, and what of it stands on one line.
OF_AN_ORGANISATION = ("kind", "name", "country", "time_zone", "latitude", "longitude", "note", "is_gap")
OF_A_PERSON = ("name", "family", "pronunciation", "honorific", "forms", "languages", "email")
NAMES = ("name", "family", "pronunciation", "honorific")


def correct_organisation(
    organisation: Organisation, fields: Mapping[str, Any], *, seat: Seat, at: datetime
) -> Organisation:
    """Change fields of an organisation (`OF_AN_ORGANISATION`). What does not differ is no change and no act."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        require(may_admit(seat, at))
        require(stands_for_itself(organisation))
        return _corrected(organisation, as_kept(_only(fields, OF_AN_ORGANISATION), NAMES), seat, at)


def correct_person(person: Person, fields: Mapping[str, Any], *, seat: Seat, at: datetime) -> Person:
    """Change fields of a person (`OF_A_PERSON`). The address, which opens the door, is the secretariat's to change."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        kept = as_kept(_only(fields, OF_A_PERSON), NAMES)
        require(may_edit_person(seat, person, at))
        if kept.get("email", person.email) != person.email:
            require(may_change_address(seat, at))
        try:
            with transaction.atomic():
                return _corrected(person, kept, seat, at)
        except IntegrityError as taken:
            raise Refused(ADDRESS_TAKEN) from taken


ADDRESS_TAKEN = _(
    "Another person is already registered with this address, or with one that looks the same. Nothing was changed."
)


Thing = TypeVar("Thing", Organisation, Person)


def _corrected(thing: Thing, kept: Mapping[str, Any], seat: Seat, at: datetime) -> Thing:
    changed, words = changes({name: getattr(thing, name) for name in kept}, kept)
    if not changed:
        return thing
    for name in changed:
        setattr(thing, name, kept[name])
    thing.save()
    record(
        "organisation.corrected" if isinstance(thing, Organisation) else "person.corrected",
        thing,
        seat=seat,
        at=at,
        facts={"changed": changed},
        words=words,
    )
    return thing


def _only(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    if unknown := set(fields) - set(names):
        raise KeyError(", ".join(sorted(unknown)))
    return dict(fields)
