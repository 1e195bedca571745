"""How a cycle's text was negotiated, in its files: tables `text_….csv`, each of which a folder may lack.

A clause is named by the key of its point or pillar, or as `preamble` or `closing`; one that came in a round by the key
that the row names with which it was adopted. What a city sent is a Word file in which these keys stand in the place of
the addresses that a playing of the year gives (`rehearsal.addressed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.communique.vocabulary import AmendmentKind, Outcome, Stance, StatementKind
from mithaq.foundation.languages.words import PerLanguage
from mithaq.rehearsal.records import Line

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row

COLUMNS = {
    "text_rounds": ("key", "language", "called_at", "opens", "closes"),
    "text_returns": ("file", "round", "organisation", "at"),
    "text_settled": ("round", "at", "clause", "organisations", "outcome"),
    "text_answers": ("round", "organisation", "clause", "at", "said"),
    "text_translations": ("at", "clause", "language", "find", "put", "approved_at", "approved_by"),
    "text_positions": ("at", "seat", "clause", "stance"),
    "text_silences": ("key", "opens", "expires"),
    "text_breaks": ("silence", "seat", "at", "clause", "reason"),
    "text_statements": ("at", "seat", "clause", "kind"),
}
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class RoundLine(Line):
    """A round, and when the next draft was made out of it."""

    key: str
    language: str
    called_at: datetime
    opens: datetime
    closes: datetime
    compiled_at: datetime | None


@dataclass(frozen=True)
class ReturnedLine(Line):
    """A city's answer as a Word file: taken and released by its seat, else entered by the secretariat. `left_out` says
    why nothing was made of what could not be placed."""

    round: str
    organisation: str
    seat: str
    at: datetime
    left_out: str
    name: str
    content: bytes


@dataclass(frozen=True)
class SettledLine(Line):
    """What was decided on what some cities asked for at a clause. `find` and `put` tell what is adopted instead; `key`
    names the clause that comes of it."""

    round: str
    at: datetime
    clause: str
    kind: str
    language: str
    organisations: tuple[str, ...]
    outcome: str
    reason: str
    find: str
    put: str
    key: str


@dataclass(frozen=True)
class AnswerLine(Line):
    """What was answered to a city's comment on a clause."""

    round: str
    organisation: str
    clause: str
    at: datetime
    said: str


@dataclass(frozen=True)
class TranslationLine(Line):
    """Words of a clause in another language: `put` in the place of `find`, or of all there are; who proposed and who
    approved them."""

    at: datetime
    by: str
    clause: str
    language: str
    find: str
    put: str
    approved_at: datetime
    approved_by: str


@dataclass(frozen=True)
class PositionLine(Line):
    """Where a city stood on a clause, or on the whole text."""

    at: datetime
    seat: str
    clause: str
    stance: str
    reason: str


@dataclass(frozen=True)
class SilenceLine(Line):
    """A silence procedure on the draft that is the latest when it opens."""

    key: str
    opens: datetime
    expires: datetime


@dataclass(frozen=True)
class BreakLine(Line):
    """That a city broke a silence on a clause, with `put` in the place of `find` if it asks for other words."""

    silence: str
    seat: str
    at: datetime
    clause: str
    language: str
    find: str
    put: str
    reason: str


@dataclass(frozen=True)
class StatementLine(Line):
    """What a city put beside the text, of a clause or of the whole."""

    at: datetime
    seat: str
    clause: str
    kind: str
    words: PerLanguage


@dataclass(frozen=True)
class Negotiation:
    """Everything that the files tell of the negotiation."""

    rounds: tuple[RoundLine, ...] = ()
    returns: tuple[ReturnedLine, ...] = ()
    settled: tuple[SettledLine, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    translations: tuple[TranslationLine, ...] = ()
    positions: tuple[PositionLine, ...] = ()
    silences: tuple[SilenceLine, ...] = ()
    breaks: tuple[BreakLine, ...] = ()
    statements: tuple[StatementLine, ...] = ()


@dataclass(frozen=True)
class Known:
    """The keys that a row may name."""

    organisations: set[str]
    seats: set[str]
    points: set[str]
    pillars: set[str]
    secretariat: str


def read(tables: Mapping[str, list[Row]], known: Known) -> Negotiation:
    """Read and check the tables."""
    rounds = tuple(_round(row) for row in tables["text_rounds"])
    keys = {one.key for one in rounds}
    came = {row.text("key") for row in tables["text_settled"]} - {""}
    silences = tuple(_silence(row) for row in tables["text_silences"])
    quiet = {one.key for one in silences}
    clauses = {*known.points, *known.pillars, *came, "preamble", "closing"}
    return Negotiation(
        rounds=rounds,
        returns=tuple(_returned(row, keys, known) for row in tables["text_returns"]),
        settled=tuple(_settled(row, keys, clauses, known) for row in tables["text_settled"]),
        answers=tuple(_answer(row, keys, clauses, known) for row in tables["text_answers"]),
        translations=tuple(_translation(row, clauses, known) for row in tables["text_translations"]),
        positions=tuple(_position(row, clauses, known) for row in tables["text_positions"]),
        silences=silences,
        breaks=tuple(_break(row, quiet, clauses, known) for row in tables["text_breaks"]),
        statements=tuple(_statement(row, clauses, known) for row in tables["text_statements"]),
    )


def _round(row: Row) -> RoundLine:
    return RoundLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        language=row.text("language", needed=True),
        called_at=row.instant("called_at", needed=True) or NEVER,
        opens=row.instant("opens", needed=True) or NEVER,
        closes=row.instant("closes", needed=True) or NEVER,
        compiled_at=row.instant("compiled_at"),
    )


