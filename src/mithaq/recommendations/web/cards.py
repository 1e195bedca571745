"""What the working table shows: suggested groups with their reasons, pairs side by side, points, decisions, steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext as _

from mithaq.core.consolidation.contrasts import Beside, Contrast
from mithaq.core.consolidation.reasons import Reason
from mithaq.core.text import language_of, searchable, tokens
from mithaq.cycle.models import Pillar
from mithaq.foundation.chronicle.sentences import told
from mithaq.foundation.languages.formats import number
from mithaq.recommendations.models import Point, Step
from mithaq.recommendations.queries.suggestions import Suggestions
from mithaq.recommendations.queries.table import Item, OnTheTable
from mithaq.recommendations.vocabulary import Addressed

#: Letters of a point's first title, taken from a recommendation where its sources share no phrase.
TITLE = 90
#: Lines of a group that are seen at once, and those that unfold; the others wait for their turn.
FIRST, UNFOLDED = 6, 24


@dataclass(frozen=True)
class Line:
    """A recommendation on the table, and what it says twice."""

    item: Item
    pillar: Pillar | None
    is_chosen: bool = False
    marks: list[str] = field(default_factory=list)

    @property
    def addressed(self) -> str:
        """Whom it addresses: in the group's own words where there are some."""
        return self.item.addressed_as or (str(Addressed(self.item.addressee).label) if self.item.addressee else "")


@dataclass(frozen=True)
class Card:
    """A suggested group: those that wait, the point that the others stand in, and why they are together."""

    lines: list[Line]
    point: Point | None
    reason: Reason
    addressee: str
    nearest: tuple[int, int] | None

    #: All that wait, as a form sends them; `lines` are the first of them.
    refs: str
    beyond: int

    @property
    def more(self) -> int:
        """How many unfold behind the first."""
        return max(0, len(self.lines) - FIRST)


@dataclass(frozen=True)
class Side:
    """One of two that contradict, in pieces of which those that differ are marked."""

    line: Line
    pieces: list[tuple[str, bool]]
    differs: str


@dataclass(frozen=True)
class Facing:
    """Two recommendations that contradict, side by side."""

    sides: tuple[Side, Side]

    @property
    def refs(self) -> str:
        """The two, as a form sends them."""
        return " ".join(side.line.item.public_id for side in self.sides)


@dataclass(frozen=True)
class Decided:
    """What people decided about two recommendations."""

    one: Item
    other: Item
    are_together: bool


@dataclass(frozen=True)
class Taken:
    """A step as the list tells it."""

    step: Step
    sentence: str
    numbers: list[int]
    points: list[Point]

    @property
    def is_undone(self) -> bool:
        """Whether it has been taken back."""
        return hasattr(self.step, "undone_by")


class Cards:
    """The cards of a table, narrowed to a pillar and to words."""

    def __init__(
        self, table: OnTheTable, found: Suggestions, *, chosen: Iterable[str] = (), pillar: str = "", words: str = ""
    ) -> None:
        self._table, self._found = table, found
        self._chosen, self._pillar, self._words = set(chosen), pillar, searchable(words)
        self._pillars = {one.pk: one for one in table.pillars}
        self._beside: dict[int, list[Beside]] = {}
        for pair in found.beside:
            if pair.contrast is not Contrast.OPPOSITE:
                self._beside.setdefault(pair.one, []).append(pair)
                self._beside.setdefault(pair.other, []).append(pair)

    def groups(self) -> list[Sequence[int]]:
        """The suggested groups in which something waits, those in which most waits first, by the places of members."""
        asked = [members for members in self._found.groups if self._is_asked(members)]
        return sorted(asked, key=lambda members: -sum(self._table.items[place].point is None for place in members))

    def alone(self) -> list[int]:
        """The places of those that wait and that nothing is suggested for."""
        singles = (members[0] for members in self._found.groups if len(members) == 1)
        items = ((place, self._table.items[place]) for place in singles)
        return [place for place, item in items if item.point is None and self._fits(item)]

    def chosen_besides(self, shown: Iterable[Line]) -> list[Line]:
        """Those that are ticked and wait, and are not among the lines that are shown: no tick is lost."""
        there = {line.item.public_id for line in shown}
        items = enumerate(self._table.items)
        wanted = [place for place, item in items if item.public_id in self._chosen - there and item.point is None]
        return [self.line(place) for place in wanted]

    def opposites(self) -> list[Facing]:
        """Pairs that contradict and about which nobody has decided, unless both stand in points already."""
        decided = self._table.decisions.together | self._table.decisions.apart
        return [
            self._facing(pair)
            for pair in self._found.beside
            if pair.contrast is Contrast.OPPOSITE
            and not {(pair.one, pair.other), (pair.other, pair.one)} & decided
            and any(self._table.items[place].point is None for place in (pair.one, pair.other))
            and any(self._fits(self._table.items[place]) for place in (pair.one, pair.other))
        ]

    def _is_asked(self, members: Sequence[int]) -> bool:
        items = [self._table.items[place] for place in members]
        return len(items) > 1 and any(item.point is None and self._fits(item) for item in items)

    def _fits(self, item: Item) -> bool:
        pillar = self._pillars.get(item.pillar or 0)
        in_pillar = not self._pillar or (pillar.public_id if pillar else "none") == self._pillar
        return in_pillar and (not self._words or any(self._words in searchable(text) for text in item.words.values()))

    def card(self, members: Sequence[int]) -> Card:
        """A suggested group as it is shown."""
        reason = self._found.reason(members)
        waiting = [place for place in members if self._table.items[place].point is None]
        points = (self._table.items[place].point for place in members)
        point = next((self._table.points_by_pk.get(pk) for pk in points if pk), None)
        nearest = self._found.nearest(list(members))
        return Card(
            [self.line(place, members) for place in waiting[: FIRST + UNFOLDED]],
            point,
            reason,
            str(Addressed(str(reason.addressee)).label) if reason.addressee else "",
            (self._table.items[nearest[0]].number, self._table.items[nearest[1]].number) if nearest else None,
            " ".join(self._table.items[place].public_id for place in waiting),
            max(0, len(waiting) - FIRST - UNFOLDED),
        )

    def line(self, place: int, members: Sequence[int] = ()) -> Line:
        """A recommendation as it is shown; with `members`, what it says twice is named among these alone."""
        item, among = self._table.items[place], set(members)
        pairs = [pair for pair in self._beside.get(place, ()) if {pair.one, pair.other} <= among or not among]
        return Line(
            item,
            self._pillars.get(item.pillar or 0),
            item.public_id in self._chosen,
            [self._mark(place, pair) for pair in pairs],
        )

    def _mark(self, place: int, pair: Beside) -> str:
        there = pair.other if pair.one == place else pair.one
        item, other = self._table.items[place], self._table.items[there]
        facts = {"number": number(other.number)}
        if pair.contrast is Contrast.OTHER_NUMBERS:
            mine, theirs = pair.differs if pair.one == place else pair.differs[::-1]
            if mine and theirs:
                facts |= {"mine": mine, "theirs": theirs}
                return _("Almost as no. %(number)s, with other numbers: %(mine)s here, %(theirs)s there") % facts
            return _("Almost as no. %(number)s, where one of the two names a number") % facts
        if item.language != other.language:
            return _("Seems to say the same as no. %(number)s, in another language") % facts
        if searchable(item.text) == searchable(other.text):
            return _("Says the same as no. %(number)s") % facts
        return _("Says nearly the same as no. %(number)s") % facts

    def _facing(self, pair: Beside) -> Facing:
        one, other = (
            Side(self.line(place, [place]), _marked(self._table.items[place].text, word), word)
            for place, word in zip((pair.one, pair.other), pair.differs, strict=True)
        )
        return Facing((one, other))


