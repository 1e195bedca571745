"""What is known of each text, and one scale for all of it.

1. *Two signals* for each pair: the cosine of the meanings and that of the runs of letters. Stems are known too, but
   only tell what says the same twice: as a third signal they made the groups worse.
2. *One scale.* Cosines of different signals cannot be added (those of the meanings live between 0.8 and 0.95), and
   between two languages they are lower than within one. So each signal is counted in standard deviations from the mean
   of the pairs of the same two languages. Across languages meaning stands for all, and is taken from each language's
   own middle: the model puts what is said in one language on one side, whatever is said. What is near to everything
   in the other language is near to nothing in particular, so its crowd is taken off.
3. *A basis.* Middles, scales and the weights of words are learned of the first texts, at least five of six, and hold
   for those that come after: so one more text changes nothing between the others. All products are exact
   (`meaning.on_grid`), so that it makes no difference whether a text came with the others or after them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mithaq.core.consolidation.wording import Terms, Weights, counted_letters, counted_words
from mithaq.core.meaning import Vectors, on_grid, unit

Numbers = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

#: Parts of a pair's likeness: the meaning counts four times as much as the wording.
MEANING, LETTERS = 1.0, 0.25
#: Up to so many texts all are the basis; of more, as many as the last step below, and each step is so much higher.
_BASIS, _STEP = 400, 1.2
#: Texts of a language from which its middle can be told.
_ENOUGH = 6
#: Pairs of two languages from which their mean and spread can be told.
_TELLING = 45
#: How many of the nearest in another language make a crowd.
_FEW = 3
#: Texts from which the scale of a signal is taken.
_SAMPLE = 1_500
#: Rows looked at together: 512 against 20,000 are 40 megabytes.
ROWS = 512
#: Pairs whose wording is compared at once.
_PAIRS = 20_000


def basis_of(languages: Sequence[str]) -> int:
    """Of how many of the texts in these languages all is learned. A language that is not among the first counts."""
    count, step = len(languages), _BASIS
    if count > _BASIS:
        while int(step * _STEP) <= count:
            step = int(step * _STEP)
        count = step
    return count if set(languages[:count]) == set(languages) else len(languages)


@dataclass(frozen=True)
class Learned:
    """What was learned of the first `count` texts: the middle of each language, and what words and letters weigh."""

    count: int
    middles: Mapping[str, Vectors]
    words: Terms
    letters: Terms


@dataclass(frozen=True)
class Signals:
    """What is known of each text: its meaning, its words, its letters and its language, a row each."""

    meanings: Vectors
    #: The meanings from the middle of the texts of their own language.
    centred: Vectors
    words: Weights
    letters: Weights
    languages: npt.NDArray[np.str_]
    learned: Learned

    def with_more(self, texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Signals:
        """These and those of some more texts, as seen from what was learned."""
        more = _seen(self.learned, texts, languages, meanings)
        return Signals(
            np.concatenate((self.meanings, more.meanings)),
            np.concatenate((self.centred, more.centred)),
            sparse.csr_matrix(sparse.vstack((self.words, more.words))),
            sparse.csr_matrix(sparse.vstack((self.letters, more.letters))),
            np.concatenate((self.languages, more.languages)),
            self.learned,
        )


def signals_of(texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Signals:
    """The signals of some texts; `meanings` has a row for each."""
    count, codes, meant = basis_of(languages), np.array(list(languages), np.str_), unit(meanings)
    middles = {}
    for code in np.unique(codes[:count]).tolist():
        those = meant[:count][codes[:count] == code]
        middles[code] = those.mean(axis=0) if len(those) >= _ENOUGH else np.zeros_like(those[0])
    words = Terms(counted_words(texts[:count], languages[:count]))
    letters = Terms(counted_letters(texts[:count]))
    return _seen(Learned(count, middles, words, letters), texts, languages, meanings)


def _seen(learned: Learned, texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Signals:
    codes, meant = np.array(list(languages), np.str_), unit(meanings)
    centred = meant.copy()
    for code, middle in learned.middles.items():
        centred[codes == code] -= middle
    words, letters = counted_words(texts, languages), counted_letters(texts)
    return Signals(
        on_grid(meant), on_grid(unit(centred)), learned.words.weights(words), learned.letters.weights(letters), codes,
        learned,
    )  # fmt: skip


def products(weights: Weights, ones: Rows, others: Rows) -> Numbers:
    """The products of the rows `ones` with those of `others` at the same place."""
    found = [
        weights[ones[at : at + _PAIRS]].multiply(weights[others[at : at + _PAIRS]]).sum(axis=1)
        for at in range(0, len(ones), _PAIRS)
    ]
    return np.concatenate([np.asarray(part).ravel() for part in found or [np.zeros(0)]]).astype(np.float32)


#: How much a signal counts, its mean and its spread.
Part = tuple[float, float, float]


@dataclass(frozen=True)
class Scale:
    """Mean and spread of each signal for each two languages, and how crowded each text is in every other language."""

    known: Mapping[tuple[str, str], Sequence[Part]]
    crowd: Mapping[tuple[str, str], Numbers]

    def with_more(self, signals: Signals) -> Scale:
        """The same scale for signals of which more texts than these are known."""
        return Scale(self.known, _crowds(signals, self.crowd))

    def by_meaning(self, signals: Signals, rows: Rows) -> Numbers:
        """The meanings of some texts beside those of all, in standard deviations."""
        likeness = np.empty((len(rows), len(signals.languages)), np.float32)
        spoken = signals.languages[rows]
        for here in set(spoken.tolist()):
            some = np.flatnonzero(spoken == here)
            for there in signals.learned.middles:
                others = np.flatnonzero(signals.languages == there)
                if here == there:
                    near = signals.meanings[rows[some]] @ signals.meanings[others].T
                else:
                    near = _across(signals, self.crowd, (here, there), rows[some], others)
                _weight, mean, spread = self.known[min(here, there), max(here, there)][0]
                likeness[np.ix_(some, others)] = (near - mean) / spread
        return likeness

    def by_all(self, signals: Signals, rows: Rows, turned: Weights) -> Numbers:
        """The likeness of some texts with all; `turned` are the letters of all texts, a column each."""
        likeness = self.by_meaning(signals, rows)
        spoken = signals.languages[rows]
        letters = (signals.letters[rows] @ turned).toarray()
        for code in set(spoken.tolist()):
            same = np.ix_(spoken == code, signals.languages == code)
            likeness[same] = self._added(code, likeness[same], letters[same])
        return likeness

    def by_few(self, signals: Signals, rows: Rows, others: Rows, meant: Numbers) -> Numbers:
        """The likeness of some texts with a few others each, whose meanings have been compared."""
        ones, those = np.repeat(rows, others.shape[1]), others.ravel()
        letters = products(signals.letters, ones, those)
        likeness = meant.ravel().copy()
        for code in signals.learned.middles:
            same = (signals.languages[ones] == code) & (signals.languages[those] == code)
            likeness[same] = self._added(code, likeness[same], letters[same])
        return likeness.reshape(others.shape)

    def _added(self, code: str, meant: Numbers, letters: Numbers) -> Numbers:
        (meaning, _mean, _spread), wording = self.known[code, code]
        return np.asarray(meaning * meant + _summed([letters], [wording]), np.float32)


def scale_of(signals: Signals) -> Scale:
    """The scale of some signals, from a fixed sample of those that are its basis."""
    count, codes = signals.learned.count, sorted(signals.learned.middles)
    sample = np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int))
    spoken = signals.languages[sample]
    rows = {code: sample[spoken == code] for code in codes}
    crowd = _crowds(signals, {})
    one_language = {(code, code): _within(signals, rows[code]) for code in codes}
    across = {
        pair: [np.ravel(_across(signals, crowd, pair, rows[pair[0]], rows[pair[1]]))] for pair in combinations(codes, 2)
    }
    return Scale(_measured(one_language, (MEANING, LETTERS)) | _measured(across, (1.0,)), crowd)


def _within(signals: Signals, rows: Rows) -> list[Numbers]:
    pairs = np.triu_indices(len(rows), 1)
    meant = signals.meanings[rows] @ signals.meanings[rows].T
    letters = (signals.letters[rows] @ signals.letters[rows].T).toarray()
    return [meant[pairs], letters[pairs]]


def _across(
    signals: Signals, crowd: Mapping[tuple[str, str], Numbers], pair: tuple[str, str], ones: Rows, others: Rows
) -> Numbers:
    """Texts of one language beside texts of another, how crowded each is taken off."""
    near = signals.centred[ones] @ signals.centred[others].T
    crowded = crowd[pair][ones][:, None] + crowd[pair[::-1]][others][None]
    return np.asarray(2 * near - crowded, np.float32)


def _crowds(signals: Signals, known: Mapping[tuple[str, str], Numbers]) -> Mapping[tuple[str, str], Numbers]:
    """How near, on average, the nearest few of the basis in another language are to each text; what is known stays."""
    count = len(signals.languages)
    basis = signals.languages[: signals.learned.count]
    found = {}
    for here, there in permutations(signals.learned.middles, 2):
        before = known.get((here, there), np.zeros(0, np.float32))
        crowd = np.concatenate((before, np.zeros(count - len(before), np.float32)))
        ours = len(before) + np.flatnonzero(signals.languages[len(before) :] == here)
        theirs = np.flatnonzero(basis == there)
        for start in range(0, len(ours), ROWS):
            rows = ours[start : start + ROWS]
            near = signals.centred[rows] @ signals.centred[theirs].T
            few = min(_FEW, len(theirs))
            crowd[rows] = np.sort(np.partition(near, len(theirs) - few, axis=1)[:, -few:], axis=1).mean(axis=1)
        found[here, there] = crowd
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