def _returned(row: Row, rounds: set[str], known: Known) -> ReturnedLine:
    return ReturnedLine(
        row.file,
        row.line,
        round=row.reference("round", rounds, needed=True),
        organisation=row.reference("organisation", known.organisations, needed=True),
        seat=row.reference("seat", known.seats),
        at=row.instant("at", needed=True) or NEVER,
        left_out=row.text("left_out"),
        name=row.text("file", needed=True).rpartition("/")[2],
        content=row.content_of("file") or b"",
    )


def _settled(row: Row, rounds: set[str], clauses: set[str], known: Known) -> SettledLine:
    cities = tuple(row.text("organisations", needed=True).split())
    if not set(cities) <= known.organisations:
        row.fault(_("A key names nothing that is on record."))
    return SettledLine(
        row.file,
        row.line,
        round=row.reference("round", rounds, needed=True),
        at=row.instant("at", needed=True) or NEVER,
        clause=row.reference("clause", clauses, needed=True),
        kind=row.choice("kind", AmendmentKind.values, default=AmendmentKind.REPLACE),
        language=row.text("language"),
        organisations=cities,
        outcome=row.choice("outcome", Outcome.values),
        reason=row.text("reason"),
        find=row.text("find"),
        put=row.text("put"),
        key=row.text("key"),
    )


def _answer(row: Row, rounds: set[str], clauses: set[str], known: Known) -> AnswerLine:
    return AnswerLine(
        row.file,
        row.line,
        round=row.reference("round", rounds, needed=True),
        organisation=row.reference("organisation", known.organisations, needed=True),
        clause=row.reference("clause", clauses),
        at=row.instant("at", needed=True) or NEVER,
        said=row.text("said", needed=True),
    )


def _translation(row: Row, clauses: set[str], known: Known) -> TranslationLine:
    return TranslationLine(
        row.file,
        row.line,
        at=row.instant("at", needed=True) or NEVER,
        by=row.reference("by", known.seats) or known.secretariat,
        clause=row.reference("clause", clauses, needed=True),
        language=row.text("language", needed=True),
        find=row.text("find"),
        put=row.text("put"),
        approved_at=row.instant("approved_at", needed=True) or NEVER,
        approved_by=row.reference("approved_by", known.seats, needed=True),
    )


def _position(row: Row, clauses: set[str], known: Known) -> PositionLine:
    return PositionLine(
        row.file,
        row.line,
        at=row.instant("at", needed=True) or NEVER,
        seat=row.reference("seat", known.seats, needed=True),
        clause=row.reference("clause", clauses),
        stance=row.choice("stance", Stance.values),
        reason=row.text("reason"),
    )


def _silence(row: Row) -> SilenceLine:
    return SilenceLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        opens=row.instant("opens", needed=True) or NEVER,
        expires=row.instant("expires", needed=True) or NEVER,
    )


def _break(row: Row, silences: set[str], clauses: set[str], known: Known) -> BreakLine:
    return BreakLine(
        row.file,
        row.line,
        silence=row.reference("silence", silences, needed=True),
        seat=row.reference("seat", known.seats, needed=True),
        at=row.instant("at", needed=True) or NEVER,
        clause=row.reference("clause", clauses, needed=True),
        language=row.text("language"),
        find=row.text("find"),
        put=row.text("put"),
        reason=row.text("reason", needed=True),
    )


def _statement(row: Row, clauses: set[str], known: Known) -> StatementLine:
    return StatementLine(
        row.file,
        row.line,
        at=row.instant("at", needed=True) or NEVER,
        seat=row.reference("seat", known.seats, needed=True),
        clause=row.reference("clause", clauses),
        kind=row.choice("kind", StatementKind.values),
        words=row.words("words", needed=True),
    )
