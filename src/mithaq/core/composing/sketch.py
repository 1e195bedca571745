"""The clauses of a text that is being composed, and what can be done to them.

A sketch is a row of clauses, each with its depth: a clause stands under the nearest earlier one that is less deep.
Every change gives a new sketch that is tidy: no clause is more than one deeper than the one before it, none deeper than
`DEEPEST`; and what stands under a point is a sub-point, what does not is none, since its number comes from that point.

What a change did is kept as one `Slice`, from which the sketch before it can be made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mithaq.core.edits import Collision, merged
from mithaq.core.redline import edits_between

#: Pillar, point, sub-point, and what stands under that.
DEEPEST = 3
#: Clauses in one text; the largest known communiqués have some two hundred.
MOST_CLAUSES = 1000
_POINTS = frozenset(("point", "sub_point"))

Sketch = tuple["Planned", ...]


@dataclass(frozen=True)
class Planned:
    """A clause to be. `sources` are the records it comes from, each as its kind and public identifier."""

    id: str
    kind: str
    words: Mapping[str, str]
    depth: int = 0
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """The same as plain values, for JSON; `from_plain` is the inverse."""
        sources = [list(one) for one in self.sources]
        return {"id": self.id, "kind": self.kind, "depth": self.depth, "words": dict(self.words), "sources": sources}


def from_plain(rows: Sequence[Mapping[str, Any]]) -> Sketch:
    """The sketch that these plain values are."""
    return tuple(
        Planned(
            one["id"], one["kind"], dict(one["words"]), one["depth"], tuple((kind, key) for kind, key in one["sources"])
        )
        for one in rows
    )


@dataclass(frozen=True)
class Slice:
    """What a change did: from `start` on, the clauses `removed` were replaced by those `added`."""

    start: int
    removed: Sketch = field(default=())
    added: Sketch = field(default=())


def slice_between(before: Sketch, after: Sketch) -> Slice:
    """What made `after` out of `before`, as short as one slice can be."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Slice(start, before[start : len(before) - end], after[start : len(after) - end])


def taken_back(now: Sketch, done: Slice) -> Sketch:
    """The sketch before the slice was done. Raises ValueError where it does not stand there."""
    end = done.start + len(done.added)
    if now[done.start : end] != done.added:
        raise ValueError("the slice does not stand there")
    return now[: done.start] + done.removed + now[end:]


def tidy(sketch: Sequence[Planned]) -> Sketch:
    """The same clauses at depths and of kinds that a text can have."""
    above: list[str] = []
    found: list[Planned] = []
    for one in sketch:
        depth = max(0, min(one.depth, len(above), DEEPEST))
        kind = one.kind
        if kind in _POINTS:
            kind = "sub_point" if depth and above[depth - 1] in _POINTS else "point"
        above[depth:] = [kind]
        found.append(one if (depth, kind) == (one.depth, one.kind) else replace(one, depth=depth, kind=kind))
    return tuple(found)


def place_of(sketch: Sketch, clause: str) -> int:
    """Where a clause stands. Raises KeyError where it does not."""
    for place, one in enumerate(sketch):
        if one.id == clause:
            return place
    raise KeyError(clause)


def end_of(sketch: Sketch, place: int) -> int:
    """Where a clause ends with all that stands under it."""
    end = place + 1
    while end < len(sketch) and sketch[end].depth > sketch[place].depth:
        end += 1
    return end


def with_new(sketch: Sketch, after: str, new: Sequence[Planned]) -> Sketch:
    """With new clauses behind another one and all that stands under it; at the beginning where `after` is empty."""
    place = end_of(sketch, place_of(sketch, after)) if after else 0
    return tidy((*sketch[:place], *new, *sketch[place:]))


def without(sketch: Sketch, clause: str) -> Sketch:
    """Without a clause. What stood under it moves up by one."""
    place = place_of(sketch, clause)
    end = end_of(sketch, place)
    raised = [replace(one, depth=one.depth - 1) for one in sketch[place + 1 : end]]
    return tidy((*sketch[:place], *raised, *sketch[end:]))


def moved_up(sketch: Sketch, clause: str) -> Sketch:
    """With the clause, and all under it, before its neighbour; the first under another one goes before that one."""
    place = place_of(sketch, clause)
    if not place:
        return sketch
    end, depth = end_of(sketch, place), sketch[place].depth
    before = next(at for at in range(place - 1, -1, -1) if sketch[at].depth <= depth or not at)
    return tidy((*sketch[:before], *sketch[place:end], *sketch[before:place], *sketch[end:]))


def moved_down(sketch: Sketch, clause: str) -> Sketch:
    """With the clause, and all under it, behind its neighbour; the last under another one goes below the next one."""
    place = place_of(sketch, clause)
    end = end_of(sketch, place)
    if end == len(sketch):
        return sketch
    behind = end_of(sketch, end) if sketch[end].depth == sketch[place].depth else end + 1
    return tidy((*sketch[:place], *sketch[end:behind], *sketch[place:end], *sketch[behind:]))


def nested(sketch: Sketch, clause: str, by: int) -> Sketch:
    """With the clause, and all under it, deeper by one (`by` is 1) or less deep (-1)."""
    place = place_of(sketch, clause)
    end = end_of(sketch, place)
    turned = [replace(one, depth=one.depth + by) for one in sketch[place:end]]
    return sketch if turned[0].depth < 0 else tidy((*sketch[:place], *turned, *sketch[end:]))


def with_words(sketch: Sketch, clause: str, kind: str, words: Mapping[str, str]) -> Sketch:
    """With a clause of this kind and these words; languages without words are left out."""
    place = place_of(sketch, clause)
    said = {language: each for language, each in words.items() if each}
    return tidy((*sketch[:place], replace(sketch[place], kind=kind, words=said), *sketch[place + 1 :]))


def both(base: str, one: str, other: str) -> str | None:
    """What two made of the same words, put together; None where they changed the same ones differently."""
    if one in (base, other):
        return other
    if other == base:
        return one
    try:
        return merged(base, [*edits_between(base, one), *edits_between(base, other)])
    except Collision:
        return None


@dataclass(frozen=True)
class Branch:
    """A clause with what stands under it."""

    clause: Planned
    under: tuple[Branch, ...] = ()


def tree_of(sketch: Sketch) -> tuple[Branch, ...]:
    """The sketch as a tree."""
    found: list[Branch] = []
    place = 0
    while place < len(sketch):
        end = end_of(sketch, place)
        found.append(Branch(sketch[place], tree_of(sketch[place + 1 : end])))
        place = end
    return tuple(found)


def numbers_of(sketch: Sketch) -> list[str]:
    """The number printed before each clause: points straight through, sub-points under theirs ("3.2")."""
    found: list[str] = []
    count = 0
    under: dict[int, int] = {}
    at_depth: dict[int, str] = {}
    for one in sketch:
        number = ""
        for deeper in [depth for depth in under if depth > one.depth]:
            del under[deeper]
        if one.kind == "point":
            count += 1
            number = str(count)
        elif one.kind == "sub_point":
            under[one.depth] = under.get(one.depth, 0) + 1
            number = f"{at_depth.get(one.depth - 1, '')}.{under[one.depth]}"
        at_depth[one.depth] = number
        found.append(number)
    return found
