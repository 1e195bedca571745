"""Words as weights: the stems and the runs of letters of each text, the rare ones weighing most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mithaq.core.meaning import pieces
from mithaq.core.stems import REMEMBERED, stem
from mithaq.core.text import language_of, searchable

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
#: Chinese and Japanese write no spaces: there each two letters are a word.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
#: A word that stands in more of the texts than this says nothing about any of them, and would cost the most.
_COMMON = 0.5

Weights: TypeAlias = sparse.csr_matrix


def stems(text: str, language: str = "") -> list[str]:
    """The stems of a text's words, in their order, folded as for search."""
    code = language or language_of(text)
    return [stem(word, code) for word in words_of(text)]


@lru_cache(REMEMBERED)
def stem_of(word: str, language: str) -> str:
    """The stem of one word as it is written, empty for a mark; of several in one, the first."""
    return next(iter(stems(word, language)), "")


def words_of(text: str) -> list[str]:
    """The words of a text, folded as for search."""
    found: list[str] = []
    for word in _WORD.findall(searchable(text)):
        if _UNSPACED.search(word):
            for run in _UNSPACED.findall(word):
                found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
        else:
            found.append(word)
    return found


def by_words(texts: Sequence[str], languages: Sequence[str]) -> Weights:
    """Texts by stems: rows of length one, each stem's count damped and weighed by how few texts have it."""
    return _weighed(_counted(text, language) for text, language in zip(texts, languages, strict=True))


def by_letters(texts: Sequence[str]) -> Weights:
    """Texts by runs of three to five letters, weighed in the same way. They forgive what stems miss."""
    return _weighed(Counter(pieces(text)) for text in texts)


@lru_cache(maxsize=20_000)
def _counted(text: str, language: str) -> Counter[str]:
    return Counter(stems(text, language))


def _weighed(rows: Iterable[Counter[str]]) -> Weights:
    counts = list(rows)
    among = Counter(term for row in counts for term in row)
    most = max(2.0, _COMMON * len(counts))
    columns = {term: place for place, term in enumerate(t for t, texts in among.items() if 1 < texts <= most)}
    kept = [[(columns[term], count, among[term]) for term, count in row.items() if term in columns] for row in counts]
    weights = [
        (1 + log(count)) * (1 + log((1 + len(counts)) / (1 + texts))) for row in kept for _c, count, texts in row
    ]
    places = np.fromiter((column for row in kept for column, _n, _t in row), np.int32)
    starts = np.cumsum([0, *(len(row) for row in kept)])
    matrix = sparse.csr_matrix(
        (np.array(weights, np.float32), places, starts), shape=(len(counts), max(1, len(columns)))
    )
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale: npt.NDArray[np.float32] = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)