def _marked(text: str, word: str) -> list[tuple[str, bool]]:
    """A text in pieces; those that are this folded word are marked."""
    pieces: list[tuple[str, bool]] = []
    for token in tokens(text):
        bare = token.rstrip()
        pieces += [(bare, searchable(bare) == word), (token[len(bare) :], False)]
    return [piece for piece in pieces if piece[0]]


def decided_pairs(table: OnTheTable) -> list[Decided]:
    """What was decided, in the order of the table."""
    there = table.by_pk
    found = []
    for one, other, are_together in table.pairs:
        if one in there and other in there:
            first, second = sorted((there[one], there[other]), key=lambda item: item.number)
            found.append(Decided(first, second, are_together))
    return sorted(found, key=lambda pair: (pair.one.number, pair.other.number))


def steps_taken(table: OnTheTable) -> list[Taken]:
    """The latest steps, each with what it concerned."""
    return list(_told(table, table.steps))


def _told(table: OnTheTable, steps: Iterable[Step]) -> Iterator[Taken]:
    numbers = {item.public_id: item.number for item in table.items}
    points = {point.public_id: point for point in table.points}
    for step in steps:
        named = [part for _slot, ref, *values in step.changes for part in (*ref.split(":"), *values)]
        refs = {part for part in named if isinstance(part, str)}
        yield Taken(
            step,
            told(step.verb, step.seat),
            sorted(numbers[ref] for ref in refs if ref in numbers),
            [point for ref, point in points.items() if ref in refs],
        )


def title_of(items: Sequence[Item], table: OnTheTable, found: Suggestions) -> Mapping[str, str]:
    """A first title for a point out of these: the phrase that they share, else the first words of the shortest."""
    place = {item.pk: at for at, item in enumerate(table.items)}
    reason = found.reason([place[item.pk] for item in items])
    if reason.phrases:
        phrase = reason.phrases[0]
        return {language_of(phrase): phrase[:1].upper() + phrase[1:]}
    shortest = min(items, key=lambda item: (len(item.text), item.number))
    return {shortest.language: shorten(shortest.text, TITLE, placeholder="…")}


def page_parts(table: OnTheTable) -> dict[str, Any]:
    """The parts of the page that no slider moves."""
    under: dict[Pillar | None, list[tuple[Point, int]]] = {}
    for point in table.points:
        under.setdefault(point.pillar, []).append((point, len(table.in_points.get(point.pk, ()))))
    ordered = sorted(under, key=lambda pillar: (pillar is None, pillar.position if pillar else 0))
    return {
        "table": table,
        "pillars": [(pillar, under[pillar]) for pillar in ordered],
        "decided": decided_pairs(table),
        "steps": steps_taken(table),
        "addressees": Addressed.choices,
    }
