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

from mithaq.core.meaning import on_grid, pieces
from mithaq.core.stems import REMEMBERED, stem
from mithaq.core.text import language_of, searchable

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
#: Chinese and Japanese write no spaces: there each two letters are a word.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
#: A word that stands in more of the texts than this says nothing about any of them, and would cost the most.
_COMMON = 0.5

#: Words that only join others, and are as long as those that say something, folded as for search.
_JOINING = """
about above across after against along also among another around because been before behind being below beside
between beyond both cannot could does doing down during each either else every from further have having here
however into itself just like made make many might more most much must near neither never nevertheless only
onto other others ought over rather same shall should since some such than that their them themselves then
there therefore these they this those though through throughout together toward towards under unless until
upon very were what when where whether which while whom whose will with within without would your الي علي هذا
هذه ذلك تلك كما بين عند منذ حتي كان لكن غير بعد قبل التي الذي الذين اللذين دون خلال ضمن حول نحو كافه جميع
"""
JOINING = frozenset(_JOINING.split())

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
    rows = counted_words(texts, languages)
    return Terms(rows).weights(rows)


def counted_words(texts: Sequence[str], languages: Sequence[str]) -> list[Counter[str]]:
    """The stems of each text with their counts."""
    return [_counted(text, language) for text, language in zip(texts, languages, strict=True)]


def counted_letters(texts: Sequence[str]) -> list[Counter[str]]:
    """The runs of three to five letters of each text with their counts. They forgive what stems miss."""
    return [_lettered(text) for text in texts]


@lru_cache(maxsize=512)
def _lettered(text: str) -> Counter[str]:
    return Counter(pieces(text))


@lru_cache(maxsize=20_000)
def _counted(text: str, language: str) -> Counter[str]:
    return Counter(stems(text, language))


class Terms:
    """What the terms of some texts weigh: those that at least two of them have and not most, the rare ones most."""

    def __init__(self, rows: Sequence[Counter[str]]) -> None:
        among = Counter(term for row in rows for term in row)
        most = max(2.0, _COMMON * len(rows))
        kept = [(term, texts) for term, texts in among.items() if 1 < texts <= most]
        self._known = {
            term: (place, 1 + log((1 + len(rows)) / (1 + texts))) for place, (term, texts) in enumerate(kept)
        }

    def weights(self, rows: Iterable[Counter[str]]) -> Weights:
        """Texts, these or others, as rows of length one; a term that is not known weighs nothing."""
        known = self._known
        kept = [sorted((*known[term], count) for term, count in row.items() if term in known) for row in rows]
        weights = [(1 + log(count)) * rare for row in kept for _place, rare, count in row]
        places = np.fromiter((place for row in kept for place, _rare, _count in row), np.int32)
        starts = np.cumsum([0, *(len(row) for row in kept)])
        shape = len(kept), max(1, len(known))
        matrix = sparse.csr_matrix((np.array(weights, np.float64), places, starts), shape=shape)
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        scale: npt.NDArray[np.float64] = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        found = sparse.csr_matrix(sparse.diags(scale) @ matrix)
        found.data = on_grid(found.data)
        return found
