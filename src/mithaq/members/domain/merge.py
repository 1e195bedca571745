"""Two records that turn out to be one: what hangs on the second moves to the first, and both addresses stay."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.things import kind_of
from mithaq.members.models import Channel, Merger
from mithaq.members.queries.merging import Pointing, latest_keys, pointing_at
from mithaq.members.rules import may_merge
from mithaq.members.vocabulary import ChannelKind

Actor = TypeVar("Actor", Organisation, Person)

#: What merging takes over from the one into the other.
TAKEN_OVER = {
    Organisation: ("name",),
    Person: ("name", "family", "honorific", "pronunciation", "forms", "languages", "email"),
}


def merge_organisations(
    kept: Organisation, gone: Organisation, *, leaving: bool = False, seat: Seat, at: datetime
) -> Organisation:
    """Make one organisation of two. Names in languages that the first lacks are taken over.

    Where both have a record of which there may be only one, it is refused, unless somebody has looked at them and says
    `leaving`: then that of the first counts, and that of the other stays with it and counts no more.
    """
    with transaction.atomic():
        kept, gone = _both(kept, gone)
        require(may_merge(seat, kept, gone, at))
        merger = _begun(kept, gone, seat, at)
        moved, left = _move(kept, gone, leaving)
        kept.name = PerLanguage({**gone.name, **kept.name})
        kept.save(update_fields=["name"])
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        _noted(merger, kept, moved)
        record("organisation.merged", kept, gone, seat=seat, at=at, facts=_facts(moved, left))
    return kept


def merge_persons(kept: Person, gone: Person, *, leaving: bool = False, seat: Seat, at: datetime) -> Person:
    """Make one person of two. What the first lacks is taken over; a second address becomes a way to reach the person,
    and the second account is closed. `leaving` as with organisations."""
    with transaction.atomic():
        kept, gone = _both(kept, gone)
        require(may_merge(seat, kept, gone, at))
        merger = _begun(kept, gone, seat, at)
        _prefer_one(kept, gone)
        moved, left = _move(kept, gone, leaving)
        Account.objects.filter(person=gone).delete()
        address, gone.email, gone.merged_into = gone.email, "", kept
        gone.save()
        kept.name = PerLanguage({**gone.name, **kept.name})
        for words in ("family", "honorific", "pronunciation"):
            setattr(kept, words, PerLanguage({**getattr(gone, words), **getattr(kept, words)}))
        kept.forms = kept.forms or gone.forms
        kept.languages = list(dict.fromkeys([*kept.languages, *gone.languages]))
        if address and kept.email:
            made = Channel.objects.create(person=kept, kind=ChannelKind.EMAIL, value=address, by=seat, at=at)
            merger.fields["channel"] = made.pk
        kept.email = kept.email or address
        kept.save()
        _noted(merger, kept, moved)
        record("person.merged", kept, gone, seat=seat, at=at, facts=_facts(moved, left))
    return kept


def _both(kept: Actor, gone: Actor) -> tuple[Actor, Actor]:
    """Both records, locked in the order of their numbers, so that two mergers cannot wait for one another."""
    model: Any = type(kept)
    ids = (kept.pk, gone.pk)
    locked = {one.pk: one for one in model.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return locked[kept.pk], locked[gone.pk]


def _begun(kept: Actor, gone: Actor, seat: Seat, at: datetime) -> Merger:
    fields = {"kept": _fields(kept), "gone": _fields(gone)}
    return Merger(
        kind=kind_of(kept),
        kept=kept.public_id,
        gone=gone.public_id,
        tops=latest_keys(gone),
        fields=fields,
        by=seat,
        at=at,
    )


def _fields(thing: Organisation | Person) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in TAKEN_OVER[type(thing)]}


def _noted(merger: Merger, kept: Organisation | Person, moved: dict[str, list[int]]) -> None:
    merger.moved = moved
    merger.fields["made"] = _fields(kept)
    merger.save()


def _facts(moved: dict[str, list[int]], left: dict[str, int]) -> dict[str, Any]:
    counted: dict[str, int] = defaultdict(int)
    for place, keys in moved.items():
        counted[place.rpartition(".")[0]] += len(keys)
    return {"moved": dict(counted), **({"left": left} if left else {})}


def _move(kept: Actor, gone: Actor, leaving: bool) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Let every record that names the one name the other: the keys of those that moved, by model and field, and how
    many of each model stayed because two collide. Refused where some do and nobody has looked at them."""
    moved: dict[str, list[int]] = {}
    left: dict[str, int] = {}
    for pointing in pointing_at(gone):
        keys = list(pointing.at(gone).order_by("pk").values_list("pk", flat=True))
        if not keys:
            continue
        gone_over = pass_over(pointing, keys, kept)
        if len(gone_over) < len(keys):
            if not leaving:
                raise Refused(COLLIDE)
            left[pointing.model._meta.label_lower] = len(keys) - len(gone_over)
        moved[pointing.place] = gone_over
    return moved, left


#: Why two records are not merged yet.
COLLIDE = _(
    "Both have a record of which there may be only one. Look at each of them, and say that the record of the one that "
    "stays is to count. Nothing was changed."
)


def pass_over(pointing: Pointing, keys: list[int], to: Organisation | Person) -> list[int]:
    """Let the records with these keys name `to`; the keys of those that the database lets. One query where it lets
    all, else one for each."""
    rows = pointing.model._default_manager.filter(pk__in=keys)
    try:
        with transaction.atomic():
            rows.update(**{pointing.field.name: to})
    except IntegrityError:
        return [key for key in keys if _passes(pointing, key, to)]
    return keys


def _passes(pointing: Pointing, key: int, to: Organisation | Person) -> bool:
    try:
        with transaction.atomic():
            pointing.model._default_manager.filter(pk=key).update(**{pointing.field.name: to})
    except IntegrityError:
        return False
    return True


def _prefer_one(kept: Person, gone: Person) -> None:
    """Where both prefer a way to be reached, the one of the record that is kept stays preferred."""
    if kept.channels.filter(is_preferred=True, is_living=True).exists():
        gone.channels.filter(is_preferred=True).update(is_preferred=False)
