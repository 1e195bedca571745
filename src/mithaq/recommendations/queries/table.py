"""What lies on the working table: every recommendation, the points, what was decided, and the steps that led there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from mithaq.core.consolidation.grouping import Decisions
from mithaq.core.consolidation.guesses import Headings
from mithaq.core.consolidation.reasons import addressed
from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import Reference, records_in
from mithaq.recommendations.models import Decision, Leaving, Point, PointText, RecommendationText, Step
from mithaq.recommendations.queries import FOLLOWED
from mithaq.recommendations.queries.decisions import decided

#: Steps that the page lists.
LATEST = 12


class Item(NamedTuple):
    """A recommendation on the table. What people have not said is guessed from its words, which are named."""

    pk: int
    public_id: str
    #: Its place in the order of all of them, from 1: by it people speak of it at the table.
    number: int
    printed: str
    text: str
    language: str
    hash: str
    words: PerLanguage
    theme: str
    paper: PerLanguage
    point: int | None
    pillar: int | None
    addressee: str
    addressed_as: str
    #: The words that speak for the pillar and for the addressee, where those are guessed.
    pillar_by: tuple[str, ...] = ()
    addressed_by: str = ""


class Said(NamedTuple):
    """The words of a recommendation, whether it was dropped or not."""

    pk: int
    hash: str
    language: str
    text: str


class _Row(NamedTuple):
    """A recommendation in one language, as it is on record."""

    pk: int
    public_id: str
    printed: str
    text: str
    language: str
    hash: str
    theme: str
    point: int | None
    pillar: int | None
    addressee: str
    addressed_as: str
    dropped: int | None
    paper: PerLanguage


#: Where what a row holds stands in the record; the paper's title comes last.
_COLUMNS = (
    "recommendation", "recommendation__public_id", "recommendation__number", "text", "language", "hash",
    "recommendation__theme", "recommendation__became__point", "recommendation__pillar", "recommendation__addressee",
    "recommendation__addressed_as", "recommendation__dropped",
)  # fmt: skip


@dataclass(frozen=True)
class OnTheTable:
    """All that the table shows, as of the last act. It is shared between requests and not to be changed."""

    items: tuple[Item, ...]
    #: What all recommendations of the papers say, as they came on record: one more comes after all others.
    said: tuple[Said, ...]
    points: tuple[Point, ...]
    pillars: tuple[Pillar, ...]
    pairs: tuple[tuple[int, int, bool], ...]
    left: tuple[tuple[int, int], ...]
    steps: tuple[Step, ...]

    @property
    def seen(self) -> str:
        """What a form says of the table it was filled in at: the last step."""
        return self.steps[0].public_id if self.steps else ""

    @cached_property
    def lying(self) -> tuple[int, ...]:
        """The places of the recommendations on the table among all that was said."""
        place = {one.pk: at for at, one in enumerate(self.said)}
        return tuple(place[item.pk] for item in self.items)

    @cached_property
    def by_pk(self) -> dict[int, Item]:
        """The recommendations by their key."""
        return {item.pk: item for item in self.items}

    @cached_property
    def points_by_pk(self) -> dict[int, Point]:
        """The points by their key."""
        return {point.pk: point for point in self.points}

    @cached_property
    def in_points(self) -> dict[int, list[Item]]:
        """The recommendations in each point, by its key."""
        held: dict[int, list[Item]] = {}
        for item in self.items:
            if item.point is not None:
                held.setdefault(item.point, []).append(item)
        return held

    @cached_property
    def waiting(self) -> int:
        """How many recommendations are in no point yet."""
        return sum(item.point is None for item in self.items)

    @cached_property
    def decisions(self) -> Decisions:
        """What people decided, by the places of the recommendations here."""
        place = {item.pk: at for at, item in enumerate(self.items)}
        return decided(
            {point: [place[item.pk] for item in held] for point, held in self.in_points.items()},
            [(place[one], place[other], so) for one, other, so in self.pairs if one in place and other in place],
            [(point, place[one]) for point, one in self.left if one in place],
        )


def _quoted(table: OnTheTable) -> set[Reference]:
    """The records that stand in a table; its thousands of items are values."""
    return records_in((table.points, table.pillars, table.steps))


_tables: Memory[OnTheTable] = Memory(4, kinds=FOLLOWED, beside=_quoted)


def on_the_table(cycle: Cycle, at: datetime) -> OnTheTable:
    """The table of a cycle by then. Six queries, none where nothing has happened since it was last asked for."""
    return _tables.recall(cycle.pk, at, lambda: _on_the_table(cycle, at))


def _on_the_table(cycle: Cycle, at: datetime) -> OnTheTable:
    worded = Exists(PointText.objects.filter(point=OuterRef("pk")))
    points = tuple(cycle.points.select_related("pillar").annotate(is_worded=worded).order_by("position"))
    pillars = tuple(cycle.pillars.order_by("position"))
    rows = _written(cycle, at)
    items = _guessed(_items(rows), {point.pk: point.pillar_id for point in points}, pillars)
    steps = cycle.steps.select_related("seat__person", "seat__organisation", "undone_by")
    return OnTheTable(
        items,
        tuple(sorted(Said(first.pk, first.hash, first.language, first.text) for first, *_others in rows)),
        points,
        pillars,
        tuple(Decision.objects.filter(cycle=cycle).values_list("one", "other", "are_together")),
        tuple(Leaving.objects.filter(point__cycle=cycle).values_list("point", "recommendation")),
        tuple(steps[:LATEST]),
    )


def _written(cycle: Cycle, at: datetime) -> list[list[_Row]]:
    """The texts of each recommendation, in the papers' order."""
    texts = RecommendationText.objects.filter(
        recommendation__paper__cycle=cycle, recommendation__paper__submitted_at__lte=at
    ).order_by("recommendation__paper__submitted_at", "recommendation__paper_id", "recommendation__position", "id")
    rows: dict[int, list[_Row]] = {}
    # Thousands of them are read after every step: values, since as many models would take three times as long.
    titles: dict[str, PerLanguage] = {}
    for *columns, title in texts.values_list(*_COLUMNS, Cast("recommendation__paper__title", TextField())):
        if title not in titles:  # a paper's title is read once, not for each of its recommendations
            titles[title] = PerLanguage(json.loads(title))
        row = _Row._make((*columns, titles[title]))
        rows.setdefault(row.pk, []).append(row)
    return list(rows.values())


