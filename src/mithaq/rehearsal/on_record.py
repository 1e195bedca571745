"""What the files of a cycle say of persons, offices and dated facts: read, checked and played.

Three tables that a folder may have: `persons.csv` (honorific, sound of the name, forms of address, languages),
`offices.csv` (each in the organisation's own word) and `facts.csv` (names, blocs, invitations and answers).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.vocabulary import Forms
from mithaq.foundation.languages.words import PerLanguage
from mithaq.members.domain.facts import state
from mithaq.members.domain.offices import enter_office
from mithaq.members.vocabulary import Bloc, FactKind, OfficeKind
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import Row
from mithaq.rehearsal.records import Line, Script

if TYPE_CHECKING:
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {
    "persons": ("person",),
    "offices": ("person", "organisation", "kind", "word_en"),
    "facts": ("organisation", "kind"),
}


@dataclass(frozen=True)
class PersonLine(Line):
    """How a person is addressed and which languages they speak."""

    person: str
    honorific: PerLanguage
    pronunciation: PerLanguage
    forms: str
    languages: tuple[str, ...]

    @property
    def key(self) -> str:
        """A person stands here once."""
        return self.person

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the person's record."""
        return {
            "honorific": self.honorific,
            "pronunciation": self.pronunciation,
            "forms": self.forms,
            "languages": list(self.languages),
        }


@dataclass(frozen=True)
class OfficeLine(Line):
    """An office that a person holds."""

    person: str
    organisation: str
    kind: str
    word: PerLanguage
    is_acting: bool
    starts: date | None
    ends: date | None
    source: str


@dataclass(frozen=True)
class FactLine(Line):
    """A dated fact about an organisation; `entered` is the instant at which the secretariat enters it."""

    organisation: str
    kind: str
    starts: date | None
    ends: date | None
    words: PerLanguage
    bloc: str
    person: str
    source: str
    entered: datetime


@dataclass(frozen=True)
class OnRecord:
    """The three tables of a folder."""

    persons: tuple[PersonLine, ...] = ()
    offices: tuple[OfficeLine, ...] = ()
    facts: tuple[FactLine, ...] = ()

    def of_person(self, person: str) -> dict[str, Any]:
        """What is on record of a person besides name and address."""
        return next((line.fields for line in self.persons if line.person == person), {})


def read(tables: dict[str, list[Row]], organisations: set[str], persons: set[str], opening: datetime) -> OnRecord:
    """The rows as records, each checked against the organisations and persons that there are."""
    return OnRecord(
        tuple(_person(row, persons) for row in tables["persons"]),
        tuple(_office(row, organisations, persons) for row in tables["offices"]),
        tuple(_fact(row, organisations, persons, opening) for row in tables["facts"]),
    )


def _person(row: Row, persons: set[str]) -> PersonLine:
    return PersonLine(
        row.file,
        row.line,
        person=row.reference("person", persons, needed=True),
        honorific=row.words("honorific"),
        pronunciation=row.words("pronunciation"),
        forms=row.choice("forms", ("", *Forms.values)),
        languages=tuple(row.text("languages").split()),
    )


def _office(row: Row, organisations: set[str], persons: set[str]) -> OfficeLine:
    starts = row.day("from")
    return OfficeLine(
        row.file,
        row.line,
        person=row.reference("person", persons, needed=True),
        organisation=row.reference("organisation", organisations, needed=True),
        kind=row.choice("kind", OfficeKind.values),
        word=row.words("word", needed=True),
        is_acting=row.yes("acting"),
        starts=starts,
        ends=row.last_day("to", starts),
        source=row.text("source"),
    )


def _fact(row: Row, organisations: set[str], persons: set[str], opening: datetime) -> FactLine:
    kind, starts = row.choice("kind", FactKind.values), row.day("from")
    bloc = row.choice("bloc", ("", *Bloc.values))
    if (kind == FactKind.BLOC) != bool(bloc):
        row.fault(LazyFormat(_("A bloc is named where the kind is “%(kind)s”, and nowhere else."), kind="bloc"))
    noon = datetime.combine(starts, time(12), UTC) if starts else opening
    return FactLine(
        row.file,
        row.line,
        organisation=row.reference("organisation", organisations, needed=True),
        kind=kind,
        starts=starts,
        ends=row.last_day("to", starts),
        words=row.words("words"),
        bloc=bloc,
        person=row.reference("person", persons),
        source=row.text("source"),
        entered=max(opening, row.instant("entered") or noon),
    )


def scenes(played: Played, script: Script) -> Iterator[Scene]:
    """The acts: offices when the year opens, facts when they become known."""
    from mithaq.rehearsal.scenes import Scene

    for office in script.on_record.offices:
        yield Scene(script.opening, office, partial(_enter, played, office))
    for fact in script.on_record.facts:
        yield Scene(fact.entered, fact, partial(_state, played, fact))


def _enter(played: Played, line: OfficeLine) -> None:
    enter_office(
        played.persons[line.person],
        played.organisations[line.organisation],
        line.kind,
        line.word,
        line.starts,
        line.ends,
        is_acting=line.is_acting,
        source=line.source,
        seat=played.secretariat,
        at=played.script.opening,
    )


def _state(played: Played, line: FactLine) -> None:
    state(
        played.organisations[line.organisation],
        line.kind,
        line.starts,
        line.ends,
        cycle=played.cycle,
        words=line.words,
        bloc=line.bloc,
        person=played.persons[line.person] if line.person else None,
        source=line.source,
        seat=played.secretariat,
        at=line.entered,
    )
