"""From many texts to suggested groups, each with its reason, and the pairs to look at side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from mithaq.core.consolidation.contrasts import Beside, Contrast, beside_each_other
from mithaq.core.consolidation.grouping import UNDECIDED, Decisions, Order, order_of
from mithaq.core.consolidation.neighbours import Signals, closeness, signals_of
from mithaq.core.consolidation.reasons import Phrases, Reason, reason_of
from mithaq.core.meaning import Vectors

#: Nearest neighbours of each text that are looked at for pairs.
_LOOKED_AT = 6


@dataclass(frozen=True)
class Suggested:
    """A group by the places of its members, and why they stand together."""

    members: tuple[int, ...]
    reason: Reason


@dataclass(frozen=True)
class Compared:
    """What the texts alone tell: how near they are, which contradict, which phrases they share. It costs the most and
    depends on no decision, so it is kept for as long as the texts are the same."""

    texts: tuple[str, ...]
    signals: Signals
    near: sparse.csr_matrix
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
    return ordered(compared(texts, languages, meanings), decisions=decisions, headings=headings)


def compared(texts: Sequence[str], languages: Sequence[str], meanings: Vectors) -> Compared:
    """How near the texts are to each other, and which pairs of them people should see side by side."""
    signals = signals_of(texts, languages, meanings)
    near = closeness(signals)
    beside = beside_each_other(
        texts,
        signals,
        (
            (row, int(near.indices[at]))
            for row in range(near.shape[0])
            for at in near.indptr[row] + np.argsort(-near.data[near.indptr[row] : near.indptr[row + 1]])[:_LOOKED_AT]
        ),
    )
    return Compared(tuple(texts), signals, near, tuple(beside), Phrases(texts, languages))


def ordered(found: Compared, *, decisions: Decisions = UNDECIDED, headings: Sequence[str] | None = None) -> Table:
    """The order in which compared texts join, as people have decided by now. Raises `Contradiction`."""
    opposed = {(pair.one, pair.other) for pair in found.beside if pair.contrast is Contrast.OPPOSITE}
    apart = opposed - _put_together(decisions, len(found.texts), opposed)
    kept = Decisions(decisions.together, decisions.apart | apart)
    order = order_of(found.near, kept, headings, found.signals.centred)
    return Table(found.texts, order, found.beside, found.phrases)


def _put_together(decisions: Decisions, count: int, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs that people have put together, directly or by way of others."""
    groups = Order(count, tuple(decisions.together), ()).cut()
    home = {member: place for place, group in enumerate(groups) for member in group}
    return {(one, other) for one, other in pairs if home[one] == home[other]}
