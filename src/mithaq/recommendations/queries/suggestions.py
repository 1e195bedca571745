"""What the engine suggests for the table, remembered by what it depends on.

Comparing the texts costs most and depends on the texts alone; the order in which they join depends on what people have
decided besides; another number of points is only another cut. So a moved slider recomputes nothing but the cut.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Generic, TypeVar

from mithaq.core.consolidation.contrasts import Beside
from mithaq.core.consolidation.reasons import Reason, reason_of
from mithaq.core.consolidation.suggest import Compared, Table, compared, ordered
from mithaq.recommendations.queries.meanings import Meanings, meanings_of
from mithaq.recommendations.queries.table import OnTheTable

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last few values, each by all that it depends on. Two who ask at once wait for one computation."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = RLock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def recall(self, key: Hashable, compute: Callable[[], Value]) -> Value:
        """The value under `key`, computed where it is not remembered."""
        with self._lock:
            if key not in self._values:
                self._values[key] = compute()
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
            return self._values[key]


_compared: Kept[Compared] = Kept(4)
_ordered: Kept[Table] = Kept(8)


@dataclass(frozen=True)
class Suggestions:
    """The suggested groups, and the pairs to look at side by side; members are places in the table's order."""

    groups: list[list[int]]
    beside: tuple[Beside, ...]
    meanings: Meanings
    found: Compared

    def reason(self, members: Sequence[int]) -> Reason:
        """Why these stand together. It is asked for the groups that are shown, not for all."""
        return reason_of(members, self.found.texts, self.found.phrases)

    def nearest(self, members: Sequence[int]) -> tuple[int, int] | None:
        """The two of a group that are nearest to each other; None where none are near."""
        near = self.found.near[members][:, members].tocoo()
        if not near.nnz:
            return None
        closest = int(near.data.argmax())
        one, other = sorted((members[near.row[closest]], members[near.col[closest]]))
        return one, other


def suggestions_for(
    table: OnTheTable, *, points: int | None = None, closeness: float | None = None, within_pillars: bool = False
) -> Suggestions:
    """Groups for so many points, or for a closeness from 0 to 1. One query, where vectors are not yet remembered."""
    meanings = meanings_of([(item.hash, item.text) for item in table.items])
    texts = tuple((item.hash, item.language) for item in table.items)
    found = _compared.recall((texts, meanings.model), lambda: _compare(table, meanings))
    headings = tuple(str(item.pillar or "") for item in table.items) if within_pillars else None
    order = _ordered.recall(
        (texts, meanings.model, table.decisions, headings),
        lambda: ordered(found, decisions=table.decisions, headings=headings),
    )
    return Suggestions(order.order.cut(points, closeness), order.beside, meanings, found)


def _compare(table: OnTheTable, meanings: Meanings) -> Compared:
    return compared([i.text for i in table.items], [i.language for i in table.items], meanings.vectors)
