"""Proofs: that a leaf is in a log (inclusion), that a log only grew (consistency).

Making and checking follow RFC 9162, sections 2.1.3 and 2.1.4. A proof is a list of hashes; it has at most
ceil(log2(n)) of them, one more for consistency. Checking needs no storage and never raises: a proof holds or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from mithaq.core.tlog.tree import HashReader, Span, hashes_of, node_hash


def inclusion_proof(index: int, size: int, stored: HashReader) -> list[bytes]:
    """The proof that leaf `index` is in the log of `size`. Raises `ValueError` where it cannot be."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a log of {size}")
    return hashes_of(_beside(index, 0, size), stored)


def consistency_proof(old: int, size: int, stored: HashReader) -> list[bytes]:
    """The proof that the log of `size` begins with the log of `old`. Raises `ValueError` where `old` is larger."""
    if not 0 <= old <= size:
        raise ValueError(f"a log of {size} cannot begin with one of {old}")
    return hashes_of(_between(old, 0, size, True), stored) if old else []


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that `leaf` (a leaf hash) is number `index` of the log with this size and root."""
    if not 0 <= index < size:
        return False
    place, last, value = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = node_hash(beside, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and value == root


def continues(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the log with `size` and `root` begins with the one with `old` and `old_root`."""
    if not 0 <= old <= size:
        return False
    if old in (0, size):
        return not proof and (old == 0 or old_root == root)
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    then = now = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            then, now = node_hash(beside, then), node_hash(beside, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = node_hash(now, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and then == old_root and now == root


def _split(start: int, end: int) -> int:
    return start + (1 << (end - start - 1).bit_length() - 1)


def _beside(index: int, start: int, end: int) -> list[Span]:
    if end - start == 1:
        return []
    middle = _split(start, end)
    if index < middle:
        return [*_beside(index, start, middle), (middle, end)]
    return [*_beside(index, middle, end), (start, middle)]


def _between(old: int, start: int, end: int, known: bool) -> list[Span]:
    """`known`: whether the reader has the root of this part already, since it is the old log as a whole."""
    if old == end:
        return [] if known else [(start, end)]
    middle = _split(start, end)
    if old <= middle:
        return [*_between(old, start, middle, known), (middle, end)]
    return [*_between(old, middle, end, False), (start, middle)]
