"""What stands beside a text: statements and reservations, and what was not agreed in a chair's summary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.communique.models import Draft, Statement, Text
from mithaq.communique.queries import reads_drafts
from mithaq.communique.queries.negotiation import positions_that_hold
from mithaq.communique.queries.silence import latest_silence
from mithaq.communique.queries.tabled import table_of
from mithaq.communique.vocabulary import Stance
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import shown_as


@shown_as("communique.statement")
def statements_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Statement]:
    """Those on published texts for everybody, on frozen ones for the auditor too, and all for those who negotiate."""
    found = Statement.objects.select_related(
        "text__cycle", "clause", "draft", "organisation", "seat__person", "seat__organisation", "withdrawal", "evidence"
    ).order_by("id")
    if reads_drafts(seat):
        return found
    seen = Q(text__publication__at__lte=at)
    if seat is not None and seat.role == Role.AUDITOR:
        seen |= Q(text__freezing__isnull=False)
    return found.filter(seen)


def opens_evidence(seat: Seat | None) -> bool:
    """Whether a seat opens the letters in which cities sent statements: who negotiates, and the auditor."""
    return reads_drafts(seat) or (seat is not None and seat.role == Role.AUDITOR)


def statements_on(text: Text) -> list[Statement]:
    """All statements on a text in the order in which they were given, the withdrawn ones too. One query."""
    found = text.statements.select_related("clause", "organisation", "withdrawal", "seat__person", "seat__organisation")
    return list(found.order_by("id"))


_stated: Memory[list[Statement]] = Memory(64, kinds=("communique.", "actors.", "cycle."))


def remembered_statements_on(text: Text) -> list[Statement]:
    """The same, read once for each act: for whoever only shows them."""
    return _stated.recall(text.pk, None, lambda: statements_on(text))


@dataclass(frozen=True)
class NotAgreed:
    """Why a clause of a chair's summary was not agreed, and whose reason it is."""

    clause: int | None
    #: `objects`, `reserves`, `amendment`, `break`.
    why: str
    cities: tuple[PerLanguage, ...]


_not_agreed: Memory[list[NotAgreed]] = Memory(16, kinds=("communique.", "cycle."))


def not_agreed_in(text: Text, draft: Draft) -> list[NotAgreed]:
    """What a draft is not agreed in, clause by clause, out of the record: objections and reservations that hold, open
    amendments, and what the latest silence on it was broken by. Read once for each act."""
    return _not_agreed.recall(draft.pk, None, lambda: _read(text, draft))


def _read(text: Text, draft: Draft) -> list[NotAgreed]:
    found: dict[tuple[int | None, str], dict[int, PerLanguage]] = {}

    def note(clause: int | None, why: str, city: object) -> None:
        found.setdefault((clause, why), {})[city.pk] = city.name  # type: ignore[attr-defined]

    for position in positions_that_hold(text):
        if position.stance in (Stance.OBJECTS, Stance.RESERVES):
            note(position.clause_id, position.stance, position.organisation)
    for one in table_of(draft):
        if one.is_open:
            note(one.amendment.clause_id, "amendment", one.city)
    silence = latest_silence(draft)
    for broken in silence.breaks.all() if silence else ():
        if getattr(broken, "withdrawal", None) is None:
            for named in broken.named.all():
                note(named.clause_id, "break", broken.organisation)
    return [NotAgreed(clause, why, tuple(cities.values())) for (clause, why), cities in found.items()]


def by_clause(found: Iterable[NotAgreed]) -> dict[int | None, list[NotAgreed]]:
    """The same by the clause's key; None for what is about the whole text."""
    grouped: dict[int | None, list[NotAgreed]] = {}
    for one in found:
        grouped.setdefault(one.clause, []).append(one)
    return grouped
