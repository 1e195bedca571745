"""Sentences that were moved: a deletion and an insertion elsewhere of nearly the same words.

A move is longer than `SHORTEST` words, and at least `ALIKE` of its words are the same in the same order. Where more was
deleted or inserted than was moved, the run is parted. What was moved and changed keeps both its wordings.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from mithaq.core.redline.alignment import Block
from mithaq.core.redline.weights import length

#: Words that are too few to be a move, and the share of words that are the same in one.
SHORTEST, ALIKE = 6, 0.8
#: Words that must be the same one after another.
FIRM = 4
#: Words that may differ between two stretches of one move.
GAP = 3
#: Pairs of long runs above which moves are no longer looked for: such a text was written anew.
MOST = 10_000


class Span(NamedTuple):
    """Places of words of one text, from `start` up to `end`, in the change of this number."""

    start: int
    end: int
    change: int


class Move(NamedTuple):
    """What stood at `old` and stands at `new`; `same` of its words are unchanged."""

    same: int
    old: Span
    new: Span


def moves(old: Sequence[str], new: Sequence[str], blocks: Sequence[Block]) -> list[Move]:
    """The moves between two texts of which the words in the blocks stay, in their old order."""
    deleted, inserted = _long_changes(old, new, blocks)
    if not deleted or not inserted or len(deleted) * len(inserted) > MOST:
        return []
    found = []
    waiting = deleted[::-1]
    while waiting:
        span = waiting.pop()
        # What stands in one change was compared already.
        matches = [_moved(old, span, new, other) for other in inserted if other.change != span.change]
        best = max((match for match in matches if match), default=None)
        if best:
            found.append(best)
            waiting += _rest(old, span, best.old)[::-1]
            whole = next(one for one in inserted if one.start <= best.new.start < one.end)
            inserted.remove(whole)
            inserted += _rest(new, whole, best.new)
    return sorted(found, key=lambda move: move.old)


def _long_changes(old: Sequence[str], new: Sequence[str], blocks: Sequence[Block]) -> tuple[list[Span], list[Span]]:
    """What was deleted and what was inserted, where it is long enough."""
    deleted, inserted = [], []
    for change, (block, after) in enumerate(pairwise(blocks)):
        if after.old - block.old - block.size > SHORTEST:
            deleted.append(Span(block.old + block.size, after.old, change))
        if after.new - block.new - block.size > SHORTEST:
            inserted.append(Span(block.new + block.size, after.new, change))
    if not deleted or not inserted:
        return [], []
    return [span for span in deleted if _is_long(old, span)], [span for span in inserted if _is_long(new, span)]


def _is_long(words: Sequence[str], span: Span) -> bool:
    return length(words[span.start : span.end]) > SHORTEST


def _rest(words: Sequence[str], whole: Span, taken: Span) -> list[Span]:
    """What is left of a stretch, where it is long enough."""
    parts = [Span(whole.start, taken.start, whole.change), Span(taken.end, whole.end, whole.change)]
    return [part for part in parts if _is_long(words, part)]


def _moved(old_text: Sequence[str], old: Span, new_text: Sequence[str], new: Span) -> Move | None:
    """The stretch that both have, if it is a move: the longest shared words with all that follow them closely."""
    old_words, new_words = old_text[old.start : old.end], new_text[new.start : new.end]
    if _shingles(old_words).isdisjoint(_shingles(new_words)):
        return None
    blocks = [Block(*block) for block in LCSseq.editops(old_words, new_words).as_matching_blocks() if block.size]
    first = last = max(range(len(blocks)), key=lambda at: blocks[at].size)
    while first and _is_close(blocks[first - 1], blocks[first]):
        first -= 1
    while last + 1 < len(blocks) and _is_close(blocks[last], blocks[last + 1]):
        last += 1
    begin, end = blocks[first], blocks[last]
    same = sum(block.size for block in blocks[first : last + 1])
    stood, stands = Span(begin.old, end.old + end.size, old.change), Span(begin.new, end.new + end.size, new.change)
    # The full stop may have been taken for that of another sentence.
    if old_words[stood.end : stood.end + 1] == new_words[stands.end : stands.end + 1] != []:
        stood, stands, same = stood._replace(end=stood.end + 1), stands._replace(end=stands.end + 1), same + 1
    words = min(length(old_words[stood.start : stood.end]), length(new_words[stands.start : stands.end]))
    if words <= SHORTEST or same < ALIKE * max(stood.end - stood.start, stands.end - stands.start):
        return None
    return Move(same, _from(old.start, stood), _from(new.start, stands))


def _from(start: int, span: Span) -> Span:
    return Span(start + span.start, start + span.end, span.change)


def _is_close(block: Block, following: Block) -> bool:
    gap = max(following.old - block.old - block.size, following.new - block.new - block.size)
    return gap <= GAP and min(block.size, following.size) > 1


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Each so many words that stand together."""
    return set(zip(*(words[at:] for at in range(FIRM)), strict=False))
