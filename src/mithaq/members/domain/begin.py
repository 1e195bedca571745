"""Starting one's own year: the house, its first seat, the group, its classes and its calendar, in one act of will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from mithaq.core.backwards import Week
from mithaq.cycle.domain.arrange import keep_emblem, name_classes, open_year
from mithaq.cycle.domain.calendar import lay_out
from mithaq.cycle.domain.laid_out import Laid, laid_out
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.members.domain.found import found

Words = Mapping[str, str]


@dataclass(frozen=True)
class Beginning:
    """All that has to be known before a group's first year can begin. Words are given per language."""

    group: Words
    mark: Words
    #: A PNG that `core.reading.png` has made safe, or nothing where the mark is letters only.
    emblem: bytes
    working: Sequence[str]
    authentic: Sequence[str]
    #: The classes of member and what the group calls them, in their order.
    classes: Sequence[tuple[str, Words]]
    title: Words
    starts: date
    ends: date
    leaders_summit: date
    week: Week
    time_zone: str
    secretariat: Words
    country: str
    person: Words
    email: str

    @property
    def laid(self) -> Laid:
        """The calendar that follows."""
        return laid_out(self.leaders_summit, self.week, ZoneInfo(self.time_zone), self.starts, self.ends)


def begin(first: Beginning, *, at: datetime) -> Seat:
    """Found the house and open its first year; the seat that did it. Refused once any seat exists."""
    with transaction.atomic():
        seat = found(
            organisation={
                "kind": Kind.SECRETARIAT,
                "name": first.secretariat,
                "country": first.country,
                "time_zone": first.time_zone,
            },
            person={"name": first.person, "email": first.email},
            seat={},
            starts=min(first.starts, at.astimezone(ZoneInfo(first.time_zone)).date()),
            at=at,
        )
        cycle = open_year(
            key=str(first.leaders_summit.year),
            year=first.leaders_summit.year,
            group=first.group,
            mark=first.mark,
            title=first.title,
            starts=first.starts,
            ends=first.ends,
            authentic=first.authentic,
            working=first.working,
            seat=seat,
            at=at,
        )
        if first.emblem:
            keep_emblem(cycle, first.emblem, seat=seat, at=at)
        name_classes(cycle, first.classes, seat=seat, at=at)
        lay_out(cycle, first.leaders_summit, first.week, first.time_zone, first.laid, seat=seat, at=at)
    return seat
