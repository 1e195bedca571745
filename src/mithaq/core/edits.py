"""Changes to one base wording by several hands: which collide, which are one, and what becomes of those left open.

- An `Edit` replaces a span of code points. A proposal is a list of them, sorted, not overlapping.
- Two edits *collide* where their spans overlap, or where they insert different words at one place. Edits that are equal
  are one edit with several proposers. All others commute: whatever the order in which they are adopted, the text is
  one. An insertion at the border of a changed span stands beside it.
- *Rebased* on a text that has changed, an edit moves with its ground. Where its ground was touched, what both did is
  put together word by word if their words do not collide; else the author's reading is kept over the new one. Either
  way it is named with both readings: no word is lost silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mithaq.core.redline import Edit, edits_between

__all__ = [
    "Collision", "Edit", "Rebased", "Touched", "agreed", "applied", "collides", "edits_between", "grounds", "joined",
    "merged", "rebased",
]  # fmt: skip


class Collision(ValueError):
    """Two edits that cannot both be adopted."""

    def __init__(self, one: Edit, other: Edit) -> None:
        super().__init__(one, other)
        self.one, self.other = one, other


@dataclass(frozen=True)
class Touched:
    """An edit whose ground changed under it, with all readings of that ground.

    `was` stood in the base, the author made `theirs` of it, the new wording reads `now` from `start` to `end`.
    `together` is both word by word; None where that is impossible, and the rebased edit gives `theirs` back.
    """

    edits: tuple[Edit, ...]
    was: str
    theirs: str
    now: str
    start: int
    end: int
    together: str | None


@dataclass(frozen=True)
class Rebased:
    """Edits over a new wording: those that follow, those of them whose ground was touched, and those that the new
    wording already contains (over the base)."""

    wording: str
    edits: tuple[Edit, ...]
    touched: tuple[Touched, ...] = ()
    settled: tuple[Edit, ...] = ()


def applied(base: str, edits: Sequence[Edit]) -> str:
    """The base with sorted edits that do not overlap. Raises ValueError for others, or beyond the end of the base."""
    parts, place = [], 0
    for edit in edits:
        if edit.start < place or edit.end > len(base):
            raise ValueError(f"{edit} overlaps the edit before it, or leaves the text.")
        parts += [base[place : edit.start], edit.replacement]
        place = edit.end
    return "".join([*parts, base[place:]])


def collides(one: Edit, other: Edit) -> bool:
    """Whether only one of the two can be adopted. An edit does not collide with its equal."""
    if one == other:
        return False
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start < one.start < other.end
    if other.start == other.end:
        return one.start < other.start < one.end
    return one.start < other.end and other.start < one.end


def joined(proposals: Iterable[tuple[Edit, Iterable[str]]]) -> tuple[tuple[Edit, tuple[str, ...]], ...]:
    """Each different edit once, sorted, with all who propose it, each once, in the order in which they came."""
    found: dict[Edit, dict[str, None]] = {}
    for edit, proposers in proposals:
        found.setdefault(edit, {}).update(dict.fromkeys(proposers))
    return tuple((edit, tuple(found[edit])) for edit in sorted(found))


def merged(base: str, edits: Iterable[Edit]) -> str:
    """The base with all these edits, in any order, equal ones once. Raises `Collision`."""
    return applied(base, agreed(edits))


def agreed(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits as one list over the base: sorted, equal ones once. Raises `Collision`."""
    once = sorted(set(edits))
    for group in grounds(once):
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if collides(one, other):
                    raise Collision(one, other)
    return tuple(once)


def grounds(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Sorted edits in groups that share ground: those that collide, directly or by others between them."""
    group: list[Edit] = []
    end = 0
    for edit in edits:
        if group and (edit.start < end or any(collides(edit, other) for other in group)):
            group.append(edit)
            end = max(end, edit.end)
        else:
            if group:
                yield group
            group, end = [edit], edit.end
    if group:
        yield group


def rebased(edits: Sequence[Edit], base: str, adopted: Sequence[Edit]) -> Rebased:
    """An author's edits over the wording that the adopted edits have made of the base. Both lists are over the base,
    sorted, not overlapping. Applied to the new wording, the result is what the author wants of it."""
    mine, others = set(edits), set(adopted)
    following: list[Edit] = []
    touched: list[Touched] = []
    settled: list[Edit] = []
    shift = 0
    for group in grounds(sorted(mine | others)):
        own, foreign = [edit for edit in group if edit in mine], [edit for edit in group if edit in others]
        start, end = group[0].start, max(edit.end for edit in group)
        if not foreign:
            following += [_moved(edit, shift) for edit in own]
            continue
        was, now = base[start:end], _ground(base, start, end, foreign)
        if own:
            theirs = _ground(base, start, end, own)
            open_edits, together = _on_new_ground(was, theirs, now)
            if open_edits:
                following += [_moved(edit, start + shift) for edit in open_edits]
                place = start + shift
                touched.append(Touched(tuple(own), was, theirs, now, place, place + len(now), together))
            else:
                settled += own
        shift += len(now) - len(was)
    return Rebased(applied(base, adopted), tuple(following), tuple(touched), tuple(settled))


def _on_new_ground(was: str, theirs: str, now: str) -> tuple[tuple[Edit, ...], str | None]:
    """The author's edits over `now`, and the reading with what both did, None where their words collide."""
    if theirs == now:
        return (), now
    own, foreign = edits_between(was, theirs), edits_between(was, now)
    if not any(collides(one, other) for one in own for other in foreign):
        open_edits = _past(own, foreign)
        return open_edits, applied(now, open_edits)
    if not was:  # both inserted here: the author's words follow
        return (Edit(len(now), len(now), theirs),), None
    return (Edit(0, len(now), theirs),), None


def _past(edits: Sequence[Edit], adopted: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits over the wording after adopted ones with which they do not collide, without those that were adopted."""
    shifted = []
    for edit in edits:
        if edit not in adopted:
            before = [other for other in adopted if other < edit and other.end <= edit.start]
            shifted.append(_moved(edit, sum(len(other.replacement) - other.end + other.start for other in before)))
    return tuple(shifted)


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.replacement)


def _ground(base: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """What the edits make of a stretch of the base in which they all lie."""
    return applied(base[start:end], [_moved(edit, -start) for edit in edits])
