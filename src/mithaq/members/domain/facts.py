"""Dated facts about organisations, and taking one back that was entered by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Population, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.things import kind_of
from mithaq.members.domain.photograph import let_go
from mithaq.members.domain.wording import line_of, on_one_line
from mithaq.members.models import Channel, Fact, Membership, Office, Photo, TakenBack
from mithaq.members.rules import may_admit, may_take_back, stands_for_itself
from mithaq.members.vocabulary import LASTING, FactKind

Mistaken = Fact | Membership | Population | Office | Channel | Photo


def state(
    organisation: Organisation,
    kind: str,
    starts: date | None = None,
    ends: date | None = None,
    *,
    cycle: Cycle | None = None,
    words: Mapping[str, str] | None = None,
    bloc: str = "",
    person: Person | None = None,
    source: str = "",
    seat: Seat,
    at: datetime,
) -> Fact:
    """Enter a dated fact about an organisation. What belongs to a year needs its `cycle`; names and blocs have none."""
    with transaction.atomic():
        require(may_admit(seat, at))
        require(stands_for_itself(organisation))
        said = on_one_line(words or {})
        if kind == FactKind.FORMER_NAME and not said:
            raise Refused(_("A former name needs its words in at least one language. Nothing was changed."))
        fact = Fact.objects.create(
            organisation=organisation,
            cycle=None if kind in LASTING else cycle,
            kind=kind,
            starts=starts,
            ends=ends,
            words=said,
            bloc=bloc,
            person=person,
            source=line_of(source),
            by=seat,
            at=at,
        )
        others = (organisation, person) if person else (organisation,)
        record("fact.stated", fact, *others, seat=seat, at=at, facts={"kind": kind})
    return fact


def state_population(
    organisation: Organisation, people: int, concept: str, year: int | None, source: str, *, seat: Seat, at: datetime
) -> Population:
    """Enter how many people live in a city: what was counted, in which year, and by whom it is said."""
    with transaction.atomic():
        require(may_admit(seat, at))
        require(stands_for_itself(organisation))
        try:
            with transaction.atomic():
                population = Population.objects.create(
                    organisation=organisation, people=people, concept=concept, year=year, source=line_of(source)
                )
        except IntegrityError as stated:
            raise Refused(
                _("This source already states a figure for this year. Take that one back first, if it is mistaken.")
            ) from stated
        record("population.stated", population, organisation, seat=seat, at=at)
    return population


def take_back(mistaken: Mistaken, reason: str, *, seat: Seat, at: datetime) -> TakenBack:
    """Take back what was entered by mistake. The row stays and counts no longer; the reason stands in the chronicle.
    Of a photo the content goes, for it may not be kept either."""
    with transaction.atomic():
        mistaken = type(mistaken).objects.select_for_update(of=("self",)).get(pk=mistaken.pk)
        require(may_take_back(seat, mistaken, at))
        type(mistaken).objects.filter(pk=mistaken.pk).update(is_living=False)
        if isinstance(mistaken, Photo):
            let_go([mistaken], at)
        taken = TakenBack.objects.create(kind=kind_of(mistaken), thing=mistaken.public_id, by=seat, at=at)
        verb = "membership.taken_back" if isinstance(mistaken, Membership) else "fact.taken_back"
        record(verb, mistaken, *_about(mistaken), seat=seat, at=at, words={"reason": reason.strip()})
    return taken


def _about(mistaken: Mistaken) -> list[Any]:
    whose = (getattr(mistaken, name, None) for name in ("organisation", "person"))
    return [one for one in whose if one is not None]
