"""Taking an import back: what it made goes, what it changed is as before, where nobody has built on it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

from django.db import models, transaction

from mithaq.core.contacts.outcome import Thing
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.models import ActThing
from mithaq.foundation.chronicle.record import Line, nobody_else_writes, record_all
from mithaq.foundation.permissions import require
from mithaq.foundation.things import kind_of
from mithaq.members.domain.play import MODELS, VERBS, held, put
from mithaq.members.models import Import, Imported, Membership, Playing, Undoing
from mithaq.members.rules import may_import

#: What needs others goes before them. A membership that followed another goes before the other runs again.
_ORDER = (Thing.FOCAL_POINT, Thing.CHANNEL, Thing.SEAT, Thing.MEMBERSHIP, Thing.PERSON, Thing.ORGANISATION)
_TAKEN_BACK = {
    Thing.ORGANISATION: "organisation.taken_back",
    Thing.MEMBERSHIP: "membership.taken_back",
    Thing.PERSON: "person.taken_back",
    Thing.SEAT: "seat.taken_back",
    Thing.CHANNEL: "channel.taken_back",
    Thing.FOCAL_POINT: "focal_point.taken_back",
}
_BATCH = 500


def undo(brought: Import, *, seat: Seat, at: datetime) -> Undoing:
    """Take back what the import made and changed. What somebody has built on, or has changed since, stays, and is named
    in the answer. A second time it does nothing and answers the same."""
    with transaction.atomic():
        require(may_import(seat, at))
        nobody_else_writes()
        playing = Playing.objects.select_for_update(of=("self",)).get(of=brought)
        done = Undoing.objects.filter(of=playing).first()
        if done is not None:
            return done
        taken = _Taking(playing)
        lines = [line for thing in _ORDER for line in taken.back(thing)]
        left = {thing: refs for thing, refs in taken.left.items() if refs}
        facts = {"taken_back": len(lines), "left": sum(map(len, left.values()))}
        undoing = Undoing.objects.create(of=playing, seat=seat, at=at, taken_back=len(lines), left=left)
        record_all([*lines, Line("import.undone", (brought,), facts)], seat=seat, at=at)
    return undoing


class _Taking:
    def __init__(self, playing: Playing) -> None:
        self.playing = playing
        self.left: dict[str, list[str]] = defaultdict(list)
        self.imported: dict[str, list[Imported]] = defaultdict(list)
        for one in playing.imported.all():
            self.imported[one.thing].append(one)

    def back(self, thing: Thing) -> list[Line]:
        """The acts of taking back the things of one kind. What stays is noted."""
        imported = self.imported[thing]
        there = {one.public_id: one for one in _found(MODELS[thing], [one.ref for one in imported])}
        touched = set(self._acted_on(thing, list(there)))
        new = [one for one in imported if one.is_new and one.ref in there]
        in_use = set(_in_use(MODELS[thing], [there[one.ref].pk for one in new]))
        gone = [there[one.ref] for one in new if one.ref not in touched and there[one.ref].pk not in in_use]
        taken_back = set(map(id, gone))
        self.left[thing] += [one.ref for one in new if id(there[one.ref]) not in taken_back]
        lines = [Line(_TAKEN_BACK[thing], (one,)) for one in gone]
        for start in range(0, len(gone), _BATCH):
            batch = [one.pk for one in gone[start : start + _BATCH]]
            cast(Any, MODELS[thing]).objects.filter(pk__in=batch).delete()
        for one in imported:
            if not one.is_new and one.ref in there:
                lines += self._as_before(thing, one, there[one.ref])
        return lines

    def _as_before(self, thing: Thing, imported: Imported, there: Any) -> Iterator[Line]:
        """The fields of a changed thing as they were, those at least that still hold what the import put there."""
        still = {field for field, after in imported.after.items() if held(there, field) == after}
        if "ends" in imported.after and _is_followed(there):
            still = set()
        if still != set(imported.after):
            self.left[thing].append(imported.ref)
        if still:
            put(there, {field: imported.before.get(field, "") for field in still})
            there.save()
            yield Line(VERBS[thing][1], (there,))

    def _acted_on(self, thing: Thing, refs: list[str]) -> Iterator[str]:
        """Those that a later act concerned."""
        later = ActThing.objects.filter(kind=kind_of(MODELS[thing]), act_id__gt=self.playing.sequence)
        for start in range(0, len(refs), _BATCH):
            yield from later.filter(thing__in=refs[start : start + _BATCH]).values_list("thing", flat=True)


def _is_followed(membership: Membership) -> bool:
    """Whether the organisation is a member in another class by now, so that this one cannot run again."""
    others = Membership.objects.filter(cycle_id=membership.cycle_id, organisation_id=membership.organisation_id)
    return others.filter(ends__isnull=True, is_living=True).exclude(pk=membership.pk).exists()


def _found(model: type[models.Model], refs: list[str]) -> Iterator[Any]:
    for start in range(0, len(refs), _BATCH):
        yield from cast(Any, model).objects.filter(public_id__in=refs[start : start + _BATCH])


def _in_use(model: type[models.Model], keys: list[int]) -> Iterable[int]:
    """Those to which some record of any room refers."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = cast(Any, relation).field
            for start in range(0, len(keys), _BATCH):
                refer = field.model._base_manager.filter(**{f"{field.name}__in": keys[start : start + _BATCH]})
                yield from refer.values_list(field.attname, flat=True)
