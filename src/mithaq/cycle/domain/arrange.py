"""Opening a year and arranging it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle, Deadline, Emblem, Gap, Leadership, Phase, Pillar, RecordBookEntry
from mithaq.cycle.rules import may_arrange_the_year
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def open_year(
    *,
    key: str,
    year: int,
    group: Mapping[str, str],
    mark: Mapping[str, str],
    title: Mapping[str, str],
    starts: date,
    ends: date,
    authentic: Sequence[str],
    working: Sequence[str] = (),
    seat: Seat,
    at: datetime,
) -> Cycle:
    """Open a cycle. `authentic` lists the language codes whose texts are equally valid; `working`, those in which the
    group writes its letters, where they are others."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if Cycle.objects.filter(key=key).exists():
            raise Refused(_("A year with this key is already open. Nothing was changed."))
        cycle = Cycle.objects.create(
            key=key,
            year=year,
            group=group,
            mark=mark,
            title=title,
            starts=starts,
            ends=ends,
            authentic=list(authentic),
            working=list(working),
        )
        record("cycle.begun", cycle, seat=seat, at=at)
    return cycle


def lead(cycle: Cycle, organisation: Organisation, role: str, *, seat: Seat, at: datetime) -> Leadership:
    """Record that an organisation chairs or convenes the cycle."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        leadership, new = Leadership.objects.get_or_create(cycle=cycle, organisation=organisation, role=role)
        if new:
            record("leadership.recorded", cycle, organisation, seat=seat, at=at, facts={"role": role})
    return leadership


def name_pillar(cycle: Cycle, key: str, title: Mapping[str, str], *, seat: Seat, at: datetime) -> Pillar:
    """Add a pillar after the last one."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        # Locked, so that two at once stand one after the other.
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
        pillar = Pillar.objects.create(cycle=cycle, key=key, title=title, position=cycle.pillars.count() + 1)
        record("pillar.named", pillar, cycle, seat=seat, at=at)
    return pillar


def schedule(
    cycle: Cycle,
    kind: str,
    title: Mapping[str, str],
    opens: datetime,
    closes: datetime,
    *,
    seat: Seat,
    at: datetime,
) -> Phase:
    """Give a phase its time: it is open from `opens` (included) to `closes` (not included)."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        if closes <= opens:
            raise Refused(_("A phase must close after it opens. Nothing was changed."))
        phase = Phase.objects.create(cycle=cycle, kind=kind, title=title, opens=opens, closes=closes)
        record("phase.scheduled", phase, cycle, seat=seat, at=at, facts={"kind": kind})
    return phase


def set_deadline(
    cycle: Cycle, key: str, phase: str, title: Mapping[str, str], due: datetime, *, seat: Seat, at: datetime
) -> Deadline:
    """Say by when something is owed."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        deadline = Deadline.objects.create(cycle=cycle, key=key, phase=phase, title=title, at=due)
        record("deadline.set", deadline, cycle, seat=seat, at=at)
    return deadline


def name_classes(cycle: Cycle, classes: Sequence[tuple[str, Mapping[str, str]]], *, seat: Seat, at: datetime) -> Cycle:
    """Say which classes of member the group has, in their order, and what it calls them. Replaces what was said."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        cycle.classes = [{"standing": standing, "title": dict(title)} for standing, title in classes]
        cycle.save(update_fields=["classes"])
        record("classes.named", cycle, seat=seat, at=at, facts={"classes": [standing for standing, _title in classes]})
    return cycle


def keep_emblem(cycle: Cycle, picture: bytes, *, seat: Seat, at: datetime) -> Cycle:
    """Give the group its mark: a PNG that `core.reading.png` has made safe."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        digest = hashlib.sha256(picture).hexdigest()
        Emblem.objects.update_or_create(cycle=cycle, defaults={"png": picture})
        cycle.emblem_hash = digest
        cycle.save(update_fields=["emblem_hash"])
        record("emblem.kept", cycle, seat=seat, at=at, facts={"sha256": digest})
    return cycle


def name_gap(cycle: Cycle, what: Mapping[str, str], where: str, *, seat: Seat, at: datetime) -> Gap:
    """Say in words what the record of this year does not know."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        gap = Gap.objects.create(cycle=cycle, what=what, where=where)
        record("gap.named", cycle, seat=seat, at=at)
    return gap


def enter_count(
    cycle: Cycle,
    *,
    year: int,
    chair: Mapping[str, str],
    measure: str,
    city_class: str,
    value: int,
    unit: str,
    as_of: str,
    source: str,
    seat: Seat,
    at: datetime,
) -> RecordBookEntry:
    """Enter a published count into the record book; the same count of the same source is entered once."""
    with transaction.atomic():
        require(may_arrange_the_year(seat, at))
        entry, new = RecordBookEntry.objects.get_or_create(
            year=year,
            measure=measure,
            city_class=city_class,
            as_of=as_of,
            source=source,
            defaults={"value": value, "unit": unit, "chair": chair},
        )
        if not new and entry.value != value:
            raise Refused(_("The same source is already in the record book with another value."))
        if new:
            record("record_book.entered", cycle, seat=seat, at=at, facts={"year": year, "measure": measure})
    return entry
