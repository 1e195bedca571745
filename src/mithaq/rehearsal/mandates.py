"""What happens to mandates and seats through a year: focal points, contests, delegations, seats that pass on.

Five tables that a folder may leave out: `focal_points`, `contests`, `proxy_rules` (how many proxies one seat may hold
from when on), `delegations` (to a seat of another organisation it is a proxy, with its letter as evidence),
`successions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from mithaq.foundation.actors.models import Mandate
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import reference_to
from mithaq.members.domain.contest import contest, decide
from mithaq.members.domain.delegate import delegate, rule_proxies
from mithaq.members.domain.focal_point import name_focal_point
from mithaq.members.domain.transfer import hand_over
from mithaq.rehearsal.folder import Row
from mithaq.rehearsal.records import Line

if TYPE_CHECKING:
    from mithaq.rehearsal.scenes import Played

TABLES = {
    "focal_points": ("seat",),
    "contests": ("mandate", "contested_by", "at"),
    "proxy_rules": ("most", "at"),
    "delegations": ("from_seat", "to_seat", "scope", "from", "at"),
    "successions": ("key", "seat", "person", "last_day", "at"),
}


@dataclass(frozen=True)
class FocalPointLine(Line):
    """Whoever sits here admits the colleagues."""

    seat: str
    starts: date


@dataclass(frozen=True)
class ContestLine(Line):
    """A mandate that is contested, and what the chair decided if it did."""

    mandate: str
    seat: str
    at: datetime
    reason: PerLanguage
    decided_at: datetime | None
    decided_by: str
    is_upheld: bool


@dataclass(frozen=True)
class ProxyRuleLine(Line):
    """How many proxies one seat may hold from an instant on."""

    most: int
    at: datetime


@dataclass(frozen=True)
class DelegationLine(Line):
    """A mandate delegated to another seat, for the year's text or for everything."""

    giver: str
    receiver: str
    scope: str
    is_for_the_text: bool
    starts: date
    ends: date | None
    at: datetime
    recorded_by: str
    evidence: PerLanguage


@dataclass(frozen=True)
class SuccessionLine(Line):
    """A seat that ends and the person who sits there from the next day on."""

    key: str
    seat: str
    person: str
    name: PerLanguage
    email: str
    title: PerLanguage
    last_day: date
    at: datetime


@dataclass(frozen=True)
class MandateLines:
    """All five tables."""

    focal_points: tuple[FocalPointLine, ...] = ()
    contests: tuple[ContestLine, ...] = ()
    proxy_rules: tuple[ProxyRuleLine, ...] = ()
    delegations: tuple[DelegationLine, ...] = ()
    successions: tuple[SuccessionLine, ...] = ()


def read_mandate_lines(tables: dict[str, list[Row]], seats: set[str], opening: datetime) -> MandateLines:
    """The five tables as lines, checked; a reference to a seat may name a successor's."""
    successions = tuple(_succession(row, seats, opening) for row in tables["successions"])
    seats = seats | {one.key for one in successions}
    mandates = {row.text("key") for row in tables["mandates"]}
    return MandateLines(
        tuple(
            FocalPointLine(
                row.file, row.line, row.reference("seat", seats, needed=True), row.day("from") or opening.date()
            )
            for row in tables["focal_points"]
        ),
        tuple(_contest(row, mandates, seats, opening) for row in tables["contests"]),
        tuple(_proxy_rule(row, opening) for row in tables["proxy_rules"]),
        tuple(_delegation(row, seats, opening) for row in tables["delegations"]),
        successions,
    )


def _succession(row: Row, seats: set[str], opening: datetime) -> SuccessionLine:
    return SuccessionLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        seat=row.reference("seat", seats, needed=True),
        person=row.text("person", needed=True),
        name=row.words("name", needed=True),
        email=row.address("email"),
        title=row.words("title"),
        last_day=row.day("last_day", needed=True) or opening.date(),
        at=row.instant("at", needed=True) or opening,
    )


def _contest(row: Row, mandates: set[str], seats: set[str], opening: datetime) -> ContestLine:
    return ContestLine(
        row.file,
        row.line,
        mandate=row.reference("mandate", mandates, needed=True),
        seat=row.reference("contested_by", seats, needed=True),
        at=row.instant("at", needed=True) or opening,
        reason=row.words("reason", needed=True),
        decided_at=row.instant("decided_at"),
        decided_by=row.reference("decided_by", seats),
        is_upheld=row.yes("upheld"),
    )


def _proxy_rule(row: Row, opening: datetime) -> ProxyRuleLine:
    return ProxyRuleLine(
        row.file, row.line, most=row.number("most", needed=True) or 0, at=row.instant("at", needed=True) or opening
    )


def _delegation(row: Row, seats: set[str], opening: datetime) -> DelegationLine:
    starts = row.day("from", needed=True) or opening.date()
    return DelegationLine(
        row.file,
        row.line,
        giver=row.reference("from_seat", seats, needed=True),
        receiver=row.reference("to_seat", seats, needed=True),
        scope=row.choice("scope", Scope.values),
        is_for_the_text=row.yes("text_only"),
        starts=starts,
        ends=row.last_day("to", starts),
        at=row.instant("at", needed=True) or opening,
        recorded_by=row.reference("recorded_by", seats),
        evidence=row.words("evidence"),
    )


def mandate_scenes(played: Played) -> Iterator[tuple[datetime, Line, Any]]:
    """When each happens, the line it comes from, and the call of its verb."""
    lines, opening = played.script.mandate_lines or MandateLines(), played.script.opening
    for focal in lines.focal_points:
        yield opening, focal, partial(_name, played, focal)
    for one in lines.contests:
        yield one.at, one, partial(_contested, played, one)
        if one.decided_at:
            yield one.decided_at, one, partial(_decided, played, one)
    for rule in lines.proxy_rules:
        yield rule.at, rule, partial(_ruled, played, rule)
    for given in lines.delegations:
        yield given.at, given, partial(_delegated, played, given)
    for succession in lines.successions:
        yield succession.at, succession, partial(_passed_on, played, succession)


def _name(played: Played, line: FocalPointLine) -> None:
    name_focal_point(played.seats[line.seat], line.starts, seat=played.secretariat, at=played.script.opening)


def _contested(played: Played, line: ContestLine) -> None:
    contest(Mandate.objects.get(key=line.mandate), line.reason, seat=played.seats[line.seat], at=line.at)


def _decided(played: Played, line: ContestLine) -> None:
    mandate = Mandate.objects.get(key=line.mandate)
    decide(mandate, line.is_upheld, seat=played.seats[line.decided_by], at=line.decided_at or line.at)


def _ruled(played: Played, line: ProxyRuleLine) -> None:
    rule_proxies(played.cycle, line.most, seat=played.secretariat, at=line.at)


def _delegated(played: Played, line: DelegationLine) -> None:
    giver = played.seats[line.giver]
    delegate(
        giver,
        played.seats[line.receiver],
        line.scope,
        line.starts,
        line.ends,
        matter=reference_to(played.text) if line.is_for_the_text else ("", ""),
        evidence=line.evidence,
        seat=played.seats.get(line.recorded_by, giver),
        at=line.at,
    )


def _passed_on(played: Played, line: SuccessionLine) -> None:
    held = played.seats[line.seat]
    person = {"key": line.person, "name": line.name, "email": line.email}
    given = hand_over(
        held,
        played.persons.get(line.person, person),
        line.last_day + timedelta(days=1),
        title=line.title or held.title,
        key=line.key,
        seat=played.secretariat,
        at=line.at,
    )
    played.seats[line.key], played.persons[line.person] = given, given.person
