"""The tree over the leaves (RFC 6962, section 2.1; RFC 9162, section 2.1).

    leaf hash  SHA-256(0x00 || entry)
    node hash  SHA-256(0x01 || left || right)
    root of n  the largest power of two k < n on the left, the rest on the right; of none SHA-256("")

The two prefixes keep a node from being passed off as a leaf. Stored are the hashes of full subtrees only, each at its
place `(level, index)`: it stands over the leaves from `index << level` to `(index + 1) << level`. They never change.
A log of n leaves has fewer than 2 n of them; the root, a proof or a new leaf reads about log2(n).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

#: Level and index of a stored hash.
Place = tuple[int, int]
#: Leaves from the first to before the second.
Span = tuple[int, int]
EMPTY = hashlib.sha256(b"").digest()


class HashReader(Protocol):
    """Where the stored hashes are: a database, a folder of tiles, a dictionary."""

    def read(self, places: Sequence[Place]) -> list[bytes]:
        """The hashes at these places, in this order. Raises `LookupError` where one is missing."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(size: int, leaves: Sequence[bytes], stored: HashReader) -> dict[Place, bytes]:
    """The hashes to be stored when leaves (by their hashes) are added to a log of `size`: at most 2 n + log2(size)."""
    new = _right_edge(size, stored) if leaves else {}
    for number, leaf in enumerate(leaves, size):
        level, index, value = 0, number, leaf
        new[level, index] = value
        while index % 2:
            value = node_hash(new[level, index - 1], value)
            level, index = level + 1, index // 2
            new[level, index] = value
    return {(level, index): value for (level, index), value in new.items() if (index + 1) << level > size}


def _right_edge(size: int, stored: HashReader) -> dict[Place, bytes]:
    """The full subtrees of which the log of `size` is made: what new leaves are hashed with."""
    places = full_subtrees((0, size))
    return dict(zip(places, stored.read(places), strict=True))


def full_subtrees(span: Span) -> list[Place]:
    """The full subtrees that make up a span, from left to right. The span must start where a tree of its size may."""
    start, end = span
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return places


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over full subtrees that stand beside each other, from left to right."""
    if not hashes:
        return EMPTY
    value = hashes[-1]
    for left in reversed(hashes[:-1]):
        value = node_hash(left, value)
    return value


def hashes_of(spans: Sequence[Span], stored: HashReader) -> list[bytes]:
    """The roots over several spans, read in one go."""
    parts = [full_subtrees(span) for span in spans]
    found = iter(stored.read([place for part in parts for place in part]))
    return [folded([next(found) for _place in part]) for part in parts]


def root_of(size: int, stored: HashReader) -> bytes:
    """The root of the log when it had `size` leaves."""
    return hashes_of([(0, size)], stored)[0]


@dataclass
class Crown:
    """The root over leaves that come one after the other, in room for log2(n) hashes: to check a whole log with."""

    size: int = 0
    #: The root of each full subtree on the right edge, the largest first.
    _roots: list[bytes] = field(default_factory=list)

    def add(self, entries: Iterable[bytes]) -> None:
        """Hash these entries as the next leaves."""
        sha256, roots, size = hashlib.sha256, self._roots, self.size
        for entry in entries:
            value = sha256(b"\x00" + entry).digest()
            full = size
            while full & 1:
                value = sha256(b"\x01" + roots.pop() + value).digest()
                full >>= 1
            roots.append(value)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """The root over what was added so far."""
        return folded(self._roots)


@dataclass(frozen=True)
class Kept:
    """Stored hashes in a dictionary."""

    hashes: Mapping[Place, bytes]

    def read(self, places: Sequence[Place]) -> list[bytes]:
        return [self.hashes[place] for place in places]
