"""Two whole texts, clause by clause: which were kept, changed, put in, taken out, moved.

- Every clause of either text stands in the result once: in the order of the new text, and what was deleted behind what
  it followed in the old one.
- Clauses with names are one if their names are. Others are one if they are equal, else if they are alike: the most
  alike first, and those that changed their order only if they are very much so.
- Of clauses that stand in another order the fewest possible are called moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.runs import redline
from mithaq.core.text import normalised

#: Likeness (0 to 100) of two clauses that are one in their place, and of two that are one although they were moved.
ALIKE, VERY_ALIKE = 50, 75
#: Pairs of clauses above which only their order tells which are one.
MOST_PAIRS = 4_000_000


class Fate(StrEnum):
    """What became of a clause."""

    KEPT = "kept"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Compared:
    """One clause in both texts. `old` and `new` are its places there, from 0; None where it is missing."""

    fate: Fate
    old: int | None
    new: int | None
    runs: tuple[Run, ...]
    moved: bool = False


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Compared, ...]:
    """Two texts whose clauses have no names: paragraphs of documents."""
    return _compared(old, new, _pairs(old, new))


def compared_by_name(old: Mapping[Hashable, str], new: Mapping[Hashable, str]) -> tuple[Compared, ...]:
    """Two texts whose clauses have names, in the order of the mappings; those whose name stands in one text only are
    looked for by likeness, since somebody may have begun anew."""
    places = {name: place for place, name in enumerate(new)}
    named = [(place, places[name]) for place, name in enumerate(old) if name in places]
    said, says = list(old.values()), list(new.values())
    return _compared(said, says, [*named, *_alike(*_plain(said, says), named)])


def _compared(old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[Compared, ...]:
    stood = {there: here for here, there in pairs}
    staying = _in_order(pairs)
    leaving = iter(sorted(set(range(len(old))) - set(stood.values())))
    waiting = next(leaving, None)
    found: list[Compared] = []
    for there, words in enumerate(new):
        here = stood.get(there)
        # What is gone stands before the first clause that stayed and came after it.
        while waiting is not None and here is not None and (here, there) in staying and waiting < here:
            found.append(_gone(old, waiting))
            waiting = next(leaving, None)
        if here is None:
            found.append(Compared(Fate.INSERTED, None, there, (Run(Kind.INSERTED, words),) if words else ()))
        else:
            fate = Fate.KEPT if old[here] == words else Fate.CHANGED
            found.append(Compared(fate, here, there, redline(old[here], words), (here, there) not in staying))
    while waiting is not None:
        found.append(_gone(old, waiting))
        waiting = next(leaving, None)
    return tuple(found)


def _gone(old: Sequence[str], place: int) -> Compared:
    return Compared(Fate.DELETED, place, None, (Run(Kind.DELETED, old[place]),) if old[place] else ())


def _plain(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    return [normalised(words) for words in old], [normalised(words) for words in new]


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which clauses are one: those that are equal and in order, then the others."""
    plain_old, plain_new = _plain(old, new)
    pairs = [
        (block.a + at, block.b + at)
        for block in LCSseq.editops(plain_old, plain_new).as_matching_blocks()
        for at in range(block.size)
    ]
    return pairs + _alike(plain_old, plain_new, pairs)


def _alike(old: Sequence[str], new: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the clauses that stand in no pair yet, those that are one by their likeness."""
    left_old = sorted(set(range(len(old))) - {here for here, _there in pairs})
    left_new = sorted(set(range(len(new))) - {there for _here, there in pairs})
    if len(left_old) * len(left_new) > MOST_PAIRS:
        return []
    alike: dict[tuple[int, int], int] = {}
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for likeness, _distance, here, there in _by_likeness(old, new, left_old, left_new):
        if here not in taken_old and there not in taken_new:
            taken_old.add(here)
            taken_new.add(there)
            alike[here, there] = likeness
    staying = _in_order([*pairs, *alike])
    return [pair for pair, likeness in alike.items() if pair in staying or likeness >= VERY_ALIKE]


def _by_likeness(
    old: Sequence[str], new: Sequence[str], left_old: Sequence[int], left_new: Sequence[int]
) -> Iterable[tuple[int, int, int, int]]:
    """Pairs that are alike, the most alike and then the nearest first."""
    if not left_old or not left_new:
        return []
    table = process.cdist(
        [old[place] for place in left_old],
        [new[place] for place in left_new],
        scorer=fuzz.ratio,
        score_cutoff=ALIKE,
        workers=1,
    )
    found = (
        (-round(float(table[row, column])), abs(here - there), here, there)
        for row, here in enumerate(left_old)
        for column, there in enumerate(left_new)
        if table[row, column] and old[here]
    )
    return [(-less, distance, here, there) for less, distance, here, there in sorted(found)]


def _in_order(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """As many of the pairs as possible whose order is the same in both texts."""
    ends: list[int] = []
    last: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for pair in sorted(pairs):
        at = bisect_left(ends, pair[1])
        before[pair] = last[at - 1] if at else None
        ends[at : at + 1], last[at : at + 1] = [pair[1]], [pair]
    chain: set[tuple[int, int]] = set()
    step = last[-1] if last else None
    while step is not None:
        chain.add(step)
        step = before[step]
    return chain
