"""What lies on a text while it is negotiated: at each clause what is open, and where the cities stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from mithaq.communique.models import Draft, Position, Round, Silence, Statement, Text
from mithaq.communique.queries.comparison import ComparedRow
from mithaq.communique.queries.heat import DISPUTING, TOLD
from mithaq.communique.queries.negotiation import latest_round, positions_that_hold
from mithaq.communique.queries.rows import Row, Words
from mithaq.communique.queries.silence import latest_silence
from mithaq.communique.queries.tabled import Group, Tabled, cities_of, groups_of, remembered_table_of
from mithaq.communique.queries.translations import Sheet, out_of_step
from mithaq.communique.vocabulary import AmendmentKind, Stance
from mithaq.communique.web.beside import Mark
from mithaq.communique.web.cards import NEAR, Card, Places, card_of_group
from mithaq.communique.web.shown import SIGN_OF_STATE, Way, address
from mithaq.core.brackets import NAMED, Alternative, Bracket, Piece, bracketed
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import number
from mithaq.foundation.things import Reference, reference_to

#: The ways to see what is proposed: below each clause, in brackets within it, or not at all.
CHANGES, BRACKETS, CLEAN = "changes", "brackets", "clean"


class Laid(NamedTuple):
    """What lies on a text: its current round, the open amendments before the latest draft, and the positions."""

    round: Round | None
    groups: list[Group]
    positions: list[Position]
    #: What is to be done about the authentic languages of a clause.
    behind: dict[int, list[Sheet]]
    #: The silence in which the latest draft stands or stood last.
    silence: Silence | None
    #: The cities that it names.
    cities: frozenset[Reference] = frozenset()


@dataclass(frozen=True)
class Stood:
    """How many cities take one position on a clause, and which."""

    stance: Stance
    cities: Sequence[str]

    @property
    def names(self) -> str:
        """Their names, as one line."""
        return pgettext("between names", ", ").join(self.cities)

    @property
    def is_named(self) -> bool:
        """Whether their names stand on the page: those who dispute are named."""
        return self.stance in DISPUTING


class Behind(NamedTuple):
    """A language of a clause that waits for somebody."""

    language: str
    word: str
    sign: str


@dataclass(frozen=True)
class Line:
    """A clause as a row with what lies on it."""

    row: Row
    cards: Sequence[Card] = ()
    stood: Sequence[Stood] = ()
    #: The languages in which something is to be done, each with the word and the sign of its state.
    behind: Sequence[Behind] = ()
    #: What cities have put beside it, and why it was not agreed where the text is a chair's summary.
    stated: Sequence[Statement] = ()
    marks: Sequence[Mark] = ()
    #: What became of it since an earlier draft, where that is shown.
    since: ComparedRow | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether an amendment is open on it, or a city objects or reserves its position."""
        return bool(self.cards) or any(one.stance in DISPUTING for one in self.stood)


@dataclass
class _Sheet:
    """The lines of a text, and what is about no clause of it."""

    lines: list[Line] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    stood: list[Stood] = field(default_factory=list)


#: Released amendments and positions are the same for all who negotiate.
_laid: Memory[Laid] = Memory(16, kinds=("communique.", "cycle."), beside=lambda laid: set(laid.cities))


def laid_on(text: Text, draft: Draft, rows: Iterable[Row]) -> Laid:
    """What lies on a text, whose latest draft and rows are given; read once for each act, and the rows with it."""
    return _laid.recall(text.pk, None, lambda: _read(text, draft, rows))


def _read(text: Text, draft: Draft, rows: Iterable[Row]) -> Laid:
    groups = groups_of(one for one in remembered_table_of(draft) if one.is_open)
    about = latest_round(text)
    behind = out_of_step(text, [row.placed for row in rows], about)
    positions = positions_that_hold(text)
    cities = cities_of(remembered_table_of(draft)) | {reference_to(one.organisation) for one in positions}
    ours = about if about and about.draft_id == draft.pk else None
    return Laid(ours, groups, positions, behind, latest_silence(draft), frozenset(cities))


