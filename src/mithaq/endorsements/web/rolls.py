"""The roll of a text: public by class, and working with those who have not endorsed yet."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.communique.models import Clause
from mithaq.communique.queries import PlacedClause, Reading
from mithaq.endorsements.models import Endorsement, Reservation
from mithaq.endorsements.queries import is_in_force, latest_day_of, seats_of_cities
from mithaq.endorsements.queries.progress import Progress
from mithaq.endorsements.vocabulary import TITLES_OF_CLASSES
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.members.models import Membership
from mithaq.members.queries import as_searched
from mithaq.members.vocabulary import CITIES, Standing


@dataclass(frozen=True)
class Beside:
    """A reservation or interpretation, and the clause that it is about, as it stands in the text; None for the
    whole."""

    reservation: Reservation
    about: PlacedClause | None


@dataclass(frozen=True)
class Entry:
    """One city on the public roll."""

    endorsement: Endorsement
    is_late: bool
    withdrawn: datetime | None
    #: What the city set beside the text.
    beside: list[Beside]

    @property
    def organisation(self) -> Organisation:
        """The city."""
        return self.endorsement.organisation

    @property
    def zone(self) -> tzinfo:
        """The city's own zone, in which its instants are said."""
        return self.organisation.zone

    @property
    def latest_day(self) -> date | None:
        """For what a publication documents: the day by which it had been given, since nobody recorded the instant."""
        return latest_day_of(self.endorsement)

    @property
    def is_gap(self) -> bool:
        """Whether the record knows that a city endorsed, but not which: its note says so in words."""
        return self.organisation.is_gap


@dataclass(frozen=True)
class Section:
    """The entries of one class, in the order in which they endorsed."""

    title: str | Promise
    entries: list[Entry]

    @property
    def in_force(self) -> int:
        """How many of them stand behind the text."""
        return sum(entry.withdrawn is None for entry in self.entries)


@dataclass(frozen=True)
class Roll:
    """The public roll as of a time. Cities that are not to be named are only counted."""

    sections: list[Section]
    entries: list[Entry]
    unnamed: int
    unnamed_withdrawn: int
    in_force: int
    at_release: int
    #: Whether anything happened since the release.
    has_moved: bool

    @property
    def reservations(self) -> list[Entry]:
        """The named cities with a reservation or an interpretation."""
        return [entry for entry in self.entries if entry.beside]

    def reserved(self, clause: Clause) -> list[Entry]:
        """The named cities that stand behind the text and reserve their position on this clause."""
        return [
            entry
            for entry in self.reservations
            if not entry.withdrawn and any(one.about and one.about.clause == clause for one in entry.beside)
        ]


def roll_of(given: Sequence[Endorsement], classes: Mapping[int, str], reading: Reading, at: datetime) -> Roll:
    """Put the roll of a published text together."""
    release = reading.text.publication.at
    entries = [_entry(one, reading, at) for one in given if one.may_be_named]
    unnamed = [one for one in given if not one.may_be_named]
    return Roll(
        sections=list(_sections(entries, classes)),
        entries=entries,
        unnamed=sum(is_in_force(one, at) for one in unnamed),
        unnamed_withdrawn=sum(not is_in_force(one, at) for one in unnamed),
        in_force=sum(is_in_force(one, at) for one in given),
        at_release=sum(is_in_force(one, release) for one in given),
        has_moved=any(one.at > release or is_in_force(one, release) != is_in_force(one, at) for one in given),
    )


def _entry(one: Endorsement, reading: Reading, at: datetime) -> Entry:
    withdrawal = getattr(one, "withdrawal", None)
    withdrawn = withdrawal.at if withdrawal and withdrawal.at <= at else None
    beside = [Beside(each, _about(each, reading)) for each in one.reservations.all()]
    return Entry(one, one.at > reading.text.publication.at, withdrawn, beside)


def _about(reservation: Reservation, reading: Reading) -> PlacedClause | None:
    return reading.by_id.get(reservation.clause.public_id) if reservation.clause else None


def _sections(entries: Iterable[Entry], classes: Mapping[int, str]) -> Iterator[Section]:
    by_class: dict[str, list[Entry]] = {}
    for entry in entries:
        by_class.setdefault(classes.get(entry.organisation.pk, ""), []).append(entry)
    for standing in CITIES:
        if standing in by_class:
            yield Section(TITLES_OF_CLASSES[standing], by_class[standing])
    if others := [entry for standing, each in by_class.items() if standing not in CITIES for entry in each]:
        yield Section(_("Class not on record"), others)


