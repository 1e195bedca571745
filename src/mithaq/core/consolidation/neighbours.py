"""Which recommendations are alike: first by what they mean, then by the words they use.

1. *Three signals* for each pair: the cosine of the meanings, of the stems, of the runs of letters.
2. *One scale.* Cosines of different signals cannot be added (those of the meanings live between 0.8 and 0.95), and
   between two languages they are lower than within one. So each signal is counted in standard deviations from the mean
   of the pairs of the same two languages. Across languages meaning stands for all, and is taken from each language's
   own middle: the model puts what is said in one language on one side, whatever is said. What is near to everything
   in the other language is near to nothing in particular, so its crowd is taken off.
3. *Closeness* is the exponential of that: what is said of the very near weighs most, and of the far nothing is left,
   so that a few dozen neighbours of each text stand for all pairs. Joined by their average closeness (`grouping`),
   texts make large groups where a subject is large, and leave alone what is alone, as people do.

Wording is only compared where the meanings are near: of 20,000 texts, 200 million pairs, four million remain.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mithaq.core.consolidation.wording import Weights, by_letters, by_words
from mithaq.core.meaning import Vectors, unit

Numbers = npt.NDArray[np.float32]

#: Parts of a pair's likeness: the meaning counts twice as much as all wording.
MEANING, WORDS, LETTERS = 1.0, 0.25, 0.25
#: Texts of a language from which its middle can be told.
_ENOUGH = 6
#: Pairs of two languages from which their mean and spread can be told.
_TELLING = 45
#: How many of the nearest in another language make a crowd.
_FEW = 3
#: Rows looked at together: 512 against 20,000 are 40 megabytes.
_ROWS = 512
#: Threads that look at rows at once; each needs some hundred megabytes when there are many texts.
_HANDS = min(4, os.cpu_count() or 1)
#: Pairs whose wording is compared at once.
_PAIRS = 20_000
#: Texts of which all pairs are multiplied at once: 2,000 are 16 megabytes.
_ALL_PAIRS = 2_000
#: Pairs from which the scale of a signal is taken.
_SAMPLE = 1_500
#: Neighbours kept of each text; of a pair that is further apart than this nothing is left to count.
_KEPT = 96
#: Beyond this many standard deviations two texts are the same, and nothing is closer than the same.
_SAME = 6.0


@dataclass(frozen=True)
class Signals:
    """What is known of each text: its meaning, its words, its letters and its language, a row each."""

    meanings: Vectors
    #: The meanings from the middle of the texts of their own language.
    centred: Vectors
    words: Weights
    letters: Weights
    languages: npt.NDArray[np.str_]

    @cached_property
    def by_words(self) -> Products:
        """How alike pairs are by their words."""
        return Products(self.words)

    @cached_property
    def by_letters(self) -> Products:
        """How alike pairs are by their runs of letters."""
        return Products(self.letters)


class Products:
    """The products of pairs of rows: of a few thousand rows all at once, of more only those that are asked for."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        few = weights.shape[0] <= _ALL_PAIRS
        self._all: Numbers | None = (weights @ weights.T).toarray().astype(np.float32) if few else None

    def of(self, ones: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> Numbers:
        """The products of each of `ones` with that of `others` at the same place."""
        if self._all is not None:
            return np.asarray(self._all[ones, others], np.float32)
        found = [
            self._weights[ones[at : at + _PAIRS]].multiply(self._weights[others[at : at + _PAIRS]]).sum(axis=1)
            for at in range(0, len(ones), _PAIRS)
        ]
        return np.concatenate([np.asarray(part).ravel() for part in found or [np.zeros(0)]]).astype(np.float32)

    def among(self, rows: npt.NDArray[np.intp]) -> Numbers:
        """The products of each of these rows with each."""
        if self._all is not None:
            return np.asarray(self._all[np.ix_(rows, rows)], np.float32)
        return np.asarray((self._weights[rows] @ self._weights[rows].T).toarray(), np.float32)


def signals_of(texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Signals:
    """The signals of some texts; `meanings` has a row for each."""
    codes, meant = np.array(list(languages), np.str_), unit(meanings)
    return Signals(meant, _centred(meant, codes), by_words(texts, languages), by_letters(texts), codes)


def _centred(meanings: Vectors, languages: npt.NDArray[np.str_]) -> Vectors:
    found = meanings.copy()
    for language in np.unique(languages):
        those = languages == language
        if those.sum() >= _ENOUGH:
            found[those] -= found[those].mean(axis=0)
    return unit(found)


def closeness(signals: Signals) -> sparse.csr_matrix:
    """How close each text is to its nearest others: symmetric, sparse, above 0; what is not there is far."""
    count = len(signals.languages)
    if count < 2:
        return sparse.csr_matrix((count, count), dtype=np.float32)
    scale, kept = _Scale(signals), min(count - 1, _KEPT)
    blocks = [np.arange(start, min(start + _ROWS, count)) for start in range(0, count, _ROWS)]
    # Nearly all of it is inside numpy and scipy, which let other threads run.
    with ThreadPoolExecutor(min(_HANDS, len(blocks))) as pool:
        places, near = zip(*pool.map(lambda rows: _nearest(scale, rows, kept), blocks), strict=True)
    starts = np.arange(0, count * kept + 1, kept)
    toward = sparse.csr_matrix((np.concatenate(near).ravel(), np.concatenate(places).ravel(), starts), (count, count))
    return sparse.csr_matrix(toward.maximum(toward.T))


def _nearest(scale: _Scale, rows: npt.NDArray[np.intp], kept: int) -> tuple[npt.NDArray[np.int32], Numbers]:
    """The places of so many nearest of some texts, and how close each is."""
    meant = scale.by_meaning(rows)
    meant[np.arange(len(rows)), rows] = -np.inf
    looked_at = _largest(meant, min(meant.shape[1] - 1, 2 * kept))
    likeness = scale.by_all(rows, looked_at, np.take_along_axis(meant, looked_at, axis=1))
    found = _largest(likeness, kept)
    places = np.take_along_axis(looked_at, found, axis=1).astype(np.int32)
    return places, np.exp(np.minimum(np.take_along_axis(likeness, found, axis=1), _SAME))


def _largest(rows: Numbers, kept: int) -> npt.NDArray[np.intp]:
    """The places of the largest of each row."""
    if kept >= rows.shape[1]:
        return np.argsort(-rows, axis=1)[:, :kept]
    return np.argpartition(-rows, kept - 1, axis=1)[:, :kept]


def as_share(closeness: float) -> float:
    """A closeness between 0, no closer than any two, and 1, the same."""
    return min(1.0, max(0.0, log(closeness) / _SAME)) if closeness > 0 else 0.0


#: How much a signal counts, its mean and its spread.
Part = tuple[float, float, float]


class _Scale:
    """Mean and spread of each signal for each two languages, from a fixed sample of the texts."""

    def __init__(self, signals: Signals) -> None:
        self.signals = signals
        self.codes = sorted(set(signals.languages.tolist()))
        count = len(signals.languages)
        sample = np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int))
        spoken = signals.languages[sample]
        self.rows = {code: sample[spoken == code] for code in self.codes}
        one_language = {(code, code): self._within(code) for code in self.codes}
        self.crowd = {pair: self._crowd(*pair) for pair in permutations(self.codes, 2)}
        across = {pair: [np.ravel(self._across(self.rows[pair[0]], *pair))] for pair in combinations(self.codes, 2)}
        self.known = _measured(one_language, (MEANING, WORDS, LETTERS)) | _measured(across, (1.0,))

    def by_meaning(self, rows: npt.NDArray[np.intp]) -> Numbers:
        """The meanings of some texts beside those of all, in standard deviations."""
        likeness = np.empty((len(rows), len(self.signals.languages)), np.float32)
        spoken = self.signals.languages[rows]
        for here in set(spoken.tolist()):
            some = np.flatnonzero(spoken == here)
            for there in self.codes:
                others = np.flatnonzero(self.signals.languages == there)
                if here == there:
                    near = self.signals.meanings[rows[some]] @ self.signals.meanings[others].T
                else:
                    near = self._across(rows[some], here, there, others)
                _weight, mean, spread = self.known[min(here, there), max(here, there)][0]
                likeness[np.ix_(some, others)] = (near - mean) / spread
        return likeness

    def by_all(self, rows: npt.NDArray[np.intp], others: npt.NDArray[np.intp], meant: Numbers) -> Numbers:
        """The likeness of some texts with a few others each, whose meanings have been compared."""
        ones, those = np.repeat(rows, others.shape[1]), others.ravel()
        worded, lettered = self.signals.by_words.of(ones, those), self.signals.by_letters.of(ones, those)
        likeness = meant.ravel().copy()
        for code in self.codes:
            same = (self.signals.languages[ones] == code) & (self.signals.languages[those] == code)
            (meaning, _m, _s), *wording = self.known[code, code]
            likeness[same] = meaning * likeness[same] + _summed([worded[same], lettered[same]], wording)
        return likeness.reshape(others.shape)

    def _within(self, code: str) -> list[Numbers]:
        rows, pairs = self.rows[code], np.triu_indices(len(self.rows[code]), 1)
        meant = self.signals.meanings[rows] @ self.signals.meanings[rows].T
        return [meant[pairs], self.signals.by_words.among(rows)[pairs], self.signals.by_letters.among(rows)[pairs]]

    def _across(
        self, rows: npt.NDArray[np.intp], here: str, there: str, others: npt.NDArray[np.intp] | None = None
    ) -> Numbers:
        """Texts of one language beside texts of another, how crowded each is taken off."""
        those = self.rows[there] if others is None else others
        near = self.signals.centred[rows] @ self.signals.centred[those].T
        crowded = self.crowd[here, there][rows][:, None] + self.crowd[there, here][those][None]
        return np.asarray(2 * near - crowded, np.float32)

    def _crowd(self, here: str, there: str) -> Numbers:
        """How near, on average, the nearest few in another language are to each text."""
        ours, theirs = (np.flatnonzero(self.signals.languages == code) for code in (here, there))
        found = np.zeros(len(self.signals.languages), np.float32)
        for start in range(0, len(ours), _ROWS):
            rows = ours[start : start + _ROWS]
            near = self.signals.centred[rows] @ self.signals.centred[theirs].T
            found[rows] = np.take_along_axis(near, _largest(near, min(_FEW, len(theirs))), axis=1).mean(axis=1)
        return found


def _measured(
    values: dict[tuple[str, str], list[Numbers]], weights: Sequence[float]
) -> dict[tuple[str, str], list[Part]]:
    """The parts for each two languages; where there are too few pairs to tell, those of all pairs together."""
    pooled = [np.concatenate(kind) for kind in zip(*values.values(), strict=True)] if values else []
    known = {}
    for languages, kinds in values.items():
        told = kinds if kinds[0].size >= _TELLING else pooled
        parts = [(weight, *_middle(kind)) for weight, kind in zip(weights, told, strict=True)]
        _mean, whole = _middle(_summed(told, parts))
        known[languages] = [(weight / whole, mean, spread) for weight, mean, spread in parts]
    return known


def _summed(signals: Sequence[Numbers], parts: Sequence[Part]) -> Numbers:
    weighed = [weight * (kind - mean) / spread for kind, (weight, mean, spread) in zip(signals, parts, strict=True)]
    return np.asarray(sum(weighed), np.float32)


def _middle(values: Numbers) -> tuple[float, float]:
    spread = float(values.std()) if values.size > 1 else 0.0
    return (float(values.mean()) if values.size else 0.0), (spread if spread > 1e-6 else 1.0)
