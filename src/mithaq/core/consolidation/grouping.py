"""Groups by average linkage: always the two whose members are most alike on average come together next.

It works on the sparse likeness of `neighbours.closeness`; a pair that is not there counts as zero, so that the average
is exact. What people decided holds: what belongs together is one from the start, what does not never becomes one. The
whole order of joining is kept, so another number of groups or another closeness is only another cut.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from mithaq.core.consolidation.neighbours import as_share
from mithaq.core.meaning import Vectors

Pair = tuple[int, int]

#: Texts of which all pairs are looked at: 4,000 are 128 megabytes.
_ALL_PAIRS = 4_000
#: How far apart is what may never join. Averaged with all the pairs of two groups it is still farther than anything.
_NEVER = 1e15
#: What is nearer than this was one from the start.
_ONE = 1e7


@dataclass(frozen=True)
class Decisions:
    """What people have decided, by the texts' places: pairs that belong together, and pairs that never do."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


#: Nobody has decided anything yet.
UNDECIDED = Decisions()


class Contradiction(ValueError):
    """Two texts were decided to belong together and to stay apart. `pair` names them by their places."""

    def __init__(self, pair: Pair) -> None:
        super().__init__(f"{pair[0]} and {pair[1]} were put together and kept apart")
        self.pair = pair


def contradiction(count: int, decisions: Decisions) -> Pair | None:
    """The first pair that was to stay apart and came together, directly or by way of others; None where all is well."""
    forest = _Forest(count)
    for one, other in sorted(decisions.together):
        forest.join(one, other)
    return next((pair for pair in sorted(decisions.apart) if forest.root(pair[0]) == forest.root(pair[1])), None)


@dataclass(frozen=True)
class Joining:
    """Two groups became one, named by a member of each; `closeness` is how alike they were on average, 0 to 1."""

    one: int
    other: int
    closeness: float


@dataclass(frozen=True)
class Order:
    """In which order the texts join, from the closest on."""

    count: int
    given: tuple[Pair, ...]
    joinings: tuple[Joining, ...]

    def cut(self, points: int | None = None, closeness: float | None = None) -> list[list[int]]:
        """The groups when so many points are wanted, or when only what is at least so close joins.

        Groups stand in the order of their first members; with constraints there may be more than `points`.
        """
        forest = _Forest(self.count)
        left = self.count - sum(forest.join(one, other) for one, other in self.given)
        for joining in self.joinings:
            if closeness is not None and joining.closeness < closeness:
                break
            if points is not None and left <= points:
                break
            left -= forest.join(joining.one, joining.other)
        return forest.groups()


def order_of(
    near: sparse.csr_matrix,
    decisions: Decisions = UNDECIDED,
    apart: Sequence[str] | None = None,
    vectors: Vectors | None = None,
    all_pairs: int = _ALL_PAIRS,
) -> Order:
    """The order in which texts join. Raises `Contradiction`.

    `apart` gives each text a heading that is never crossed (a pillar); `vectors` tell, of the groups that are close
    to no other, which are nearest: they join last, at closeness zero.
    Of more than `all_pairs` texts not all pairs are looked at, which takes longer, and much less memory.
    """
    groups = _Groups(near.shape[0], decisions, apart)
    joinings = list(groups.linked(near) if near.shape[0] <= all_pairs else groups.joined(near))
    if vectors is not None and len(groups.size) > 1:
        joinings += groups.joined_by(vectors)
    return Order(near.shape[0], tuple(sorted(decisions.together)), tuple(joinings))


