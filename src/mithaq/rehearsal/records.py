"""What stands in the files of a cycle, as typed records with the line each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from mithaq.core.reading.found import Reading
from mithaq.foundation.languages.words import PerLanguage
from mithaq.taskforces.domain.pages import Pages

if TYPE_CHECKING:
    from mithaq.rehearsal.mandates import MandateLines
    from mithaq.rehearsal.signing import SignedLine


@dataclass(frozen=True)
class Line:
    """Where a record comes from."""

    file: str
    line: int


@dataclass(frozen=True)
class OrganisationLine(Line):
    """An organisation, its class in the cycle, and a population where the file gives one."""

    key: str
    kind: str
    standing: str
    name: PerLanguage
    country: str
    time_zone: str
    joined: date
    left: date | None
    population: Mapping[str, Any] | None
    latitude: float | None
    longitude: float | None
    note: PerLanguage
    is_gap: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the organisation's record."""
        names = ("key", "kind", "name", "country", "time_zone", "latitude", "longitude", "note", "is_gap")
        return {name: getattr(self, name) for name in names}

    @property
    def populations(self) -> tuple[Mapping[str, Any], ...]:
        """Its population figures: one or none."""
        return (self.population,) if self.population else ()


@dataclass(frozen=True)
class SeatLine(Line):
    """A person in an organisation, in a role, for a time."""

    key: str
    person: str
    name: PerLanguage
    email: str
    organisation: str
    role: str
    title: PerLanguage
    starts: date
    ends: date | None


@dataclass(frozen=True)
class MandateLine(Line):
    """What lets a seat act, and who examined it."""

    key: str
    seat: str
    scopes: tuple[str, ...]
    starts: date
    ends: date | None
    evidence: PerLanguage
    examiners: tuple[str, ...]
    decided: datetime


@dataclass(frozen=True)
class GroupLine(Line):
    """A task force or another group."""

    key: str
    kind: str
    title: PerLanguage
    charter: PerLanguage
    starts: date
    ends: date | None


@dataclass(frozen=True)
class EnrolmentLine(Line):
    """An organisation in a group."""

    group: str
    organisation: str
    role: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class PaperLine(Line):
    """A working paper, with what was read out of its file."""

    key: str
    group: str
    name: str
    content: bytes | None
    reading: Reading | None
    title: PerLanguage
    language: str
    pages: Pages
    submitted_by: str
    submitted_at: datetime
    note: PerLanguage


@dataclass(frozen=True)
class Source:
    """A recommendation by its paper and its place in it, counted from 1."""

    paper: str
    place: int


@dataclass(frozen=True)
class PointLine(Line):
    """A point, by the recommendations it gathers: named one by one, or by the headings they stand under."""

    key: str
    sources: tuple[Source, ...]
    themes: tuple[str, ...]
    pillar: str
    title: PerLanguage
    text: PerLanguage
    consolidated_by: str
    consolidated_at: datetime


@dataclass(frozen=True)
class EndorsementLine(Line):
    """A city's endorsement, and its withdrawal where there is one."""

    key: str
    organisation: str
    seat: str
    at: datetime
    method: str
    languages: tuple[str, ...]
    reserved_point: str
    reservation: PerLanguage
    #: Whether it reserves its position or interprets the clause; empty for a reservation.
    position: str
    may_be_named: bool
    source: str
    signed: SignedLine
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: PerLanguage


@dataclass(frozen=True)
class CountLine(Line):
    """A published count for the record book."""

    year: int
    chair: PerLanguage
    measure: str
    city_class: str
    value: int
    unit: str
    as_of: str
    source: str


@dataclass(frozen=True)
class PillarLine(Line):
    """A pillar."""

    key: str
    title: PerLanguage


@dataclass(frozen=True)
class PhaseLine(Line):
    """A phase and its time."""

    kind: str
    title: PerLanguage
    opens: datetime
    closes: datetime

    @property
    def key(self) -> str:
        """Its kind: each phase comes once a year."""
        return self.kind


