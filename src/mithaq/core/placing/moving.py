"""What came and what went, told as what it is: a clause that moved, one that was written anew, one that came or went.

A clause that went and a paragraph that came are one clause that moved if Word names them one move, or if their words
are much alike. Standing where it stood, it was written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from mithaq.core.docx.pieces import Kind, Mark
from mithaq.core.placing.alignment import ANYWHERE, Ground, rising
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.walking import Came, Walk, Went, kind_of
from mithaq.core.placing.words import as_typed, label_of, words_of
from mithaq.core.redline import edits_between

#: Words that two paragraphs need to be compared by their likeness.
LEAST = 4
_MOVED = frozenset((Kind.MOVED_FROM, Kind.MOVED_TO))


def settled(ground: Ground, walk: Walk) -> list[Change]:
    """All changes of a walk, with clauses that moved told as such, in the order of the draft's clauses."""
    pairs = _pairs(ground, walk.gone, walk.arrived)
    order = _Order(walk, {again: walk.gone[place].slot for place, again in pairs.items()})
    changes = list(walk.changes)
    for place, went in enumerate(walk.gone):
        again = pairs.get(place)
        changes += _of_one(walk, order, went, None if again is None else walk.arrived[again])
    for slot in walk.moved:
        words = ground.slots[slot].words
        changes.append(walk.told(Sort.MOVE, slot, words, words, (), False, other=order.before_clause(slot)))
    for place, came in enumerate(walk.arrived):
        if place not in order.again:
            changes.append(_arrival(walk, order.before_new[place], came))
    places = {clause.id: place for place, clause in enumerate(ground.draft.clauses)}
    return sorted(changes, key=lambda one: places.get(one.clause, -1))


class _Order:
    """The clauses as they stand when every change is accepted, and after which of them each new one comes.

    What moves comes after the clause that stands before it then, which may have moved itself; so moves are carried out
    before anything new is put in, and each after the one on which it leans."""

    def __init__(self, walk: Walk, again: dict[int, int]) -> None:
        #: Of each paragraph that came and is a clause that went: that clause.
        self.again = again
        self._walk = walk
        self._before: dict[int, int | None] = {}
        self.before_new: dict[int, int | None] = {}
        self._now: list[int] = []
        came: dict[int | None, list[int]] = {}
        for place, one in enumerate(walk.arrived):
            came.setdefault(one.after, []).append(place)
        for slot in (None, *walk.order):
            if slot is not None and slot not in again.values():
                self._stand(slot)
            for place in came.get(slot, ()):
                if place in again:
                    self._stand(again[place])
                else:
                    self.before_new[place] = self._now[-1] if self._now else None
        self._stayed = self._in_place()

    def _stand(self, slot: int) -> None:
        self._before[slot] = self._now[-1] if self._now else None
        self._now.append(slot)

    def _in_place(self) -> set[int]:
        """Those of the clauses that went and came again which stand in the old order with all that never went."""
        places = {slot: place for place, slot in enumerate(self._walk.order)}
        went = set(self.again.values())
        firm = [place for place, slot in enumerate(self._now) if slot not in went]
        stayed: set[int] = set()
        for low, high in pairwise((-1, *firm, len(self._now))):
            least = places[self._now[low]] if low >= 0 else -1
            most = places[self._now[high]] if high < len(self._now) else len(places)
            between = [slot for slot in self._now[low + 1 : high] if least < places[slot] < most]
            stayed |= {between[at] for at in rising([places[slot] for slot in between])}
        return stayed

    def is_moved(self, slot: int) -> bool:
        """Whether a clause that went and came again came in another place."""
        return slot not in self._stayed

    def before_clause(self, slot: int) -> str:
        """The clause after which one stands; empty where it is the first."""
        clause = self._walk.id_of(slot)
        before = self._before[slot]
        while before is not None and self._walk.id_of(before) == clause:
            before = self._before[before]
        return "" if before is None else self._walk.id_of(before)


def _arrival(walk: Walk, after: int | None, came: Came) -> Change:
    return walk.told(Sort.INSERT_CLAUSE, after, "", came.words, came.marks, came.tracked, language=came.language)


def _of_one(walk: Walk, order: _Order, went: Went, came: Came | None) -> Iterator[Change]:
    words = walk.ground.slots[went.slot].words
    if came is None:
        yield walk.told(Sort.DELETE_CLAUSE, went.slot, words, "", went.marks, went.tracked)
        return
    marks = tuple(dict.fromkeys(went.marks + came.marks))
    now = came.words[label_of(came.words) :] if not label_of(words) else came.words
    if order.is_moved(went.slot) or as_typed(words) == as_typed(now):
        # One that went and came again in its own place as it was stays on record too.
        yield walk.told(Sort.MOVE, went.slot, words, now, marks, True, other=order.before_clause(went.slot))
        # Whoever moved it in an editor that knows moves did not thereby write what another changed in it.
        marks = tuple(mark for mark in marks if mark.kind not in _MOVED) or marks
    for edit in edits_between(words, now) if as_typed(words) != as_typed(now) else ():
        before, after = words[edit.start : edit.end], edit.replacement
        yield walk.told(kind_of(before, after), went.slot, before, after, marks, True, (edit,))


def _pairs(ground: Ground, gone: Sequence[Went], arrived: Sequence[Came]) -> dict[int, int]:
    """Which clause that went came again as what."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for place, went in enumerate(gone):
        names = _moves(went.marks)
        for at, came in enumerate(arrived):
            if at not in taken and names & _moves(came.marks) and _like(ground, went, came) > 0:
                pairs[place] = at
                taken.add(at)
                break
    scores = [
        (score, place, at)
        for place, went in enumerate(gone)
        if place not in pairs
        for at, came in enumerate(arrived)
        if at not in taken and (score := _like(ground, went, came)) >= ANYWHERE
    ]
    for _score, place, at in sorted(scores, key=lambda one: (-one[0], one[1], one[2])):
        if place not in pairs and at not in taken:
            pairs[place] = at
            taken.add(at)
    return pairs


def _moves(marks: Sequence[Mark]) -> set[str]:
    return {mark.move for mark in marks if mark.move}


def _like(ground: Ground, went: Went, came: Came) -> float:
    slot = ground.slots[went.slot]
    if slot.language != came.language:
        return 0
    if slot.key == as_typed(came.words):
        return 1
    one, other = words_of(slot.words), words_of(came.words[label_of(came.words) :])
    if min(len(one), len(other)) < LEAST:
        return 0
    return float(Indel.normalized_similarity(one, other))
