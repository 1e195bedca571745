"""What changed between two versions of a paper, paragraph by paragraph and word by word.

Both are read as papers are (`papers`), whatever kind each is: a PDF can be compared with the Word document before it.
Paragraphs that are the same are left out. Of the others, those that are alike are taken for one that was changed, and
compared by words; the rest was taken out or is new. Neither order nor words are guessed: what stands in both versions
in another place was taken out there and is new here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from mithaq.core.reading.document import Paragraph
from mithaq.core.reading.papers import read_document
from mithaq.core.redline import Kind, redline
from mithaq.core.text import normalised

#: Changed paragraphs that are told; how many there are in all is told too.
MOST = 1_000
#: Two paragraphs of which this share of words is the same are one that was changed.
ALIKE = 0.4
#: Neighbouring paragraphs that are matched with one another; of more, the first with the first.
_TOGETHER = 60
_LENGTH = 8
#: The words of each of some paragraphs, counted.
_Counted = Sequence[Counter[str]]


class Turn(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, went or came, with the white space that belongs to them."""

    words: str
    turn: Turn


@dataclass(frozen=True)
class Changed:
    """A paragraph that was changed, taken out or added, with the pages on which it stands in each version."""

    pieces: tuple[Piece, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Changes:
    """What changed. `total` counts also what is beyond `MOST`; `paragraphs` are those of the later version."""

    changed: tuple[Changed, ...]
    total: int
    paragraphs: int


def pair_of(before: bytes, after: bytes) -> bytes:
    """Two files in one, as `changes_in` wants them."""
    return len(before).to_bytes(_LENGTH, "big") + before + after


def changes_in(pair: bytes) -> Changes:
    """What changed between the two files of a pair. Raises `Unreadable` where one of them cannot be read."""
    length = int.from_bytes(pair[:_LENGTH], "big")
    before, after = (
        [one for one in read_document(content).paragraphs if one.text.strip()]
        for content in (pair[_LENGTH : _LENGTH + length], pair[_LENGTH + length :])
    )
    found = list(_changed(before, after))
    return Changes(tuple(found[:MOST]), len(found), len(after))


def _changed(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Changed]:
    said, says = ([_words_of(one) for one in version] for version in (before, after))
    for kind, start, end, begin, finish in SequenceMatcher(None, said, says, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _matched(before[start:end], after[begin:finish])


def _words_of(paragraph: Paragraph) -> str:
    return normalised(f"{paragraph.printed} {paragraph.text}")


def _matched(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[Changed]:
    """The paragraphs of one place in the order of the later version, each with the one it was made of."""
    for here, there in _pairs(before, after):
        if here is not None and there is not None:
            yield Changed(tuple(_by_words(before[here], after[there])), before[here].page, after[there].page)
        elif here is not None:
            yield Changed((Piece(_words_of(before[here]), Turn.REMOVED),), before[here].page, None)
        elif there is not None:
            yield Changed((Piece(_words_of(after[there]), Turn.ADDED),), None, after[there].page)


def _pairs(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Iterator[tuple[int | None, int | None]]:
    """Places in both versions that belong together, in order, so that as much as possible stays."""
    said, says = ([Counter(_words_of(one).split()) for one in version] for version in (before, after))
    if max(len(said), len(says)) > _TOGETHER:
        yield from _in_turn(said, says)
        return
    like = [[found if (found := _likeness(one, other)) >= ALIKE else -1.0 for other in says] for one in said]
    best = _best_ways(like, len(said), len(says))
    here = there = 0
    while here < len(said) or there < len(says):
        if best[here][there] and best[here][there] == like[here][there] + best[here + 1][there + 1]:
            yield here, there
            here, there = here + 1, there + 1
        elif there == len(says) or (here < len(said) and best[here + 1][there] >= best[here][there + 1]):
            yield here, None
            here += 1
        else:
            yield None, there
            there += 1


def _in_turn(said: _Counted, says: _Counted) -> Iterator[tuple[int | None, int | None]]:
    for at in range(max(len(said), len(says))):
        here, there = (at if at < len(said) else None), (at if at < len(says) else None)
        if here is None or there is None or _likeness(said[at], says[at]) >= ALIKE:
            yield here, there
        else:
            yield here, None
            yield None, there


def _best_ways(like: Sequence[Sequence[float]], rows: int, columns: int) -> list[list[float]]:
    """From each pair of places, how much can stay at most from there on; a likeness below zero cannot."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for here in reversed(range(rows)):
        for there in reversed(range(columns)):
            together = like[here][there] + best[here + 1][there + 1] if like[here][there] > 0 else 0.0
            best[here][there] = max(together, best[here + 1][there], best[here][there + 1])
    return best


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that both have, from 0 to 1, wherever they stand (Dice's coefficient)."""
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _by_words(before: Paragraph, after: Paragraph) -> Iterator[Piece]:
    for run in redline(_words_of(before), _words_of(after)):
        yield Piece(run.text, _TURNS[run.kind])


_TURNS = {Kind.KEPT: Turn.SAME, Kind.DELETED: Turn.REMOVED, Kind.INSERTED: Turn.ADDED}
