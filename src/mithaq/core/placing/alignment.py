"""Which clause each paragraph of a file is, by its original words.

1. A bookmark of our exports names the clause, if the paragraph still resembles it.
2. A paragraph that reads as exactly one clause is it.
3. Between those, in the order of the text, the alignment that keeps most words (Needleman and Wunsch); a paragraph may
   be two clauses, and several paragraphs may be one. The same printed number speaks for a pair.
4. What is left, but is very like a clause that is left, was moved there.

Each language of the draft is aligned by itself: a paragraph's language follows from its script, and among languages of
one script from its words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import cdist

from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.units import Unit, has_words
from mithaq.core.placing.words import Alphabet, as_typed, label_of, number_of, words_of
from mithaq.core.text import script_of

#: From which likeness of their words (0 to 1) a paragraph may be a clause: in its place, behind its own bookmark, and
#: anywhere else.
IN_ITS_PLACE, MARKED, ANYWHERE = 0.45, 0.25, 0.6
#: What the same number before both adds.
SAME_NUMBER = 0.1
#: The share of the shorter one's words that the longer one holds, from which it was written on; and its least words.
HELD, LEAST = 0.75, 6
#: What each paragraph adds that is wholly in the clause, so that none of them is left over.
MORE_OF_IT = 0.001
#: Paragraphs times clauses that are compared at once: 30,000 unknown paragraphs with 130 clauses. More are listed.
MOST_COMPARED = 4_000_000
#: Paragraphs that may be one clause together.
TOGETHER = 12
#: Japanese mixes these as it likes, from clause to clause; Korean may hold names in the first.
_OF_CHINA = frozenset(("Hani", "Kana", "Hang"))
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True)
class Slot:
    """A clause in one language."""

    clause: int
    language: str
    words: str
    number: str

    @cached_property
    def key(self) -> str:
        """Its words as a program may have changed them by itself."""
        return as_typed(self.words)


@dataclass
class Ground:
    """A draft made ready, so that many files can be placed on it."""

    draft: DraftText
    slots: list[Slot] = field(init=False)
    #: The places among the slots by clause and language.
    by_clause: dict[tuple[int, str], int] = field(init=False)
    alphabet: Alphabet = field(default_factory=Alphabet)

    def __post_init__(self) -> None:
        found = self.draft.wordings()
        self.slots = [
            Slot(place, language, words, self.draft.clauses[place].number) for place, language, words in found
        ]
        self.by_clause = {(slot.clause, slot.language): at for at, slot in enumerate(self.slots)}
        self._by_key: dict[str, list[int]] = {}
        for at, slot in enumerate(self.slots):
            self._by_key.setdefault(slot.key, []).append(at)
        self._written = [self.alphabet.written(words_of(slot.words)) for slot in self.slots]
        self._by_bookmark: dict[str, tuple[int, str]] = {}
        for place, clause in enumerate(self.draft.clauses):
            self._by_bookmark.setdefault(bookmark_of(clause.id), (place, ""))
            for language in clause.words:
                self._by_bookmark.setdefault(bookmark_of(clause.id, language), (place, language))
        self._around = frozenset(map(as_typed, self.draft.around))
        said: dict[str, str] = {}
        for slot in self.slots:
            said[slot.language] = f"{said.get(slot.language, '')} {slot.words}"
        self._scripts = {language: script_of(words) for language, words in said.items()}
        self._vocabulary = {language: Counter(words_of(words)) for language, words in said.items()}

    def reading(self, text: str) -> list[int]:
        """The slots that read as this text does."""
        return self._by_key.get(as_typed(text), [])

    def is_around(self, text: str) -> bool:
        """Whether a text stands around the draft and is none of its clauses."""
        return as_typed(text) in self._around

    def written(self, at: int) -> str:
        """The words of a slot, a sign for each."""
        return self._written[at]

    def bookmarked(self, name: str) -> tuple[int, str] | None:
        """The clause that a bookmark of ours names, and the language if it names one."""
        return self._by_bookmark.get(name)

    def language_of(self, text: str, stated: Collection[str] = ()) -> str:
        """The draft's language in which a text stands, one of those that its file states if it states any; empty where
        the draft has several and its script is none of theirs."""
        script = script_of(text)
        possible = [language for language in self._scripts if not stated or language in stated]
        fitting = [language for language in possible if script in (self._scripts[language], "Zyyy")]
        if not fitting and script in _OF_CHINA:
            fitting = [language for language in possible if self._scripts[language] in _OF_CHINA]
        if not fitting and len(self._scripts) == 1:
            # A name in other letters, or a title of nothing but one.
            fitting = possible
        if len(fitting) < 2:
            return fitting[0] if fitting else ""
        words = words_of(text)
        return max(fitting, key=lambda language: sum(word in self._vocabulary[language] for word in words))


def bookmark_of(clause: str, language: str = "") -> str:
    """The name of the bookmark that our exports put around a clause; Word takes 40 letters, digits and underscores."""
    return _NOT_IN_A_NAME.sub("_", f"m_{clause}_{language}" if language else f"m_{clause}")[:40]


#: Some units, and the slots that they are.
Group = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass
class Found:
    """Which units are which slots: each group of units and the slots that they are, in the order of the units. `moved`
    are the groups that stand elsewhere than their clause did, without anybody having tracked it."""

    groups: list[Group]
    moved: set[int] = field(default_factory=set)
    #: The languages that the file states to be in, as far as the draft has them.
    stated: tuple[str, ...] = ()


@dataclass
class _Seen:
    """A unit as it is compared."""

    at: int
    text: str
    language: str
    number: str
    written: str


def aligned(ground: Ground, units: Sequence[Unit], stated: Sequence[str] = ()) -> Found:
    """Which units are which clauses. `stated` are the languages that the file says it is in."""
    stated = tuple(language for language in stated if language in ground.draft.languages)
    seen = [_seen(ground, at, unit, stated) for at, unit in enumerate(units) if has_words(unit.original)]
    pairs: dict[int, int] = {}
    _by_bookmark(ground, seen, units, pairs)
    _by_reading(ground, seen, pairs)
    groups: list[Group] = [((unit,), (slot,)) for unit, slot in pairs.items()]
    for language in ground.draft.languages:
        own = [one for one in seen if one.language == language]
        slots = [at for at, slot in enumerate(ground.slots) if slot.language == language]
        groups += _in_order(ground, own, slots, pairs)
    taken_units = {unit for some, _slots in groups for unit in some}
    taken_slots = {slot for _units, some in groups for slot in some}
    left = [one for one in seen if one.at not in taken_units and len(one.written) > 3]
    open_slots = [at for at in range(len(ground.slots)) if at not in taken_slots]
    groups += [((unit,), (slot,)) for unit, slot in _elsewhere(ground, left, open_slots)]
    groups.sort()
    return Found(groups, _moved(ground, groups), stated)


def _seen(ground: Ground, at: int, unit: Unit, stated: tuple[str, ...]) -> _Seen:
    original = unit.original
    language = ground.language_of(original, stated)
    if slots := ground.reading(original):
        known = [ground.slots[slot].language for slot in slots]
        return _Seen(at, original, language if language in known else known[0], "", "")
    text = original[label_of(original) :]
    number = number_of(original, unit.paragraphs[0].printed if unit.paragraphs else "")
    # Words are only compared where a text reads as no clause does.
    written = "" if ground.reading(text) else ground.alphabet.written(words_of(text))
    return _Seen(at, text, language, number, written)


def _by_bookmark(ground: Ground, seen: Sequence[_Seen], units: Sequence[Unit], pairs: dict[int, int]) -> None:
    taken: set[int] = set()
    for one in seen:
        for name in (name for paragraph in units[one.at].paragraphs for name in paragraph.bookmarks):
            named = ground.bookmarked(name)
            slot = None if named is None else ground.by_clause.get((named[0], named[1] or one.language))
            if slot is not None and slot not in taken and one.at not in pairs and _resembles(ground, one, slot):
                pairs[one.at] = slot
                taken.add(slot)


def _resembles(ground: Ground, one: _Seen, slot: int) -> bool:
    if slot in ground.reading(one.text):
        return True
    return float(Indel.normalized_similarity(_signs(ground, one), ground.written(slot))) >= MARKED


def _signs(ground: Ground, one: _Seen) -> str:
    """The words of a unit, a sign for each."""
    return one.written or ground.alphabet.written(words_of(one.text))


def _by_reading(ground: Ground, seen: Sequence[_Seen], pairs: dict[int, int]) -> None:
    """Pair what reads alike; what stands several times only where it does so in file and draft as often."""
    taken = set(pairs.values())
    alike: dict[tuple[int, ...], list[int]] = {}
    for one in seen:
        if one.at not in pairs and (slots := ground.reading(one.text)):
            open_slots = tuple(slot for slot in slots if slot not in taken)
            if len({ground.slots[slot].language for slot in open_slots}) > 1:
                open_slots = tuple(slot for slot in open_slots if ground.slots[slot].language == one.language)
            if open_slots:
                alike.setdefault(open_slots, []).append(one.at)
    for some, units in alike.items():
        if len(some) == len(units):
            pairs.update(zip(units, some, strict=True))


def _in_order(ground: Ground, seen: Sequence[_Seen], slots: Sequence[int], pairs: Mapping[int, int]) -> Iterator[Group]:
    """Pairs in the gaps between those that are known and stand in order."""
    places = {slot: place for place, slot in enumerate(slots)}
    known = [(at, places[pairs[one.at]]) for at, one in enumerate(seen) if one.at in pairs and pairs[one.at] in places]
    anchors = [known[at] for at in rising([slot for _unit, slot in known])]
    taken = {slot for _unit, slot in known}
    begin = first = 0
    for at, place in [*anchors, (len(seen), len(slots))]:
        units = [one for one in seen[begin:at] if one.at not in pairs]
        open_slots = [slots[here] for here in range(first, place) if here not in taken]
        if units and open_slots and len(units) * len(open_slots) <= MOST_COMPARED:
            yield from _best(ground, units, open_slots)
        begin, first = at + 1, place + 1


def _best(ground: Ground, units: Sequence[_Seen], slots: Sequence[int]) -> Iterator[Group]:
    """The alignment of some paragraphs and some clauses that keeps most."""
    like, held = _likeness(ground, units, slots)
    options = _options(ground, units, slots, like, held)
    rows, columns = len(units), len(slots)
    best = np.zeros((rows + 1, columns + 1))
    ways: dict[tuple[int, int], tuple[int, int]] = {}
    for here in range(rows - 1, -1, -1):
        below = best[here + 1]
        row = below.copy()
        for there in sorted((there for there in options[here]), reverse=True):
            for score, height, width in options[here][there]:
                worth = score + best[here + height][there + width]
                if worth > row[there]:
                    row[there] = worth
                    ways[here, there] = (height, width)
        # What is best from a later clause on is possible from an earlier one too.
        best[here] = np.maximum.accumulate(row[::-1])[::-1]
    here = there = 0
    while here < rows and there < columns:
        if best[here][there] == best[here + 1][there]:
            here += 1
        elif best[here][there] == best[here][there + 1]:
            there += 1
        else:
            height, width = ways[here, there]
            yield tuple(units[at].at for at in range(here, here + height)), tuple(slots[there : there + width])
            here, there = here + height, there + width


_Options = list[dict[int, list[tuple[float, int, int]]]]


def _likeness(ground: Ground, units: Sequence[_Seen], slots: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """How alike each unit and slot are (0 to 1), and how many words both have in order."""
    ours = [_signs(ground, one) for one in units]
    theirs = [ground.written(slot) for slot in slots]
    held = cdist(ours, theirs, scorer=LCSseq.similarity, dtype=np.int32)
    long, wide = np.array([*map(len, ours)])[:, None], np.array([*map(len, theirs)])[None, :]
    like = 2 * held / np.maximum(long + wide, 1)
    shorter = np.minimum(long, wide)
    inside = np.where(shorter >= LEAST, held / np.maximum(shorter, 1), 0)
    like = np.where(inside >= HELD, np.maximum(like, 0.9 * inside), like)
    return np.where(like >= IN_ITS_PLACE, like, 0), held


def _options(
    ground: Ground, units: Sequence[_Seen], slots: Sequence[int], like: np.ndarray, held: np.ndarray
) -> _Options:
    """What can be paired from each unit on: one with one, several with one, one with two."""
    options: _Options = [{} for _unit in units]
    ours = [_signs(ground, one) for one in units]
    sizes = [*map(len, ours)]
    widths = [len(ground.written(slot)) for slot in slots]
    # A short paragraph is like no clause, and may yet be the first of several that are one, if it stands in it.
    begins = (held == np.array(sizes)[:, None]) & (held > 1)
    for here, there in zip(*np.nonzero((like > 0) | begins), strict=True):
        here, there = int(here), int(there)
        clause = ground.written(slots[there])
        found: list[tuple[float, int, int]] = []
        if _mostly(held[here][there], sizes[here]) and (like[here][there] or ours[here] in clause):
            found += _several_in_one(here, there, held, ours, clause)
        if like[here][there]:
            same = units[here].number and units[here].number == ground.slots[slots[there]].number
            found.append((float(like[here][there]) + SAME_NUMBER * bool(same), 1, 1))
        if there + 1 < len(slots) and all(_mostly(held[here][one], widths[one]) for one in (there, there + 1)):
            # Words that both clauses have are counted for one of them.
            both = ground.written(slots[there]) + ground.written(slots[there + 1])
            together = LCSseq.similarity(ours[here], both)
            if _mostly(together, len(both)):
                # Two clauses that are found count as two.
                found.append((4 * together / (sizes[here] + len(both)), 1, 2))
        if found:
            options[here][there] = found
    return options


def _several_in_one(
    here: int, there: int, held: np.ndarray, ours: Sequence[str], clause: str
) -> Iterator[tuple[float, int, int]]:
    """The paragraphs from one on that are one clause together, as far as each of them is mostly in it."""
    words = ours[here]
    for height in range(2, min(TOGETHER, len(ours) - here) + 1):
        added = here + height - 1
        if not _mostly(held[added][there], len(ours[added])) or len(words) + len(ours[added]) > 1.5 * len(clause):
            return
        words += ours[added]
        together = LCSseq.similarity(words, clause)
        if _mostly(together, len(words)):
            score = 2 * together / (len(words) + len(clause))
            if min(len(words), len(clause)) >= LEAST:
                score = max(score, 0.9 * together / min(len(words), len(clause)) + MORE_OF_IT * height)
            if score >= IN_ITS_PLACE:
                yield score, height, 1


def _mostly(held: int, size: int) -> bool:
    return size > 0 and held >= HELD * size


def _elsewhere(ground: Ground, units: Sequence[_Seen], slots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What is very like a clause that is left, wherever it stands; the likest first."""
    if not units or not slots or len(units) * len(slots) > MOST_COMPARED:
        return
    like, _held = _likeness(ground, units, slots)
    pairs = sorted(zip(*np.nonzero(like >= ANYWHERE), strict=True), key=lambda pair: -like[pair])
    used: set[int] = set()
    taken: set[int] = set()
    for here, there in pairs:
        one, slot = units[int(here)], slots[int(there)]
        if one.at not in used and slot not in taken and one.language == ground.slots[slot].language:
            used.add(one.at)
            taken.add(slot)
            yield one.at, slot


def _moved(ground: Ground, groups: Sequence[Group]) -> set[int]:
    """The groups that stand out of order: all but a longest row of them that stands in the order of the draft."""
    moved: set[int] = set()
    for language in ground.draft.languages:
        own = [at for at, (_units, slots) in enumerate(groups) if ground.slots[slots[0]].language == language]
        in_order = {own[at] for at in rising([groups[at][1][0] for at in own])}
        moved |= set(own) - in_order
    return moved


def rising(numbers: Sequence[int]) -> list[int]:
    """The places of a longest rising row among some numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        place = bisect_left(tails, number)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(number)
            ends.append(at)
        else:
            tails[place], ends[place] = number, at
    row = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(at)
        at = before[at]
    return row[::-1]
