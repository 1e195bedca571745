"""What was found in a file as its pages show it: clause by clause as a redline, and what a person has to place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.translation import gettext as _

from mithaq.communique.models import PlacedByHand
from mithaq.communique.queries.found import Found
from mithaq.communique.queries.rows import Row
from mithaq.communique.vocabulary import WHY_NOT_PLACED
from mithaq.communique.web.cards import Marked, Places
from mithaq.communique.web.redlined import marked
from mithaq.core.placing.carried import OF_WORDS, Ground
from mithaq.core.placing.change import Change, Sort, Unplaced
from mithaq.core.placing.outcome import edits_of


@dataclass
class FileCard:
    """What a file asks of one clause, or of the whole text (without `row`)."""

    row: Row | None
    wordings: list[Marked] = field(default_factory=list)
    #: What is asked for besides other words, in words.
    asked: list[str] = field(default_factory=list)
    added: list[Marked] = field(default_factory=list)
    comments: list[Change] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)


@dataclass(frozen=True)
class ToPlace:
    """Something that could not be placed: what it says, why, and where somebody has placed it."""

    number: int
    one: Unplaced
    why: object
    hand: PlacedByHand | None
    row: Row | None

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a comment table: a comment and what is proposed, and not words before and after."""
        return any(name.startswith("row/") for name in self.one.ids)


def cards_of_file(found: Found, places: Places) -> list[FileCard]:
    """What the file asks for, in the order of the clauses; what is about the whole text first."""
    by_clause: dict[str, list[Change]] = {}
    for change in found.changes:
        by_clause.setdefault(change.clause, []).append(change)
    order = ["", *(placed.clause.public_id for placed in places.in_order)]
    return [_card(clause, by_clause[clause], found, places) for clause in order if clause in by_clause]


def _card(clause: str, changes: Sequence[Change], found: Found, places: Places) -> FileCard:
    placed = places.by_id.get(clause)
    card = FileCard(places.row(placed.clause) if placed else None)
    for language in dict.fromkeys(one.language for one in changes if one.kind in OF_WORDS):
        base = placed.words[language] if placed else ""
        card.wordings.append(Marked(language, marked(base, edits_of(changes, clause, language))))
    for change in changes:
        if change.kind is Sort.COMMENT:
            card.comments.append(change)
        elif change.kind is Sort.INSERT_CLAUSE:
            card.added.append(Marked(change.language, format_html("<p><ins>{}</ins></p>", change.after)))
        elif change.kind not in OF_WORDS:
            said = _asked(change, places)
            if said not in card.asked:
                card.asked.append(said)
    card.grounds = [ground for ground in found.grounds if ground.clause == clause and clause]
    return card


def _asked(change: Change, places: Places) -> str:
    if change.kind is Sort.DELETE_CLAUSE:
        return _("The clause is to be deleted.")
    if change.kind is Sort.JOIN:
        return _("The clause is to be joined with the clause after it.")
    other = places.by_id.get(change.other)
    row = places.row(other.clause) if other else None
    if row is None:
        return _("The clause is to stand at the beginning.")
    return _("The clause is to stand after %(where)s.") % {"where": row.name}


def to_place(found: Found, by_hand: Mapping[int, PlacedByHand], places: Places) -> list[ToPlace]:
    """All that could not be placed, in the order of the file."""
    shown = []
    for number, one in enumerate(found.unplaced):
        hand = by_hand.get(number)
        row = places.row(hand.clause_id) if hand else None
        shown.append(ToPlace(number, one, WHY_NOT_PLACED[one.why], hand, row))
    return shown