#: How far a city has come, the furthest last.
STAGES = {
    "not_asked": pgettext_lazy("stage of an endorsement", "not asked yet"),
    "asked": pgettext_lazy("stage of an endorsement", "asked"),
    "opened": pgettext_lazy("stage of an endorsement", "read"),
    "prepared": pgettext_lazy("stage of an endorsement", "prepared"),
    "awaiting": pgettext_lazy("stage of an endorsement", "awaiting the second check"),
    "endorsed": pgettext_lazy("stage of an endorsement", "endorsed"),
}

# The working roll ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A member on the working roll: what it did, and who sits for it."""

    organisation: Organisation
    standing: str
    given: list[Endorsement]
    at: datetime
    #: How far it has come with the call.
    progress: Progress = field(default_factory=Progress)
    #: Those who sit for the members that are shown, by the keys of these.
    sitting: Callable[[], Mapping[int, list[Seat]]] = dict

    @property
    def seats(self) -> list[Seat]:
        """Those who sit for it; read when the first of the lines is asked, since a line drawn before is not."""
        return self.sitting().get(self.organisation.pk, [])

    @property
    def endorsement(self) -> Endorsement | None:
        """The endorsement in force, if there is one."""
        return next((one for one in self.given if is_in_force(one, self.at)), None)

    @property
    def withdrawn(self) -> Endorsement | None:
        """The latest one that was withdrawn."""
        return next((one for one in reversed(self.given) if not is_in_force(one, self.at)), None)

    @property
    def reservations(self) -> list[Reservation]:
        """What the endorsement in force sets beside the text."""
        return list(self.endorsement.reservations.all()) if self.endorsement else []

    @property
    def stage(self) -> str:
        """The furthest that it has come, as `STAGES` calls it."""
        if self.endorsement is not None:
            return "endorsed"
        done = self.progress
        reached = [("awaiting", done.awaiting), ("prepared", done.prepared), ("opened", done.opened)]
        return next((stage for stage, when in [*reached, ("asked", done.asked)] if when), "not_asked")

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Everything of which its row on the page is made."""
        one, gone, city = self.endorsement, self.withdrawn, self.organisation
        given = one and (
            one.public_id,
            one.at,
            one.method,
            one.may_be_named,
            one.is_provisional,
            bool(self.reservations),
        )
        contested = one is not None and bool(one.snapshot.get("is_contested"))
        sitting = tuple((*seat.person.name.items(), seat.role) for seat in self.seats)
        names = (city.public_id, *city.name.items(), city.time_zone)
        return names, given, contested, self.stage, self.progress.awaiting, gone and gone.public_id, sitting

    def is_named(self, words: str) -> bool:
        """Whether the city has these words in its name, in any language; every city has none."""
        return not words or any(as_searched(words) in as_searched(name) for name in self.organisation.name.values())

    @property
    def class_title(self) -> str | Promise:
        """The heading of its class."""
        return TITLES_OF_CLASSES.get(Standing(self.standing), Standing(self.standing).label)


@dataclass(frozen=True)
class Register:
    """The members of a class and how far the register of this class has come."""

    title: Any
    lines: list[Line]

    @property
    def endorsed(self) -> int:
        """How many have endorsed."""
        return sum(line.endorsement is not None for line in self.lines)


def lines_of(
    members: Iterable[Membership],
    given: Sequence[Endorsement],
    at: datetime,
    progress: Mapping[int, Progress] | None = None,
) -> list[Line]:
    """The working roll: every member, whether it endorsed or not; still without those who sit for it."""
    by_city: dict[int, list[Endorsement]] = {}
    for one in given:
        by_city.setdefault(one.organisation_id, []).append(one)
    known, none = progress or {}, Progress()
    return [
        Line(
            one.organisation,
            one.standing,
            by_city.get(one.organisation_id, []),
            at,
            known.get(one.organisation_id, none),
        )
        for one in members
    ]


def with_seats(lines: Iterable[Line], at: datetime) -> list[Line]:
    """The lines with those who sit for them. One query, or none where nobody asks."""
    lines = list(lines)
    sitting = cache(lambda: seats_of_cities([line.organisation for line in lines], at))
    return [replace(line, sitting=sitting) for line in lines]


def shown_of(classes: Iterable[Register], shown: Sequence[Line]) -> list[tuple[Register, list[Line]]]:
    """The classes of which some lines are shown, each with those."""
    kinds = {line.standing for line in shown}
    return [
        (register, [line for line in shown if line.standing == register.lines[0].standing])
        for register in classes
        if register.lines[0].standing in kinds
    ]


def by_class(lines: Sequence[Line]) -> list[Register]:
    """The lines under their classes, in the classes' order."""
    under = {standing: [line for line in lines if line.standing == standing] for standing in CITIES}
    return [Register(TITLES_OF_CLASSES[standing], each) for standing, each in under.items() if each]
