"""Under which heading a text belongs, guessed from its words, with the words that speak for it.

A heading is known by the words of its title and of what people have put under it. A word counts by how few headings
have it; one that all of them have counts nothing. Where two headings come out alike nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from mithaq.core.consolidation.wording import JOINING, stems, words_of
from mithaq.core.text import language_of

#: A word of the title counts as much as so many of what stands under it.
_TITLE = 3.0
_LETTERS = 4
#: A word that stands in more of all texts than this says nothing of a heading.
_EVERYWHERE = 0.04
#: A guess outweighs the next best by this much.
_CLEARLY = 1.15
#: What speaks for a heading adds up to this at least: a word of its title does, a word that a third has under it not.
_ENOUGH = 0.6


#: Guesses that headings keep.
_KEPT = 20_000


@dataclass(frozen=True)
class Guess:
    """The key of a heading, and the words of the text that speak for it, the strongest first."""

    heading: str
    words: tuple[str, ...]


class Headings:
    """The headings with the words that each is known by."""

    def __init__(
        self,
        titles: Mapping[str, Iterable[str]],
        under: Mapping[str, Iterable[str]],
        among: Sequence[str] = (),
    ) -> None:
        """`titles` gives each heading its title in every language, `under` the texts that stand under it. A word that
        stands in too many of all the texts, `among`, says nothing unless a title has it."""
        spread = Counter(stem for text in among for stem in set(_telling(text)))
        common = {stem for stem, count in spread.items() if count > max(3.0, _EVERYWHERE * len(among))}
        self._known: dict[str, dict[str, float]] = {}
        for heading, written in titles.items():
            known: dict[str, float] = {stem: _TITLE for title in written for stem in _telling(title)}
            texts = [set(_telling(text)) - common for text in under.get(heading, ())]
            for stem, count in Counter(stem for text in texts for stem in text).items():
                known[stem] = known.get(stem, 0.0) + count / len(texts)
            self._known[heading] = known
        headings = Counter(stem for known in self._known.values() for stem in known)
        self._rare = {stem: log(len(self._known) / count) for stem, count in headings.items()}
        if len(self._known) == 1:
            self._rare = dict.fromkeys(headings, 1.0)
        self._said = frozenset(headings)
        self._guesses: dict[str, Guess | None] = {}

    def same_as(self, earlier: Headings | None) -> Headings:
        """The earlier headings where they are known by the same words, with what was guessed by them; else these."""
        return earlier if earlier is not None and (earlier._known, earlier._rare) == (self._known, self._rare) else self

    def guess(self, text: str) -> Guess | None:
        """The heading that the text's words speak for most clearly; None where they speak for none."""
        if text not in self._guesses:
            if len(self._guesses) >= _KEPT:
                self._guesses.clear()
            self._guesses[text] = self._guess(text)
        return self._guesses[text]

    def _guess(self, text: str) -> Guess | None:
        said = self._said
        telling = [(stem, word) for word, stem in reversed(_with_words(text)) if stem in said]
        written = dict(telling)
        weights = {
            heading: {stem: known[stem] * self._rare[stem] for stem in written if stem in known}
            for heading, known in self._known.items()
        }
        summed = {heading: sum(found.values()) for heading, found in weights.items()}
        ranked = sorted(summed, key=lambda heading: -summed[heading])
        if not ranked:
            return None
        best, second = summed[ranked[0]], summed[ranked[min(1, len(ranked) - 1)]]
        if best < _ENOUGH or (len(ranked) > 1 and best < _CLEARLY * second):
            return None
        found = weights[ranked[0]]
        strongest = sorted((stem for stem in found if found[stem] > 0), key=lambda stem: (-found[stem], stem))[:3]
        return Guess(ranked[0], tuple(written[stem] for stem in strongest))


@lru_cache(maxsize=20_000)
def _telling(text: str) -> tuple[str, ...]:
    return tuple(stem for _word, stem in _with_words(text))


@lru_cache(maxsize=20_000)
def _with_words(text: str) -> tuple[tuple[str, str], ...]:
    found = ((word, "".join(stems(word, language_of(word)))) for word in words_of(text) if word not in JOINING)
    return tuple((word, stem) for word, stem in found if len(stem) >= _LETTERS)
