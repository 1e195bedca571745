"""Two records that turn out to be one: what hangs on the second moves to the first, and both addresses stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, require
from mithaq.members.models import Channel
from mithaq.members.queries.merging import pointing_at
from mithaq.members.rules import may_merge
from mithaq.members.vocabulary import ChannelKind

Actor = TypeVar("Actor", Organisation, Person)


def merge_organisations(kept: Organisation, gone: Organisation, *, seat: Seat, at: datetime) -> Organisation:
    """Make one organisation of two. Names in languages that the first lacks are taken over; refused where two records
    collide, so that nothing is lost unseen."""
    with transaction.atomic():
        kept, gone = _both(kept, gone)
        require(may_merge(seat, kept, gone, at))
        moved = _move(kept, gone)
        kept.name = PerLanguage({**gone.name, **kept.name})
        kept.save(update_fields=["name"])
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        record("organisation.merged", kept, gone, seat=seat, at=at, facts={"moved": moved})
    return kept


def merge_persons(kept: Person, gone: Person, *, seat: Seat, at: datetime) -> Person:
    """Make one person of two. What the first lacks is taken over; a second address becomes a way to reach the person,
    and the second account is closed."""
    with transaction.atomic():
        kept, gone = _both(kept, gone)
        require(may_merge(seat, kept, gone, at))
        _prefer_one(kept, gone)
        moved = _move(kept, gone)
        Account.objects.filter(person=gone).delete()
        address, gone.email, gone.merged_into = gone.email, "", kept
        gone.save()
        kept.name = PerLanguage({**gone.name, **kept.name})
        for words in ("honorific", "pronunciation"):
            setattr(kept, words, PerLanguage({**getattr(gone, words), **getattr(kept, words)}))
        kept.forms = kept.forms or gone.forms
        kept.languages = list(dict.fromkeys([*kept.languages, *gone.languages]))
        if address and kept.email:
            Channel.objects.create(person=kept, kind=ChannelKind.EMAIL, value=address, by=seat, at=at)
        kept.email = kept.email or address
        kept.save()
        record("person.merged", kept, gone, seat=seat, at=at, facts={"moved": moved})
    return kept


def _both(kept: Actor, gone: Actor) -> tuple[Actor, Actor]:
    """Both records, locked in the order of their numbers, so that two mergers cannot wait for one another."""
    model: Any = type(kept)
    ids = (kept.pk, gone.pk)
    locked = {one.pk: one for one in model.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return locked[kept.pk], locked[gone.pk]


def _move(kept: Actor, gone: Actor) -> dict[str, int]:
    """Let every record that names the one name the other: how many of each kind. Refused where two collide."""
    moved = {}
    for pointing in pointing_at(gone):
        try:
            with transaction.atomic():
                number = pointing.at(gone).update(**{pointing.field.name: kept})
        except IntegrityError as collision:
            raise Refused(
                _(
                    "Both have a record of which there may be only one. Take one of the two back, then merge. "
                    "Nothing was changed."
                )
            ) from collision
        if number:
            moved[pointing.model._meta.label_lower] = number
    return moved


def _prefer_one(kept: Person, gone: Person) -> None:
    """Where both prefer a way to be reached, the one of the record that is kept stays preferred."""
    if kept.channels.filter(is_preferred=True, is_living=True).exists():
        gone.channels.filter(is_preferred=True).update(is_preferred=False)
