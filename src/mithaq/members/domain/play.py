"""Carrying out an import: everything or nothing, once, with one act for each thing and one for the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.outcome import Change, Thing
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import Line, nobody_else_writes, record_all
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.compare import comparison_of
from mithaq.members.models import Channel, FocalPoint, Import, Imported, Membership, Playing
from mithaq.members.rules import may_import

MODELS: dict[Thing, type[models.Model]] = {
    Thing.ORGANISATION: Organisation,
    Thing.MEMBERSHIP: Membership,
    Thing.PERSON: Person,
    Thing.SEAT: Seat,
    Thing.CHANNEL: Channel,
    Thing.FOCAL_POINT: FocalPoint,
}
#: What the chronicle says of a thing that is made, and of one that is changed.
VERBS = {
    Thing.ORGANISATION: ("organisation.registered", "organisation.corrected"),
    Thing.MEMBERSHIP: ("membership.admitted", "membership.changed"),
    Thing.PERSON: ("person.registered", "person.corrected"),
    Thing.SEAT: ("seat.given", "seat.corrected"),
    # A list changes neither of these: it only adds them.
    Thing.CHANNEL: ("channel.entered", ""),
    Thing.FOCAL_POINT: ("focal_point.named", ""),
}
#: Fields with words per language, of whatever thing.
_WORDED = ("name", "family", "honorific", "pronunciation", "title")
_BATCH = 500


class HasChanged(Exception):
    """The record, or the list, is no longer what was looked at: it has to be looked at anew. Nothing was changed."""


def play(brought: Import, seal: str, *, seat: Seat, at: datetime) -> Playing:
    """Do what was looked at, `seal` being that of the comparison. A second time it does nothing and answers the same.

    Raises `HasChanged` where the comparison has become another since.
    """
    with transaction.atomic():
        require(may_import(seat, at))
        nobody_else_writes()
        brought = Import.objects.select_for_update(of=("self",)).select_related("file", "cycle").get(pk=brought.pk)
        done = Playing.objects.filter(of=brought).first()
        if done is not None:
            return done
        comparison = comparison_of(brought, at)
        if comparison.seal != seal:
            raise HasChanged
        if not comparison.made:
            raise Refused(_("There is nothing in this list to take over. Nothing was changed."))
        made = _Making(brought.cycle, seat, at)
        try:
            with transaction.atomic():
                lines = made.carry_out(comparison.made)
        except IntegrityError as taken:
            raise Refused(_("Another person is already registered with one of these addresses.")) from taken
        rows = {str(state): count for state, count in Counter(line.state for line in comparison.lines).items()}
        acts = record_all([*lines, Line("import.played", (brought,), {"things": len(lines)})], seat=seat, at=at)
        playing = Playing.objects.create(of=brought, seat=seat, at=at, rows=rows, sequence=acts[-1].sequence)
        Imported.objects.bulk_create((Imported(playing=playing, **one) for one in made.imported), batch_size=_BATCH)
    return playing


class _Making:
    """The things of one import on their way into the record: those of a kind together, those needed by others first."""

    def __init__(self, cycle: Cycle, seat: Seat, at: datetime) -> None:
        self.cycle, self.seat, self.at = cycle, seat, at
        #: Every thing by its reference in the comparison: what there was, and what was made.
        self.there: dict[str, Any] = {}
        self.imported: list[dict[str, Any]] = []
        #: Memberships that ended because another class follows, by the reference of the change.
        self.succeeded: dict[str, Membership] = {}

    def carry_out(self, changes: Iterable[Change]) -> list[Line]:
        by_thing: dict[Thing, list[Change]] = {thing: [] for thing in Thing}
        for change in changes:
            by_thing[change.thing].append(change)
        self._look_up(by_thing)
        return [line for thing in Thing for line in self._of_one_kind(thing, by_thing[thing])]

    def _look_up(self, by_thing: Mapping[Thing, list[Change]]) -> None:
        everything = [change for changes in by_thing.values() for change in changes]
        wanted = {thing: {c.ref for c in by_thing[thing] if not c.is_new} for thing in Thing}
        wanted[Thing.ORGANISATION] |= {change.organisation for change in everything}
        wanted[Thing.PERSON] |= {change.person for change in everything}
        wanted[Thing.SEAT] |= {change.seat for change in everything}
        for thing, refs in wanted.items():
            manager = cast(Any, MODELS[thing]).objects
            for start in range(0, len(refs), _BATCH):
                found = manager.filter(public_id__in=sorted(refs)[start : start + _BATCH])
                self.there.update((one.public_id, one) for one in found)

    def _of_one_kind(self, thing: Thing, changes: list[Change]) -> list[Line]:
        new = [change for change in changes if change.is_new]
        fresh = [_fresh(self, change) for change in new]
        cast(Any, MODELS[thing]).objects.bulk_create(fresh, batch_size=_BATCH)
        self.there.update(zip((change.ref for change in new), fresh, strict=True))
        for change in changes:
            if not change.is_new:
                _change(self, change)
        return [self._line(change) for change in changes]

    def _line(self, change: Change) -> Line:
        one = self.there[change.ref]
        about = [self.there[ref] for ref in (change.organisation, change.person) if ref]
        things = (self.there[change.seat], *about, one) if change.seat else (one, *about)
        told = {field.field: field.after for field in change.fields if field.field in ("standing", "role")}
        before = {} if change.is_new else {field.field: field.before for field in change.fields}
        after = {field.field: field.after for field in change.fields}
        ended = self.succeeded.get(change.ref)
        self._keep(change.thing, one, change.is_new or ended is not None, {} if ended else before, after)
        if ended is not None:
            self._keep(change.thing, ended, False, {"ends": ""}, {"ends": str(ended.ends)})
        return Line(VERBS[change.thing][0 if change.is_new else 1], things, told)

    def _keep(self, thing: Thing, one: Any, is_new: bool, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        self.imported.append(
            {"thing": thing, "ref": one.public_id, "is_new": is_new, "before": dict(before), "after": dict(after)}
        )


def _fresh(making: _Making, change: Change) -> models.Model:
    """A new record as the change says it, not stored yet."""
    fields = {field.field: field.after for field in change.fields}
    organisation, person = making.there.get(change.organisation), making.there.get(change.person)
    if change.thing is Thing.ORGANISATION:
        return Organisation(
            public_id=fresh_id(),
            name=words_of("name", fields),
            kind=fields["kind"],
            country=fields.get("country", ""),
            time_zone=fields["time_zone"],
        )
    if change.thing is Thing.PERSON:
        worded = {name: words_of(name, fields) for name in ("name", "family", "honorific", "pronunciation")}
        languages = _codes(fields.get("languages", ""))
        return Person(public_id=fresh_id(), email=fields.get("email", ""), languages=languages, **worded)
    if change.thing is Thing.MEMBERSHIP:
        return Membership(
            public_id=fresh_id(),
            cycle=making.cycle,
            organisation=organisation,
            standing=fields["standing"],
            starts=_day(fields, making.at),
        )
    if change.thing is Thing.CHANNEL:
        ((kind, number),) = fields.items()
        return Channel(public_id=fresh_id(), person=person, kind=kind, value=number, by=making.seat, at=making.at)
    today = making.at.astimezone(cast(Organisation, organisation).zone).date()
    if change.thing is Thing.FOCAL_POINT:
        return FocalPoint(public_id=fresh_id(), seat=making.there[change.seat], starts=today)
    return Seat(
        public_id=fresh_id(),
        person=person,
        organisation=organisation,
        role=fields["role"],
        title=words_of("title", fields),
        starts=today,
    )


def _change(making: _Making, change: Change) -> None:
    one = making.there[change.ref]
    if change.thing is Thing.MEMBERSHIP:
        _in_another_class(making, change)
        return
    put(one, {field.field: field.after for field in change.fields})
    one.save()


def put(one: Any, fields: Mapping[str, str]) -> None:
    """Set fields of a record as a comparison names them: "name_ar" is the Arabic of its name; an empty one goes."""
    for field, value in fields.items():
        name, _, language = field.rpartition("_")
        if name in _WORDED:
            setattr(one, name, PerLanguage({k: v for k, v in {**getattr(one, name), language: value}.items() if v}))
        elif field == "languages":
            one.languages = _codes(value)
        elif field == "since":
            one.starts = date.fromisoformat(value)
        elif field == "ends":
            one.ends = date.fromisoformat(value) if value else None
        else:
            setattr(one, field, value)


def _in_another_class(making: _Making, change: Change) -> None:
    """From a day on a member belongs to another class: the membership before ends the day before. Where it has no day
    before, or only its first day is another, it is put right itself."""
    before: Membership = making.there[change.ref]
    fields = {field.field: field.after for field in change.fields}
    since = date.fromisoformat(fields["since"]) if "since" in fields else before.starts
    if "standing" not in fields or since <= before.starts:
        put(before, fields)
        before.save()
        return
    before.ends = since - timedelta(days=1)
    before.save()
    after = Membership.objects.create(
        cycle=before.cycle, organisation_id=before.organisation_id, standing=fields["standing"], starts=since
    )
    making.there[change.ref] = after
    making.succeeded[change.ref] = before


def held(one: Any, field: str) -> str:
    """What a record holds in a field as a comparison names it."""
    name, _, language = field.rpartition("_")
    if name in _WORDED:
        return str(getattr(one, name).get(language, ""))
    if field == "languages":
        return ",".join(one.languages)
    found = getattr(one, {"since": "starts"}.get(field, field))
    return "" if found is None else str(found)


def words_of(name: str, fields: Mapping[str, str]) -> PerLanguage:
    """The words per language of `name_en`, `name_ar`…"""
    return PerLanguage({key.rpartition("_")[2]: text for key, text in fields.items() if key.startswith(f"{name}_")})


def _codes(languages: str) -> list[str]:
    return languages.split(",") if languages else []


def _day(fields: Mapping[str, str], at: datetime) -> date:
    return date.fromisoformat(fields["since"]) if fields.get("since") else at.date()
