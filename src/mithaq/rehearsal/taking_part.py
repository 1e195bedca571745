"""Who takes part in a cycle, in its files: organisations, the seats of persons in them, and their mandates."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.vocabulary import Kind, Role, Scope
from mithaq.members.vocabulary import Standing
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import Folder, Row
from mithaq.rehearsal.records import MandateLine, OrganisationLine, SeatLine


def named_once(folder: Folder, organisations: Iterable[OrganisationLine]) -> None:
    """A fault for an organisation that stands again under another key: counted twice, it would falsify figures."""
    first: dict[tuple[str, str, str], OrganisationLine] = {}
    for one in organisations:
        for name in one.name.values():
            same = first.setdefault((unicodedata.normalize("NFC", name).casefold(), one.kind, one.country), one)
            if same.key != one.key:
                reason = _("“%(name)s” already stands on line %(line)d, under the key “%(key)s”.")
                folder.fault(one.file, one.line, LazyFormat(reason, name=name, line=same.line, key=same.key))
                break


def persons_agree(folder: Folder, seats: Iterable[SeatLine]) -> None:
    """A fault for a person who has another name or address in a second seat."""
    first: dict[str, SeatLine] = {}
    for one in seats:
        same = first.setdefault(one.person, one)
        if (same.name, same.email) != (one.name, one.email):
            reason = _("The person “%(person)s” has another name or address on line %(line)d.")
            folder.fault(one.file, one.line, LazyFormat(reason, person=one.person, line=same.line))


def organisation_of(row: Row, opening: date) -> OrganisationLine:
    """One row of `organisations.csv`."""
    people = row.number("population")
    joined = row.day("joined") or opening
    return OrganisationLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        kind=row.choice("kind", Kind.values),
        standing=row.choice("class", ("", *Standing.values)),
        name=row.words("name", needed=True),
        country=row.text("country"),
        time_zone=row.zone("time_zone"),
        joined=joined,
        left=row.last_day("left", joined),
        population={
            "people": people,
            "concept": row.text("population_concept", needed=True),
            "year": row.number("population_year"),
            "source": row.text("population_source", needed=True),
        }
        if people is not None
        else None,
        latitude=row.fraction("latitude"),
        longitude=row.fraction("longitude"),
        note=row.words("note"),
        is_gap=row.yes("gap"),
    )


def seat_of(row: Row, organisations: set[str], opening: date) -> SeatLine:
    """One row of `seats.csv`."""
    starts = row.day("from") or opening
    return SeatLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        person=row.text("person", needed=True),
        name=row.words("name", needed=True),
        email=row.address("email"),
        organisation=row.reference("organisation", organisations, needed=True),
        role=row.choice("role", Role.values),
        title=row.words("title"),
        starts=starts,
        ends=row.last_day("to", starts),
    )


def mandate_of(row: Row, seats: set[str], opening: datetime) -> MandateLine:
    """One row of `mandates.csv`."""
    scopes = tuple(dict.fromkeys(row.text("scope", needed=True).split()))
    for scope in scopes:
        if scope not in Scope.values:
            row.fault(LazyFormat(_("“%(scope)s” is not a scope of a mandate."), scope=scope))
    examiners = (row.reference("examined_by", seats), row.reference("second_examiner", seats))
    starts = row.day("from", needed=True) or date.min
    return MandateLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        seat=row.reference("seat", seats, needed=True),
        scopes=scopes,
        starts=starts,
        ends=row.last_day("to", starts),
        evidence=row.words("evidence", needed=True),
        examiners=tuple(examiner for examiner in examiners if examiner),
        decided=row.instant("decided") or opening,
    )