def _items(rows: Iterable[Sequence[_Row]]) -> list[Item]:
    lying = enumerate(rows, start=1)
    return [_item(number, written) for number, written in lying if written[0].dropped is None]


def _item(number: int, written: Sequence[_Row]) -> Item:
    first = written[0]
    return Item(
        pk=first.pk,
        public_id=first.public_id,
        number=number,
        printed=first.printed,
        text=first.text,
        language=first.language,
        hash=first.hash,
        words=PerLanguage({row.language: row.text for row in written}),
        theme=first.theme,
        paper=first.paper,
        point=first.point,
        pillar=first.pillar,
        addressee=first.addressee,
        addressed_as=first.addressed_as,
    )


def _guessed(items: Iterable[Item], of_points: dict[int, int | None], pillars: Sequence[Pillar]) -> tuple[Item, ...]:
    """The recommendations with whom they address and where they belong, guessed where nobody has said it."""
    said = [item._replace(pillar=of_points.get(item.point) or item.pillar) if item.point else item for item in items]
    under: dict[str, list[str]] = {}
    for item in said:
        if item.pillar is not None:
            under.setdefault(str(item.pillar), []).append(f"{item.theme} {item.text}")
    titles = {str(pillar.pk): PerLanguage(pillar.title).values() for pillar in pillars}
    _Latest.headings = headings = Headings(titles, under, [item.text for item in said]).same_as(_Latest.headings)
    return tuple(_with_guesses(item, headings) for item in said)


class _Latest:
    """The headings by which it was guessed last: most steps change nothing in them, and guessing takes the longest."""

    headings: Headings | None = None


def _with_guesses(item: Item, headings: Headings) -> Item:
    guessed: dict[str, Any] = {}
    found = None if item.addressee else addressed(item.text)
    if found:
        guessed |= {"addressee": str(found[0]), "addressed_by": found[1]}
    guess = None if item.pillar is not None else headings.guess(f"{item.theme} {item.text}")
    if guess:
        guessed |= {"pillar": int(guess.heading), "pillar_by": guess.words}
    return item._replace(**guessed) if guessed else item
