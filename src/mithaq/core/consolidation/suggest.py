"""From many texts to suggested groups, each with its reason, and the pairs to look at side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from mithaq.core.consolidation.contrasts import Beside, Contrast, contrasts_of
from mithaq.core.consolidation.grouping import UNDECIDED, Decisions, Order, order_of
from mithaq.core.consolidation.neighbours import ALL_PAIRS, Neighbours, neighbours_of
from mithaq.core.consolidation.reasons import Phrases, Reason, reason_of
from mithaq.core.consolidation.scale import basis_of, signals_of
from mithaq.core.meaning import Vectors

#: Nearest neighbours of each text that are looked at for pairs.
_LOOKED_AT = 6
#: A pair as one number: the first of the two in its upper half, the other in its lower.
_HALF, _OTHER = 32, (1 << 32) - 1


@dataclass(frozen=True)
class Suggested:
    """A group by the places of its members, and why they stand together."""

    members: tuple[int, ...]
    reason: Reason


@dataclass(frozen=True)
class Compared:
    """What the texts alone tell: how near they are, which contradict, which phrases they share. It costs the most and
    depends on no decision, so it is kept, and what comes after them takes its place among them."""

    texts: tuple[str, ...]
    neighbours: Neighbours
    #: By pairs, each written as one number: there are thousands, and they are kept.
    contrasts: Mapping[int, Beside | None]
    phrases: Phrases

    @property
    def near(self) -> sparse.csr_matrix:
        """How near each text is to its nearest others."""
        return self.neighbours.closeness

    @cached_property
    def beside(self) -> tuple[Beside, ...]:
        """The pairs that people should see side by side, in the order of their places."""
        return tuple(
            pair for _places, pair in sorted((places, pair) for places, pair in self.contrasts.items() if pair)
        )


@dataclass(frozen=True)
class Lying:
    """Those of the compared texts that lie on the table, by their places there."""

    texts: tuple[str, ...]
    near: sparse.csr_matrix
    centred: Vectors
    beside: tuple[Beside, ...]
    phrases: Phrases


@dataclass(frozen=True)
class Table:
    """What was computed once for some texts; groups for any number of points are cut from it at once."""

    texts: tuple[str, ...]
    order: Order
    beside: tuple[Beside, ...]
    phrases: Phrases

    def groups(self, points: int | None = None, closeness: float | None = None) -> list[Suggested]:
        """The suggested groups for so many points, or for a closeness from 0 (all together) to 1 (only the same)."""
        cut = self.order.cut(points, closeness)
        return [Suggested(tuple(members), reason_of(members, self.texts, self.phrases)) for members in cut]


def laid_out(
    texts: Sequence[str],
    languages: Sequence[str],
    meanings: Vectors,
    *,
    decisions: Decisions = UNDECIDED,
    headings: Sequence[str] | None = None,
) -> Table:
    """Compare the texts and find the order in which they join. `headings` are never crossed (pillars).

    Opposites are kept apart, unless people put them together. Raises `Contradiction` where decisions contradict.
    """
    return ordered(lying(compared(texts, languages, meanings)), decisions=decisions, headings=headings)


def compared(
    texts: Sequence[str], languages: Sequence[str], meanings: Vectors, earlier: Compared | None = None
) -> Compared:
    """How near the texts are to each other, and which pairs of them people should see side by side.

    `earlier` may be what was compared before. It saves nearly all the work where its texts are the first of these, and
    changes nothing in what is found.
    """
    if earlier is None or earlier.texts != tuple(texts[: len(earlier.texts)]) or not goes_on(earlier, languages):
        neighbours = neighbours_of(signals_of(texts, languages, meanings))
        return Compared(tuple(texts), neighbours, _contrasted(texts, neighbours), Phrases.of(texts, languages))
    since = len(earlier.texts)
    if since == len(texts):
        return earlier
    more = texts[since:], languages[since:]
    neighbours = earlier.neighbours.with_more(*more, meanings[since:])
    found = _contrasted(texts, neighbours, earlier.contrasts)
    return Compared(tuple(texts), neighbours, found, earlier.phrases.with_more(*more))


def goes_on(earlier: Compared, languages: Sequence[str]) -> bool:
    """Whether more texts take their place among those that were compared: the first of texts in these languages, where
    all is learned of the same ones."""
    count, signals = len(earlier.texts), earlier.neighbours.signals
    return (
        1 < count <= len(languages) <= ALL_PAIRS
        and signals.learned.count == basis_of(languages)
        and signals.languages.tolist() == list(languages[:count])
    )


def _contrasted(
    texts: Sequence[str], neighbours: Neighbours, known: Mapping[int, Beside | None] | None = None
) -> dict[int, Beside | None]:
    nearest = neighbours.places[:, :_LOOKED_AT].astype(np.int64)
    places = np.broadcast_to(np.arange(len(nearest))[:, None], nearest.shape)
    pairs = np.unique(np.minimum(places, nearest) << _HALF | np.maximum(places, nearest)).tolist()
    known = known or {}
    new = [(pair >> _HALF, pair & _OTHER) for pair in pairs if pair not in known]
    found = contrasts_of(texts, neighbours.signals, new)
    of_new = {one << _HALF | other: contrast for (one, other), contrast in found.items()}
    return {pair: known[pair] if pair in known else of_new[pair] for pair in pairs}


def lying(found: Compared, places: Sequence[int | None] | None = None, texts: Sequence[str] = ()) -> Lying:
    """All compared texts as they lie on the table, or `texts`, of which each is found at its place among those that
    were compared. One that has none was not compared yet: it is near to nothing, and shares no phrase."""
    centred = found.neighbours.signals.centred
    if places is None:
        return Lying(found.texts, found.near, centred, found.beside, found.phrases)
    here = {place: at for at, place in enumerate(places) if place is not None}
    beside = tuple(
        pair._replace(one=here[pair.one], other=here[pair.other])
        for pair in found.beside
        if pair.one in here and pair.other in here
    )
    count = len(found.texts)
    chosen = np.array([count if place is None else place for place in places], np.int64)
    # What was not compared stands at a place after all others, where nothing is.
    rows = np.append(found.near.indptr, found.near.indptr[-1])
    all_near = sparse.csr_matrix((found.near.data, found.near.indices, rows), (count + 1, count + 1))
    near = sparse.csr_matrix(all_near[chosen][:, chosen])
    there = np.concatenate((centred, np.zeros_like(centred[:1])))[chosen]
    return Lying(tuple(texts), near, there, beside, found.phrases.only(places))


def ordered(found: Lying, *, decisions: Decisions = UNDECIDED, headings: Sequence[str] | None = None) -> Table:
    """The order in which the texts on the table join, as people have decided by now. Raises `Contradiction`."""
    opposed = {(pair.one, pair.other) for pair in found.beside if pair.contrast is Contrast.OPPOSITE}
    apart = opposed - _put_together(decisions, len(found.texts), opposed)
    kept = Decisions(decisions.together, decisions.apart | apart)
    order = order_of(found.near, kept, headings, found.centred)
    return Table(found.texts, order, found.beside, found.phrases)


def _put_together(decisions: Decisions, count: int, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs that people have put together, directly or by way of others."""
    if not decisions.together:
        return set()
    groups = Order(count, tuple(decisions.together), ()).cut()
    home = {member: place for place, group in enumerate(groups) for member in group}
    return {(one, other) for one, other in pairs if home[one] == home[other]}
