"""The rows of a text with what lies on them, drawn once for all who read them alike.

Sixteen hundred amendments take a second to draw. Everybody who negotiates sees the same of them; what is of one city
alone, the way into its own return, is put in afterwards. A card is drawn anew only when something on it has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mithaq.communique.models import Draft, Return, Text
from mithaq.communique.queries.rows import Row
from mithaq.communique.web.beside import Beside
from mithaq.communique.web.cards import Card
from mithaq.communique.web.laid import CHANGES, Laid, Line, sheet_of
from mithaq.communique.web.since import Since, lines_since
from mithaq.foundation.chronicle.memory import Memory

#: Stands in the addresses in the place of the city's own return.
_OWN = "own-return"


@dataclass(frozen=True)
class Asked:
    """How the text is read: in which languages, with what shown of what is proposed, the disputed clauses alone, by
    somebody who may take positions, in a city that prepares a return, or who puts clauses on the screen."""

    languages: Sequence[str]
    show: str = CHANGES
    only_disputed: bool = False
    takes_positions: bool = False
    own_return: Return | None = None
    shows: bool = False
    since: Since | None = None


@dataclass(frozen=True)
class Drawn:
    """The rows as markup, and how many clauses are disputed."""

    rows: SafeString
    disputed: int

    def for_return(self, own: Return | None) -> SafeString:
        """The rows with the ways into this return."""
        if own is None:
            return self.rows
        return mark_safe(self.rows.replace(f"/{_OWN}/", f"/{own.public_id}/"))  # noqa: S308 - an identifier of ours


@dataclass(frozen=True)
class _Own:
    public_id: str = _OWN


_sheets: Memory[Drawn] = Memory(24, kinds=("communique.", "recommendations.", "taskforces.", "cycle."))
#: A card changes with what stands in its key alone.
_cards: Memory[SafeString] = Memory(8192, kinds=())


def drawn_sheet(
    text: Text, draft: Draft, rows: Sequence[Row], laid: Laid | None, beside: Beside, asked: Asked
) -> Drawn:
    """The text's rows as they are asked for; without `laid` nothing lies on them."""
    since = (asked.since.old.pk, asked.since.way) if asked.since else None
    key = (
        text.pk, draft.pk, get_language(), tuple(asked.languages), asked.show, asked.only_disputed,
        asked.takes_positions, asked.own_return is not None, asked.shows, since, laid is None,
        tuple(row.gathered for row in rows),
    )  # fmt: skip
    named = {*(laid.cities if laid else ()), *beside.cities}
    return _sheets.recall(key, None, lambda: _draw(text, draft, rows, laid, beside, asked), named)


def _draw(text: Text, draft: Draft, rows: Sequence[Row], laid: Laid | None, beside: Beside, asked: Asked) -> Drawn:
    sheet = sheet_of(laid, rows, draft, asked.show) if laid else None
    lines = sheet.lines if sheet else [Line(row) for row in rows]
    disputed = sum(line.is_disputed for line in lines)
    lines = [_with(beside, line) for line in lines]
    if asked.since:
        lines = list(lines_since(asked.since, lines))
    elif asked.only_disputed:
        lines = [line for line in lines if line.is_disputed]
    shows_cards = asked.show == CHANGES and not asked.since
    context = {
        "text": text,
        "lines": [(line, _proposed(line.cards) if shows_cards else "") for line in lines],
        "beside": _proposed(sheet.cards) if sheet and shows_cards else "",
        "takes_positions": asked.takes_positions,
        "own_return": _Own() if asked.own_return else None,
        "shows": asked.shows,
    }
    return Drawn(_rendered("communique/lines.html", context), disputed)


def _with(beside: Beside, line: Line) -> Line:
    """A line with what stands beside its clause."""
    clause = line.row.placed.clause.pk if line.row.placed else None
    stated, marks = beside.stated.get(clause, ()), beside.marks.get(clause, ())
    return replace(line, stated=stated, marks=marks) if clause and (stated or marks) else line


def _proposed(cards: Sequence[Card]) -> SafeString:
    """What is proposed for a clause, card by card."""
    return mark_safe("".join(map(_card, cards)))  # noqa: S308 - rendered, hence escaped


def _card(card: Card) -> SafeString:
    one = card.tabled
    names = tuple(str(city.name) for city in card.cities)
    settled = card.settlement.pk if card.settlement else None
    place = card.row.name if card.row else "", card.after.name if card.after else ""
    key = get_language(), card.ids, settled, names, bool(card.against), one.base, one.edits, one.touched, place
    return _cards.recall(key, None, lambda: _rendered("communique/proposed.html", {"card": card}))


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(get_template(template).render(context))  # noqa: S308 - rendered, hence escaped
