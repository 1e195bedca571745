"""Which recommendations are alike: first by what they mean, then by the words they use.

*Closeness* is the exponential of the likeness that `scale` tells in standard deviations: what is said of the very near
weighs most. Only the nearest few dozen of each text have any: of all the others each is a little close, and together,
in the average of large groups, they would count for more. Joined by their average closeness (`grouping`), texts make
large groups where a subject is large, and leave alone what is alone, as people do.

Neighbours are kept: one more text is compared with all others, and takes its place among theirs. Of very many texts
(20,000 are 200 million pairs) wording is only compared where the meanings are near.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mithaq.core.consolidation.scale import ROWS, Numbers, Rows, Scale, Signals, scale_of
from mithaq.core.meaning import Vectors

Places = npt.NDArray[np.int32]

#: Threads that look at rows at once; each needs some hundred megabytes when there are many texts.
_HANDS = min(4, os.cpu_count() or 1)
#: Texts of which all pairs are compared by their wording.
ALL_PAIRS = 4_000
#: Neighbours kept of each text; between 24 and 48 the groups are the same or nearly.
_KEPT = 32
#: Of very many texts, those whose meanings are nearest, so many, are compared by their wording too.
_CLOSELY = 96
#: Beyond this many standard deviations two texts are the same, and nothing is closer than the same.
_SAME = 6.0


@dataclass(frozen=True)
class Neighbours:
    """The nearest of each text, the most alike first and of equals the earlier first, and how alike they are."""

    signals: Signals
    scale: Scale
    places: Places
    likeness: Numbers

    @cached_property
    def closeness(self) -> sparse.csr_matrix:
        """How close each text is to its nearest others: symmetric, sparse, above 0; what is not there is far."""
        count, kept = self.places.shape
        near = np.exp(np.minimum(self.likeness, _SAME)).ravel()
        starts = np.arange(0, count * kept + 1, kept) if kept else np.zeros(count + 1, np.int64)
        toward = sparse.csr_matrix((near, self.places.ravel(), starts), (count, count))
        return sparse.csr_matrix(toward.maximum(toward.T))

    def with_more(self, texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Neighbours:
        """These and those of some more texts: the same as if all had been compared at once."""
        signals = self.signals.with_more(texts, languages, meanings)
        scale = self.scale.with_more(signals)
        before, count = len(self.places), len(signals.languages)
        kept = min(count - 1, _KEPT)
        rows = np.arange(before, count)
        likeness = scale.by_all(signals, rows, _turned(signals))
        likeness[rows - before, rows] = -np.inf
        theirs = np.ascontiguousarray(likeness[:, :before].T)
        places, alike = np.zeros((count, kept), np.int32), np.zeros((count, kept), np.float32)
        places[rows], alike[rows] = _foremost(likeness, kept)
        grown = kept > self.places.shape[1]
        some = np.arange(before) if grown else np.flatnonzero(theirs.max(axis=1) > self.likeness[:, -1])
        if not grown:
            places[:before], alike[:before] = self.places, self.likeness
        all_places = np.concatenate((self.places[some], np.broadcast_to(rows, (len(some), len(rows)))), axis=1)
        all_alike = np.concatenate((self.likeness[some], theirs[some]), axis=1)
        first = np.argsort(-all_alike, axis=1, kind="stable")[:, :kept]
        places[some] = np.take_along_axis(all_places, first, axis=1)
        alike[some] = np.take_along_axis(all_alike, first, axis=1)
        return Neighbours(signals, scale, places, alike)


def neighbours_of(signals: Signals) -> Neighbours:
    """The nearest of each text."""
    count = len(signals.languages)
    if count < 2:
        return Neighbours(signals, Scale({}, {}), np.zeros((count, 0), np.int32), np.zeros((count, 0), np.float32))
    scale, kept = scale_of(signals), min(count - 1, _KEPT)
    blocks = [np.arange(start, min(start + ROWS, count)) for start in range(0, count, ROWS)]
    nearest = _among_all(signals, scale, kept) if count <= ALL_PAIRS else _among_few(signals, scale, kept)
    # Nearly all of it is inside numpy and scipy, which let other threads run.
    with ThreadPoolExecutor(min(_HANDS, len(blocks))) as pool:
        places, likeness = zip(*pool.map(nearest, blocks), strict=True)
    return Neighbours(signals, scale, np.concatenate(places), np.concatenate(likeness))


def closeness(signals: Signals) -> sparse.csr_matrix:
    """How close each text is to its nearest others."""
    return neighbours_of(signals).closeness


def as_share(closeness: float) -> float:
    """A closeness between 0, no closer than any two, and 1, the same."""
    return min(1.0, max(0.0, log(closeness) / _SAME)) if closeness > 0 else 0.0


Nearest = Callable[[Rows], tuple[Places, Numbers]]


def _among_all(signals: Signals, scale: Scale, kept: int) -> Nearest:
    turned = _turned(signals)

    def nearest(rows: Rows) -> tuple[Places, Numbers]:
        likeness = scale.by_all(signals, rows, turned)
        likeness[np.arange(len(rows)), rows] = -np.inf
        return _foremost(likeness, kept)

    return nearest


def _among_few(signals: Signals, scale: Scale, kept: int) -> Nearest:
    """Only some are looked at closely: those whose meanings are nearest."""

    def nearest(rows: Rows) -> tuple[Places, Numbers]:
        meant = scale.by_meaning(signals, rows)
        meant[np.arange(len(rows)), rows] = -np.inf
        looked_at = np.sort(np.argpartition(-meant, _CLOSELY, axis=1)[:, :_CLOSELY], axis=1)
        likeness = scale.by_few(signals, rows, looked_at, np.take_along_axis(meant, looked_at, axis=1))
        among, alike = _foremost(likeness, kept)
        return np.take_along_axis(looked_at, among, axis=1).astype(np.int32), alike

    return nearest


def _turned(signals: Signals) -> sparse.csr_matrix:
    return signals.letters.T.tocsr()


def _foremost(likeness: Numbers, kept: int) -> tuple[Places, Numbers]:
    """The places of the largest of each row with their values, the largest first and of equals the earlier first."""
    last = np.partition(likeness, -kept, axis=1)[:, -kept, None]
    larger, equal = likeness > last, likeness == last
    room = kept - larger.sum(axis=1)
    crowded = np.flatnonzero(equal.sum(axis=1) > room)
    equal[crowded] &= np.cumsum(equal[crowded], axis=1) <= room[crowded, None]
    places = np.nonzero(larger | equal)[1].reshape(len(likeness), kept)
    found = np.take_along_axis(likeness, places, axis=1)
    order = np.argsort(-found, axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1).astype(np.int32), np.take_along_axis(found, order, axis=1)
