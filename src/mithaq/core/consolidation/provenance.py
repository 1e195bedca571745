"""Which words of a text were taken from which of its sources.

1. Words are compared by their stems, folded as for search and without the letters that Arabic writes together with
   them, so that an inflection or a clitic breaks no run; each word by the language of its own script.
2. A *run* is a stretch of neighbouring words that the text and a source share. The longest run anywhere wins its
   words; what is left of others counts by its remaining length. Of runs of one length the earlier source, then the
   earlier place wins.
3. A run is a loan only if it is two words or more and one of them says something; what stands between the words of one
   run (spaces, commas) belongs to it.

Hence every word has one source at most, and `"".join(piece.text for piece in pieces) == text`, always.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mithaq.core.consolidation.wording import JOINING, stems
from mithaq.core.text import language_of, sought, tokens

#: Words of which a run consists at least, and letters of a stem that says something by itself. Arabic roots have three.
FEWEST, TELLING, ARABIC_TELLING = 2, 4, 3


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `source` is the place of the source it was taken from, None where it is new."""

    text: str
    source: int | None


@dataclass(frozen=True, order=True)
class _Run:
    """A shared run: ordered so that the smallest is the one that wins."""

    less_words: int
    source: int
    start: int

    @property
    def end(self) -> int:
        return self.start - self.less_words


def provenance(text: str, sources: Sequence[str]) -> list[Piece]:
    """The text in pieces, each with the source that lent it."""
    parts = tokens(text)
    words = [place for place, part in enumerate(parts) if key_of(part)]
    keys = [key_of(parts[place]) for place in words]
    owners = _owned(keys, [[key for part in tokens(source) if (key := key_of(part))] for source in sources])
    lent: list[int | None] = [None] * len(parts)
    for at, (source, run) in enumerate(owners):
        if source is None:
            continue
        lent[words[at]] = source
        if at + 1 < len(owners) and owners[at + 1] == (source, run):
            lent[words[at] : words[at + 1]] = [source] * (words[at + 1] - words[at])
    return list(_joined(parts, lent))


def _joined(parts: Sequence[str], lent: Sequence[int | None]) -> Iterator[Piece]:
    """Neighbours of one source as one piece; the white space after a loan is not part of it."""
    held, source = "", None
    for part, owner in zip(parts, lent, strict=True):
        if owner != source and held:
            yield from _without_space(held, source)
            held = ""
        held, source = held + part, owner
    if held:
        yield from _without_space(held, source)


def _without_space(held: str, source: int | None) -> Iterator[Piece]:
    bare = held.rstrip() if source is not None else held
    yield Piece(bare, source)
    if bare != held:
        yield Piece(held[len(bare) :], None)


Owner = tuple[int | None, int]


def _owned(keys: Sequence[str], sources: Sequence[Sequence[str]]) -> list[Owner]:
    """The source of each word and the number of its run."""
    owners: list[Owner] = [(None, 0)] * len(keys)
    waiting = [run for source, words in enumerate(sources) for run in _runs(keys, words, source)]
    heapq.heapify(waiting)
    number = 0
    while waiting:
        run = heapq.heappop(waiting)
        free = list(_free(run, owners))
        if [(part.start, part.end) for part in free] != [(run.start, run.end)]:
            for part in free:
                heapq.heappush(waiting, part)
        elif _is_a_loan(keys[run.start : run.end]):
            number += 1
            owners[run.start : run.end] = [(run.source, number)] * (run.end - run.start)
    return owners


def _runs(keys: Sequence[str], words: Sequence[str], source: int) -> Iterator[_Run]:
    """For each place of the text the longest run that ends there and goes no further."""
    before = [0] * (len(words) + 1)
    for place, key in enumerate(keys):
        here = [0] * (len(words) + 1)
        longest = 0
        for at, word in enumerate(words, start=1):
            if word == key:
                here[at] = before[at - 1] + 1
                goes_on = place + 1 < len(keys) and at < len(words) and keys[place + 1] == words[at]
                longest = longest if goes_on else max(longest, here[at])
        if longest >= FEWEST:
            yield _Run(-longest, source, place - longest + 1)
        before = here


def _free(run: _Run, owners: Sequence[Owner]) -> Iterator[_Run]:
    """What is left of a run after others have won, in stretches long enough to count."""
    start = run.start
    for place in range(run.start, run.end + 1):
        if place == run.end or owners[place][0] is not None:
            if place - start >= FEWEST:
                yield _Run(start - place, run.source, start)
            start = place + 1


def _is_a_loan(keys: Sequence[str]) -> bool:
    return any(_is_telling(key) for key in keys)


def _is_telling(key: str) -> bool:
    if key[0].isdigit():
        return True
    return len(key) >= (ARABIC_TELLING if language_of(key) == "ar" else TELLING) and key not in JOINING


@lru_cache(maxsize=20_000)
def key_of(token: str) -> str:
    """What a word is compared by; empty for punctuation and white space."""
    folded = "".join(sought(token))
    if not any(letter.isalnum() for letter in folded):
        return ""
    return "".join(stems(folded, language_of(folded))) or folded
