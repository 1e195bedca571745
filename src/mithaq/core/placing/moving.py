"""What came and what went, told as what it is: a clause that moved, one that was written anew, one that came or went.

A clause that went and a paragraph that came are one clause that moved if Word names them one move, or if their words
are much alike. Standing where it stood, it was written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from mithaq.core.docx.pieces import Mark
from mithaq.core.placing.alignment import ANYWHERE, Ground
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.walking import Came, Walk, Went, kind_of
from mithaq.core.placing.words import as_typed, label_of, words_of
from mithaq.core.redline import edits_between

#: Words that two paragraphs need to be compared by their likeness.
LEAST = 4


def settled(ground: Ground, walk: Walk) -> list[Change]:
    """All changes of a walk, with clauses that moved told as such, in the order of the draft's clauses."""
    pairs = _pairs(ground, walk.gone, walk.arrived)
    changes = list(walk.changes)
    for place, went in enumerate(walk.gone):
        again = pairs.get(place)
        changes += _of_one(walk, went, None if again is None else walk.arrived[again])
    taken = set(pairs.values())
    for place, came in enumerate(walk.arrived):
        if place not in taken:
            changes.append(_arrival(walk, came))
    places = {clause.id: place for place, clause in enumerate(ground.draft.clauses)}
    return sorted(changes, key=lambda one: places.get(one.clause, -1))


def _arrival(walk: Walk, came: Came) -> Change:
    return walk.told(Sort.INSERT_CLAUSE, came.after, "", came.words, came.marks, came.tracked, language=came.language)


def _of_one(walk: Walk, went: Went, came: Came | None) -> Iterator[Change]:
    words = walk.ground.slots[went.slot].words
    if came is None:
        yield walk.told(Sort.DELETE_CLAUSE, went.slot, words, "", went.marks, went.tracked)
        return
    marks = tuple(dict.fromkeys(went.marks + came.marks))
    now = came.words[label_of(came.words) :] if not label_of(words) else came.words
    stood = _before(walk, went.slot)
    if came.after not in (went.slot, stood):
        other = "" if came.after is None else walk.id_of(came.after)
        yield walk.told(Sort.MOVE, went.slot, words, now, marks, True, other=other)
    elif as_typed(words) == as_typed(now):
        # It went and came again in its own place; the record of it stays.
        yield walk.told(Sort.MOVE, went.slot, words, now, marks, True, other="" if stood is None else walk.id_of(stood))
        return
    for edit in edits_between(words, now) if as_typed(words) != as_typed(now) else ():
        before, after = words[edit.start : edit.end], edit.replacement
        yield walk.told(kind_of(before, after), went.slot, before, after, marks, True, (edit,))


def _before(walk: Walk, slot: int) -> int | None:
    """The slot that stands before this one in the file."""
    place = walk.order.index(slot)
    return walk.order[place - 1] if place else None


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