def _place(count: int, ones: npt.NDArray[Any], others: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Where pairs stand among all pairs of so many, written row by row above the diagonal."""
    first, second = np.minimum(ones, others).astype(np.int64), np.maximum(ones, others).astype(np.int64)
    places: npt.NDArray[np.int64] = count * first - first * (first + 1) // 2 + second - first - 1
    return places


@dataclass
class _Forest:
    """Which texts are in one group."""

    count: int
    parent: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.parent = list(range(self.count))

    def root(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = one = self.parent[self.parent[one]]
        return one

    def join(self, one: int, other: int) -> bool:
        """Put two groups together; False where they were one already."""
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first
        return first != second

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for one in range(self.count):
            found.setdefault(self.root(one), []).append(one)
        return list(found.values())


class _Groups:
    """The groups while they join: sizes, summed likeness to others, and those they may never join."""

    def __init__(self, count: int, decisions: Decisions, apart: Sequence[str] | None) -> None:
        self.forest = _Forest(count)
        for one, other in decisions.together:
            self.forest.join(one, other)
        #: The group in which each text is from the start.
        self.home = home = [self.forest.root(one) for one in range(count)]
        self.size: dict[int, int] = {}
        for one in home:
            self.size[one] = self.size.get(one, 0) + 1
        self.heading = {one: apart[one] if apart else "" for one in self.size}
        self.never: dict[int, set[int]] = {one: set() for one in self.size}
        for one, other in decisions.apart:
            if home[one] == home[other]:
                raise Contradiction((one, other))
            self.never[home[one]].add(home[other])
            self.never[home[other]].add(home[one])
        #: The summed likeness to each other group that it may join.
        self.near: dict[int, dict[int, float]] = {one: {} for one in self.size}

    def linked(self, near: sparse.csr_matrix) -> Iterator[Joining]:
        """Join the closest two for as long as any are close, all pairs at once: 2,000 texts in a tenth of a second.

        Far is what is not close, so that closeness turned negative is a distance. What is one already is nearer than
        anything, and what may never be one so far that no average with others brings it back.
        """
        # They load a sixth of a second of what a server that nobody asks to group anything can do without.
        from scipy.cluster.hierarchy import linkage
        from scipy.spatial.distance import squareform

        count, home = len(self.home), np.array(self.home)
        #: The distance of each pair, above the diagonal only and row by row, as `linkage` takes it.
        far = np.zeros(count * (count - 1) // 2)
        pairs = sparse.triu(near, 1, "coo")
        far[_place(count, pairs.row, pairs.col)] = -pairs.data
        headings = np.unique([self.heading[one] for one in self.home], return_inverse=True)[1]
        if headings.any():
            far[squareform(headings[:, None] != headings[None], checks=False)] = _NEVER
        apart = np.array([(one, other) for one, others in self.never.items() for other in others]).reshape(-1, 2)
        far[_place(count, apart[:, 0], apart[:, 1])] = _NEVER
        for one in (one for one, size in self.size.items() if size > 1):
            ones, others = np.triu_indices(self.size[one], 1)
            members = np.flatnonzero(home == one)
            far[_place(count, members[ones], members[others])] = -_NEVER
        named = list(range(count))
        for first, second, distance, _size in linkage(far, "average") if count > 1 else ():
            one, other = sorted((named[int(first)], named[int(second)]))
            named.append(one)
            if -_ONE < distance < 0:
                yield Joining(one, other, as_share(-distance))
                self._join(one, other)

    def joined(self, near: sparse.csr_matrix) -> Iterator[Joining]:
        """Join the closest two for as long as any are close, without looking at all pairs.

        The heap has one entry a group: its nearest when it was last asked. A joining brings no group nearer to a third
        than the nearer of its parts was, so an old entry is never too low, and is asked again when its turn comes.
        """
        self._hear_of(near)
        heap = [self._nearest(one) for one, found in self.near.items() if found]
        heapq.heapify(heap)
        while heap:
            entry = heapq.heappop(heap)
            one = entry[1]
            if not self.near.get(one):
                continue  # it has joined another since, or may join none any more
            closest = self._nearest(one)
            if closest != entry:
                heapq.heappush(heap, closest)
                continue
            closeness, _one, other = closest
            one, other = min(one, other), max(one, other)
            yield Joining(one, other, as_share(-closeness))
            self._join(one, other)
            if self.near[one]:
                heapq.heappush(heap, self._nearest(one))

    def _hear_of(self, near: sparse.csr_matrix) -> None:
        for row, home in enumerate(self.home):
            here = self.near[home]
            for at in range(near.indptr[row], near.indptr[row + 1]):
                there = self.home[near.indices[at]]
                if there != home and self._may(home, there):
                    here[there] = here.get(there, 0.0) + float(near.data[at])

    def _nearest(self, one: int) -> tuple[float, int, int]:
        """The group nearest to this one, as the heap holds it: the average likeness, negative, and the two."""
        size = self.size
        closeness, other = min((-likeness / size[other], other) for other, likeness in self.near[one].items())
        return closeness / size[one], one, other

    def joined_by(self, vectors: Vectors) -> list[Joining]:
        """Join those that are close to none by the average likeness of their vectors, nearest first."""
        names = sorted(self.size)
        place = {name: at for at, name in enumerate(names)}
        count = self.forest.count
        homes = [place[self.forest.root(one)] for one in range(count)]
        members = sparse.csr_matrix((np.ones(count), (homes, range(count))), (len(names), count))
        sums = members @ vectors.astype(np.float64)
        return list(self._by_average(names, sums @ sums.T, np.array([float(self.size[name]) for name in names])))

    def _by_average(
        self, names: list[int], sums: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64]
    ) -> Iterator[Joining]:
        average = sums / np.outer(sizes, sizes)
        for at, name in enumerate(names):
            for other_at, other in enumerate(names):
                if at == other_at or not self._may(name, other):
                    average[at, other_at] = -np.inf
        while True:
            at, other_at = divmod(int(average.argmax()), len(names))
            if average[at, other_at] == -np.inf:
                return
            at, other_at = min(at, other_at), max(at, other_at)
            yield Joining(names[at], names[other_at], 0.0)
            self._join(names[at], names[other_at])
            barred = np.isneginf(average[at]) | np.isneginf(average[other_at])
            sums[at] += sums[other_at]
            sums[:, at] += sums[:, other_at]
            sizes[at] += sizes[other_at]
            row = np.where(barred, -np.inf, sums[at] / (sizes[at] * sizes))
            average[at], average[:, at] = row, row
            average[other_at], average[:, other_at] = -np.inf, -np.inf

    def _may(self, one: int, other: int) -> bool:
        return self.heading[one] == self.heading[other] and other not in self.never[one]

    def _join(self, one: int, other: int) -> None:
        """The second becomes a part of the first."""
        self.forest.join(one, other)
        self.size[one] += self.size.pop(other)
        for third in self.never.pop(other):
            self.never[third].discard(other)
            self.never[third].add(one)
            self.never[one].add(third)
        here, there = self.near[one], self.near.pop(other)
        here.pop(other, None)
        there.pop(one, None)
        for third, likeness in there.items():
            self.near[third].pop(other)
            here[third] = self.near[third][one] = here.get(third, 0.0) + likeness
        for third in self.never[one] & here.keys():
            del here[third], self.near[third][one]
