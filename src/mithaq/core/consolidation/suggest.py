"""From many texts to suggested groups, each with its reason, and the pairs to look at side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mithaq.core.consolidation.contrasts import Beside, Contrast, beside_each_other
from mithaq.core.consolidation.grouping import UNDECIDED, Decisions, Order, order_of
from mithaq.core.consolidation.neighbours import closeness, signals_of
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
    opposed = {(pair.one, pair.other) for pair in beside if pair.contrast is Contrast.OPPOSITE}
    kept = Decisions(decisions.together, decisions.apart | (opposed - _put_together(decisions, len(texts), opposed)))
    order = order_of(near, kept, headings, signals.centred)
    return Table(tuple(texts), order, tuple(beside), Phrases(texts, languages))


def _put_together(decisions: Decisions, count: int, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs that people have put together, directly or by way of others."""
    groups = Order(count, tuple(decisions.together), ()).cut()
    home = {member: place for place, group in enumerate(groups) for member in group}
    return {(one, other) for one, other in pairs if home[one] == home[other]}
