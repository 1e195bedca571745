"""What the engine suggests for the table, remembered by what it depends on.

Comparing the texts costs most and depends on the texts alone; the order in which they join depends on what people have
decided besides; another number of points is only another cut. So a moved slider recomputes nothing but the cut, and a
text that came after the others is compared with them and changes nothing between them. What was dropped stays among
those that are compared, so that dropping is one decision more.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Generic, TypeVar

from mithaq.core.consolidation.contrasts import Beside
from mithaq.core.consolidation.reasons import Reason, reason_of
from mithaq.core.consolidation.suggest import Compared, Lying, Table, compared, goes_on, lying, ordered
from mithaq.recommendations.queries.meanings import Meanings, meanings_of
from mithaq.recommendations.queries.table import OnTheTable

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The last few values, each by all that it depends on. Two who ask at once wait for one computation."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = RLock()
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def recall(self, key: Key, compute: Callable[[Mapping[Key, Value]], Value]) -> Value:
        """The value under `key`, computed where it is not remembered; whoever computes it sees what is."""
        with self._lock:
            if key not in self._values:
                self._values[key] = compute(self._values)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
            return self._values[key]

    def known(self) -> Mapping[Key, Value]:
        """What is remembered, without waiting for what is being computed."""
        return dict(self._values)


#: Texts by hash and language in their order, and the model that took their meanings.
Texts = tuple[tuple[tuple[str, str], ...], str]

_compared: Kept[Texts, Compared] = Kept(4)
_ordered: Kept[Hashable, tuple[Lying, Table]] = Kept(4)


#: So many texts are compared from nothing while one waits: that takes less than a second.
FEW = 400


@dataclass(frozen=True)
class Suggestions:
    """The suggested groups, and the pairs to look at side by side; members are places in the table's order."""

    groups: list[list[int]]
    beside: tuple[Beside, ...]
    meanings: Meanings
    found: Lying

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
    meanings, texts = _texts_of(table)
    headings = tuple(str(item.pillar or "") for item in table.items) if within_pillars else None
    found, order = _ordered.recall(
        (texts, table.lying, table.decisions, headings), lambda _known: _laid_out(table, meanings, texts, headings)
    )
    return Suggestions(order.order.cut(points, closeness), order.beside, meanings, found)


def are_at_hand(table: OnTheTable) -> bool:
    """Whether suggestions are found at once: the texts are few, or this process has compared most of them. Else it
    takes seconds once. One query, where vectors are not yet remembered."""
    meanings, texts = _texts_of(table)
    if len(meanings.places) <= FEW:
        return True
    languages = [language for _digest, language in texts[0]]
    return any(goes_on(found, languages) for _those, found in _begun(texts, _compared.known()))


def _texts_of(table: OnTheTable) -> tuple[Meanings, Texts]:
    meanings = meanings_of([(said.hash, said.text) for said in table.said])
    return meanings, (
        tuple((table.said[place].hash, table.said[place].language) for place in meanings.places),
        meanings.model,
    )


def _begun(texts: Texts, known: Mapping[Texts, Compared]) -> list[tuple[Texts, Compared]]:
    """What was compared of which these texts are the same ones, or the same and more."""
    here, model = texts
    return [(those, found) for those, found in known.items() if those[1] == model and those[0] == here[: len(those[0])]]


def _laid_out(
    table: OnTheTable, meanings: Meanings, texts: Texts, headings: Sequence[str] | None
) -> tuple[Lying, Table]:
    compared = _compared.recall(texts, lambda known: _compare(table, meanings, texts, known))
    here = {place: at for at, place in enumerate(meanings.places)}
    found = lying(compared, [here.get(place) for place in table.lying], [item.text for item in table.items])
    return found, ordered(found, decisions=table.decisions, headings=headings)


def _compare(table: OnTheTable, meanings: Meanings, texts: Texts, known: Mapping[Texts, Compared]) -> Compared:
    """Compare, from as many as were compared before."""
    said = [table.said[place] for place in meanings.places]
    begun = [found for _those, found in _begun(texts, known)]
    earlier = max(begun, key=lambda found: len(found.texts), default=None)
    return compared([one.text for one in said], [one.language for one in said], meanings.vectors, earlier)