@dataclass(frozen=True)
class DeadlineLine(Line):
    """An instant by which something is owed."""

    key: str
    phase: str
    title: PerLanguage
    at: datetime


@dataclass(frozen=True)
class TextLine(Line):
    """The cycle's text around its points, and the instants of its way."""

    key: str
    kind: str
    title: PerLanguage
    preamble: PerLanguage
    closing: PerLanguage
    frozen_at: datetime | None
    frozen_by: str
    call_opens: datetime | None
    call_closes: datetime | None
    published_at: datetime | None
    published_by: str
    #: Where it was published, for a text whose wording is not on record.
    source: str
    #: How many days before the end of its call the cities that have not answered are reminded.
    call_reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class CircularLine(Line):
    """A circular: its words, what it asks for, to which classes and when it went, and when those who owed were
    reminded."""

    key: str
    subject: PerLanguage
    body: PerLanguage
    asks: PerLanguage
    due: datetime | None
    classes: tuple[str, ...]
    sent_at: datetime
    sent_by: str
    reminded_at: datetime | None


@dataclass(frozen=True)
class ReturnLine(Line):
    """What came back for a circular from an organisation, by which way, and what a person found of it."""

    circular: str
    organisation: str
    way: str
    kind: str
    at: datetime
    words: str
    name: str
    content: bytes | None
    checked_at: datetime | None
    checked_by: str
    #: Why it was set aside; empty where it was accepted or nobody has looked.
    set_aside: str


@dataclass(frozen=True)
class Script:
    """A whole cycle, ready to be played."""

    key: str
    year: int
    group: PerLanguage
    mark: PerLanguage
    title: PerLanguage
    starts: date
    ends: date
    authentic: tuple[str, ...]
    #: The key of the seat that founds the house and does what no row names another seat for.
    secretariat: str
    chair: str
    conveners: tuple[str, ...]
    as_of: datetime
    organisations: tuple[OrganisationLine, ...] = ()
    seats: tuple[SeatLine, ...] = ()
    mandates: tuple[MandateLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    enrolments: tuple[EnrolmentLine, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    points: tuple[PointLine, ...] = ()
    endorsements: tuple[EndorsementLine, ...] = ()
    counts: tuple[CountLine, ...] = ()
    pillars: tuple[PillarLine, ...] = ()
    phases: tuple[PhaseLine, ...] = ()
    deadlines: tuple[DeadlineLine, ...] = ()
    gaps: tuple[tuple[PerLanguage, str], ...] = ()
    text: TextLine | None = None
    #: Persons, offices and dated facts, where the folder tells of them.
    on_record: Any = None
    mandate_lines: MandateLines | None = None
    meetings: tuple[Any, ...] = ()  # lines of rehearsal.meetings
    photos: tuple[Any, ...] = ()  # lines of rehearsal.portraits
    drops: tuple[Any, ...] = ()  # lines of rehearsal.fates
    studies: tuple[Any, ...] = ()  # lines of rehearsal.studies
    themes: tuple[Any, ...] = ()
    terms: tuple[Any, ...] = ()  # lines of rehearsal.terms
    outcomes: tuple[Any, ...] = ()
    answers: tuple[Any, ...] = ()  # lines of rehearsal.invitations
    life_of_groups: Any = None  # of rehearsal.groups
    negotiation: Any = None  # of rehearsal.negotiation
    declarations: tuple[Any, ...] = ()  # lines of rehearsal.handing
    circulars: tuple[CircularLine, ...] = ()
    returns: tuple[ReturnLine, ...] = ()
    #: In which language organisations are written to: their key and the language's code.
    letter_languages: tuple[tuple[str, str], ...] = ()
    #: The instant that a demonstration is played until, and at which its clock starts.
    demonstration: tuple[datetime, datetime] | None = None

    @property
    def opening(self) -> datetime:
        """The instant of the acts that open the year: noon, in UTC, of its first day."""
        return datetime.combine(self.starts, time(12), UTC)
