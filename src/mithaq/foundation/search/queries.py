"""Finding records by what they say: one answer, the same in both databases and in the same order.

A passage is found when it holds all that is wanted and nothing unwanted; the database's own index says so. How good it
is, is reckoned here in whole numbers: what is said more often and in fewer words is better, a title counts three times,
and no one thing outweighs two. A record is as good as its best passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from mithaq.core.search.question import Question, Wanted, question_of
from mithaq.core.search.snippets import Piece, snippet
from mithaq.foundation.search.models import Passage

#: The most that one wanted thing is worth, and the words behind which saying it once is worth half as much.
_WORTH, _LONG = 1_000, 200
_TITLE = 3


@dataclass(frozen=True)
class Place:
    """Where in a record it stands: the page where pages are known, and a few words with what was found marked."""

    page: int | None
    language: str
    is_title: bool
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class Find:
    """A record that was found, by its kind and key, and its best places."""

    kind: str
    subject: int
    passages: int
    places: tuple[Place, ...]


class Ranked(NamedTuple):
    """A passage that was found; sorted, the best stands first."""

    worth: int
    kind: str
    subject: int
    place: int
    passage: int


@dataclass(frozen=True)
class Ranking:
    """The records that were found, best first, each by its passages, best first."""

    question: Question
    records: list[list[Ranked]]

    def finds(self, records: Sequence[list[Ranked]] | None = None, places: int = 3) -> list[Find]:
        """What is shown of some of the records, by default of all. One query."""
        shown = self.records if records is None else records
        read = Passage.objects.only("page", "language", "is_title", "text")
        texts = read.in_bulk([ranked.passage for record in shown for ranked in record[:places]])
        return [_find(record, places, texts, self.question) for record in shown]


def languages_searched() -> tuple[str, ...]:
    """The languages in which anything can be found."""
    return tuple(Passage.objects.order_by("language").values_list("language", flat=True).distinct())


def ranked(line: str, within: Mapping[str, QuerySet[Any]], *, is_being_typed: bool = False) -> Ranking:
    """What answers a line, among the records that `within` names by their kind: what is not there is neither shown nor
    counted. Two queries, whatever is found."""
    question = question_of(line, languages_searched(), is_being_typed=is_being_typed)
    return Ranking(question, _records(question, within) if question else [])


def _records(question: Question, within: Mapping[str, QuerySet[Any]]) -> list[list[Ranked]]:
    """The passages of each record, best first, the best record first."""
    records: dict[tuple[str, int], list[Ranked]] = {}
    marks = [[[f" {key}:" for key in sequence] for sequence in one.sequences] for one in question.wanted]
    # As it comes from the database, 1 or true, it is not converted row by row, and there may be thousands.
    is_title = RawSQL("search_passage.is_title", [])
    for passage, kind, subject, place, titled, count, often in _matching(question, within).values_list(
        "pk", "kind", "subject", "place", is_title, "words", "often"
    ):
        worth = _worth(often, count, marks) * (_TITLE if titled else 1)
        records.setdefault((kind, subject), []).append(Ranked(-worth, kind, subject, place, passage))
    return sorted((sorted(passages) for passages in records.values()), key=lambda passages: passages[0][:3])


def _worth(often: str, count: int, marks: list[list[list[str]]]) -> int:
    """How good a passage of so many words is: for each thing wanted, how often it is said against how much is."""
    worth = 0
    for sequences in marks:
        said = 1
        for sequence in sequences:
            # Of several words side by side as often as the rarest; of several ways to say it, the one said most.
            times = min([_times(mark, often) for mark in sequence]) if len(sequence) > 1 else _times(sequence[0], often)
            said = max(said, times)
        worth += _WORTH * _LONG * said // (_LONG * said + _LONG + count)
    return worth


def _times(mark: str, often: str) -> int:
    """How often a word is said in a passage that has it."""
    found = often.find(mark)
    if found < 0:
        return 1
    start = found + len(mark)
    return int(often[start : often.index(" ", start)])


def _find(record: list[Ranked], places: int, texts: Mapping[int, Passage], question: Question) -> Find:
    several = []
    for ranked in record[:places]:
        one = texts[ranked.passage]
        several.append(Place(one.page, one.language, one.is_title, snippet(one.text, one.language, question)))
    return Find(record[0].kind, record[0].subject, len(record), tuple(several))


def _matching(question: Question, within: Mapping[str, QuerySet[Any]]) -> QuerySet[Passage]:
    seen = Q(pk__in=[])
    for kind, records in within.items():
        seen |= Q(of=kind, record__in=records.order_by().values("pk"))
    # These have no index: the databases begin with what was found, not with every passage that may be seen.
    passages = Passage.objects.alias(of=Concat("kind", Value("")), record=F("subject") + 0).filter(seen).order_by()
    if connection.vendor == "postgresql":
        holds = RawSQL("search_passage.vector @@ %s::tsquery", [_tsquery(question)], output_field=BooleanField())
        return passages.filter(holds)
    rows = RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [_fts5(question)])
    return passages.filter(pk__in=rows)


def _fts5(question: Question) -> str:
    wanted = " AND ".join(_either(one, _fts5_sequence) for one in question.wanted)
    return " NOT ".join([f"({wanted})", *(_either(one, _fts5_sequence) for one in question.unwanted)])


def _fts5_sequence(sequence: tuple[str, ...], *, begins: bool) -> str:
    # Keys hold letters, digits and marks alone, so none can close the quotation.
    side_by_side = "stems : " if len(sequence) > 1 else ""
    return f'{side_by_side}"{" ".join(sequence)}"' + (" *" if begins else "")


def _tsquery(question: Question) -> str:
    parts = [_either(one, _ts_sequence, " | ") for one in question.wanted]
    return " & ".join([*parts, *(f"!{_either(one, _ts_sequence, ' | ')}" for one in question.unwanted)])


def _ts_sequence(sequence: tuple[str, ...], *, begins: bool) -> str:
    return " <-> ".join(f"'{key}'" + (":*" if begins else "") for key in sequence)


def _either(one: Wanted, writing: Any, between: str = " OR ") -> str:
    return "(" + between.join(f"({writing(sequence, begins=one.begins)})" for sequence in one.sequences) + ")"