def sheet_of(laid: Laid, rows: Sequence[Row], draft: Draft, show: str) -> _Sheet:
    """The rows of a text as lines."""
    places = Places(draft)
    cards: dict[int | None, list[Card]] = {}
    for group in laid.groups:
        card = card_of_group(group, places, NEAR)
        cards.setdefault(group.first.amendment.clause_id if card.row else None, []).append(card)
    stood = _stood(laid.positions)
    sheet = _Sheet(cards=cards.pop(None, []), stood=stood.pop(None, []))
    words = _words_in_brackets(laid.groups) if show == BRACKETS else {}
    for row in rows:
        clause = row.placed.clause.pk
        shown = replace(row, wordings=[_marked(clause, one, words) for one in row.wordings]) if words else row
        sheet.lines.append(
            Line(
                shown,
                cards.get(clause, []),
                stood.get(clause, []),
                [_behind(one) for one in laid.behind.get(clause, ())],
            )
        )
    return sheet


def ways_to_show(asked: Mapping[str, str], current: str) -> list[Way]:
    """The switch between the amendments below each clause, in brackets within it, and the clean text."""
    titles = {
        CHANGES: gettext("With amendments"),
        BRACKETS: gettext("In brackets"),
        CLEAN: pgettext("way to read a text", "Clean"),
    }
    return [Way(title, address(asked, show=key, since=""), key == current) for key, title in titles.items()]


def stood_on_the_whole(laid: Laid) -> Sequence[Stood]:
    """Where the cities stand on the text as a whole."""
    return _stood(one for one in laid.positions if one.clause_id is None).get(None, [])


def _stood(positions: Iterable[Position]) -> dict[int | None, list[Stood]]:
    by_clause: dict[int | None, dict[str, list[str]]] = {}
    for one in positions:
        by_clause.setdefault(one.clause_id, {}).setdefault(one.stance, []).append(str(one.organisation.name))
    return {
        clause: [Stood(stance, found[stance]) for stance in TOLD if stance in found]
        for clause, found in by_clause.items()
    }


def _words_in_brackets(groups: Iterable[Group]) -> dict[tuple[int | None, str], list[Tabled]]:
    found: dict[tuple[int | None, str], list[Tabled]] = {}
    for group in groups:
        for one in group.members:
            if one.amendment.kind == AmendmentKind.REPLACE and one.amendment.amends_id is None:
                found.setdefault((one.amendment.clause_id, one.amendment.language), []).append(one)
    return found


def _marked(clause: int, words: Words, proposed: Mapping[tuple[int | None, str], Sequence[Tabled]]) -> Words:
    on_it = [one for one in proposed.get((clause, words.language), ()) if one.base == words.text]
    if not on_it:
        return words
    proposals = [(edit, [str(one.city.name)]) for one in on_it for edit in one.edits]
    return replace(words, html=format_html("<p>{}</p>", drawn(bracketed(words.text, proposals))))


def drawn(pieces: Iterable[Piece]) -> SafeString:
    """A bracketed text as markup; each reading and each name keeps its own direction."""
    return format_html_join("", "{}", [(_piece(one),) for one in pieces])


def _piece(piece: Piece) -> SafeString:
    if isinstance(piece, str):
        return mark_safe(format_html("{}", piece).replace("\n", "<br>"))  # noqa: S308 - escaped
    return _bracket(piece)


def _bracket(bracket: Bracket) -> SafeString:
    readings = [one for one in bracket.alternatives if one.pieces or one.proposers]
    inside = format_html_join(mark_safe(" / "), "{}", [(_alternative(one),) for one in readings])
    return format_html('<span class="bracket">[{}]</span>', inside)


def _alternative(one: Alternative) -> SafeString:
    said = drawn(one.pieces) if one.pieces else mark_safe("–")
    if not one.proposers:
        return format_html("<bdi>{}</bdi>", said)
    more = len(one.proposers) - NAMED
    names = format_html_join(
        pgettext("between names", ", "), "<bdi>{}</bdi>", [(name,) for name in one.proposers[:NAMED]]
    )
    counted = format_html(" +{}", number(more)) if more > 0 else ""
    return format_html('<bdi>{}</bdi> <span class="bracket__who">({}{})</span>', said, names, counted)


def _behind(sheet: Sheet) -> Behind:
    return Behind(sheet.language, str(sheet.state.label), SIGN_OF_STATE[sheet.state])
