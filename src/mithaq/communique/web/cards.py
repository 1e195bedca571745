"""Amendments as cards of a page: what each changes as a redline, where, and what was decided on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from mithaq.communique.models import Amendment, Clause, Draft, Settlement
from mithaq.communique.queries import PlacedClause, clauses_of, in_order
from mithaq.communique.queries.rows import Row, row_of
from mithaq.communique.queries.tabled import Group, Tabled, tabled
from mithaq.communique.vocabulary import AmendmentKind, Outcome
from mithaq.communique.web.redlined import marked, redlined
from mithaq.core.redline import Kind, Run
from mithaq.foundation.chronicle.memory import Memory

#: The badge that goes with each outcome.
BADGES = {
    Outcome.ADOPTED: "done",
    Outcome.CHANGED: "done",
    Outcome.BRACKETED: "bracketed",
    Outcome.REFERRED: "waiting",
    Outcome.DECLINED: "refused",
}


#: Letters that stand beside a change where the whole clause stands above it.
NEAR = 60


@dataclass(frozen=True)
class Marked:
    """A wording in one language with its changes marked."""

    language: str
    html: SafeString


@dataclass(frozen=True)
class Card:
    """One amendment, or several that ask for the same."""

    tabled: Tabled
    cities: Sequence[Any]
    row: Row | None
    after: Row | None
    wordings: Sequence[Marked]
    against: Sequence[Any] = ()
    members: Sequence[Tabled] = ()

    @property
    def amendment(self) -> Amendment:
        """The amendment, of several the first."""
        return self.tabled.amendment

    @property
    def amendments(self) -> list[Amendment]:
        """All of them."""
        return [one.amendment for one in self.members or (self.tabled,)]

    @property
    def settlement(self) -> Settlement | None:
        """What was decided, while it holds."""
        return self.tabled.settlement

    @property
    def badge(self) -> str:
        """The badge of what was decided."""
        return BADGES[Outcome(self.settlement.outcome)] if self.settlement else "open"

    @property
    def ids(self) -> str:
        """The public identifiers of all, as a form sends them."""
        return " ".join(one.amendment.public_id for one in self.members or (self.tabled,))


#: The clauses of a draft that has been made do not change.
_placed: Memory[list[PlacedClause]] = Memory(64, kinds=("communique.text", "cycle."))


class Places:
    """The clauses of a draft by what names them, with their printed numbers; read once for each act."""

    def __init__(self, draft: Draft) -> None:
        placed = _placed.recall(draft.pk, None, lambda: [one for _depth, one in in_order(clauses_of(draft))])
        self.in_order: list[PlacedClause] = placed
        self._rows = {one.clause.pk: row_of(one, [], {}) for one in placed}
        self._words = {one.clause.pk: one.words for one in placed}
        self.by_id = {one.clause.public_id: one for one in placed}

    def row(self, clause: Clause | int | None) -> Row | None:
        """Where a clause stands; None where it does not stand in the draft."""
        return self._rows.get(clause if isinstance(clause, int) else clause.pk) if clause is not None else None

    def words(self, clause: int | None) -> Mapping[str, str]:
        """The words of a clause in this draft."""
        return self._words.get(clause or 0, {})

    def named(self) -> list[tuple[str, str]]:
        """The clauses to choose from: their identifiers, with kind, number and first words."""
        return [(one.clause.public_id, f"{self._rows[one.clause.pk].name} · {one.title}") for one in self.in_order]


def card_of(one: Tabled, places: Places, around: int = 0) -> Card:
    """One amendment as a card; `around` as `marked` takes it."""
    amendment = one.amendment
    wordings = _marked(one, places, around)
    return Card(one, [one.city], places.row(amendment.clause_id), places.row(amendment.after_id), wordings)


def cards_alone(amendments: Iterable[Amendment]) -> list[Card]:
    """Amendments on the page of their own clause, without the places of their drafts: those that ask for the same in
    one round and met with the same are one card."""
    alike: dict[Any, list[Tabled]] = {}
    for amendment in amendments:
        one = tabled(amendment, amendment.returned.round.draft)
        met = one.settlement and (one.settlement.outcome, one.settlement.wording, one.settlement.reason)
        alike.setdefault((amendment.returned.round_id, one.content, met), []).append(one)
    return [_card_alone(members) for members in alike.values()]


def _card_alone(members: Sequence[Tabled]) -> Card:
    one = members[0]
    wordings = [Marked(one.amendment.language, marked(one.base, one.edits, NEAR))] if one.edits else []
    return Card(one, [each.city for each in members], None, None, wordings, members=members)


def cards_of_return(amendments: Iterable[Amendment], draft: Draft, places: Places) -> list[Card]:
    """The amendments of one return, in the order of the clauses they are about."""
    order = {placed.clause.pk: place for place, placed in enumerate(places.in_order)}
    sorted_ones = sorted(amendments, key=lambda one: (order.get(one.clause_id or 0, -1), one.pk))
    return [card_of(tabled(one, draft), places) for one in sorted_ones]


def card_of_group(group: Group, places: Places, around: int = 0) -> Card:
    """Several that ask for the same as one card."""
    card = card_of(group.first, places, around)
    decided = next((one for one in group.members if one.settlement is None), group.first)
    against = [city for other in group.against for city in other.cities]
    return Card(decided, group.cities, card.row, card.after, card.wordings, against, group.members)


def _marked(one: Tabled, places: Places, around: int) -> list[Marked]:
    amendment = one.amendment
    if amendment.kind == AmendmentKind.INSERT_AFTER and amendment.amends_id is None:
        return [Marked(code, redlined([Run(Kind.INSERTED, said)])) for code, said in amendment.words.items()]
    if amendment.kind == AmendmentKind.DELETE:
        words = places.words(amendment.clause_id).items()
        return [Marked(code, redlined([Run(Kind.DELETED, said)])) for code, said in words]
    if one.edits:
        return [Marked(amendment.language, marked(one.base, one.edits, around))]
    return []
