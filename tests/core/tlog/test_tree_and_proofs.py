"""The tree and its proofs: the vectors of Certificate Transparency, every proof of small logs, and what must not pass."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.tlog.proofs import consistency_proof, continues, includes, inclusion_proof
from mithaq.core.tlog.tree import EMPTY, Crown, Kept, grown, leaf_hash, node_hash, root_of

#: The leaves and roots that the libraries of Certificate Transparency are tested with.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 256


def a_log(entries):
    """The stored hashes of a log with these entries, added one by one."""
    stored = {}
    for size, entry in enumerate(entries):
        stored |= grown(size, [leaf_hash(entry)], Kept(stored))
    return Kept(stored)


ENTRIES = [f"entry {number}".encode() for number in range(MOST)]
LOG = a_log(ENTRIES)
ROOT = [root_of(size, LOG) for size in range(MOST + 1)]
HASH = [leaf_hash(entry) for entry in ENTRIES]


def defined(hashes):
    """The root as the standard defines it, by recursion."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(defined(hashes[:middle]), defined(hashes[middle:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_answers_are_given(size):
    entries = [bytes.fromhex(leaf) for leaf in LEAVES[:size]]
    crown = Crown()
    crown.add(entries)
    assert root_of(size, a_log(entries)).hex() == crown.root().hex() == ROOTS[size - 1]


def test_every_root_is_the_one_the_standard_defines():
    assert ROOT[0] == EMPTY == Crown().root()
    crown = Crown()
    for size in range(1, MOST + 1):
        crown.add(ENTRIES[size - 1 : size])
        assert ROOT[size] == defined(HASH[:size]) == crown.root()


def test_every_leaf_of_every_small_log_is_proved_and_only_there():
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, LOG)
            assert includes(ROOT[size], size, index, HASH[index], proof)
            assert not includes(ROOT[size], size, index ^ 1, HASH[index], proof)
            assert not includes(ROOT[size - 1], size, index, HASH[index], proof)


def test_every_small_log_continues_every_smaller_one_and_no_other():
    for size in range(1, MOST + 1):
        for old in range(size + 1):
            proof = consistency_proof(old, size, LOG)
            assert continues(ROOT[old], old, ROOT[size], size, proof)
            if old:
                assert not continues(ROOT[old - 1], old, ROOT[size], size, proof)
                assert not continues(ROOT[old], old, ROOT[size - 1], size, proof)


@given(st.lists(st.integers(1, 40), max_size=8))
def test_leaves_that_are_added_together_give_what_they_give_one_by_one(batches):
    stored, size = {}, 0
    for number in batches:
        if size + number <= MOST:
            stored |= grown(size, HASH[size : size + number], Kept(stored))
            size += number
    assert root_of(size, Kept(stored)) == ROOT[size]
    assert all(LOG.hashes[place] == value for place, value in stored.items())


@given(st.integers(1, MOST), st.data())
def test_a_flipped_bit_in_a_proof_is_found(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, LOG) or [b"\0" * 32]
    which, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    flipped = int.from_bytes(proof[which], "big") ^ (1 << bit)
    proof[which] = flipped.to_bytes(32, "big")
    assert not includes(ROOT[size], size, index, HASH[index], proof)


def test_a_node_cannot_be_passed_off_as_a_leaf():
    as_entry = HASH[0] + HASH[1]
    assert not includes(ROOT[2], 1, 0, leaf_hash(as_entry), [])
    assert leaf_hash(as_entry) != node_hash(HASH[0], HASH[1]) == ROOT[2]
    swapped = hashlib.sha256(b"\x01" + ENTRIES[0]).digest()
    assert not includes(ROOT[4], 4, 0, swapped, inclusion_proof(0, 4, LOG))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_is_refused(index, size):
    with pytest.raises(ValueError, match="is not in a log"):
        inclusion_proof(index, size, LOG)
    assert not includes(ROOT[3], size, index, HASH[0], [])


def test_a_proof_that_is_longer_or_shorter_holds_nothing():
    proof = inclusion_proof(5, 11, LOG)
    for other in (proof[:-1], [*proof, HASH[0]], []):
        assert not includes(ROOT[11], 11, 5, HASH[5], other)
    proof = consistency_proof(5, 11, LOG)
    for other in (proof[:-1], [*proof, HASH[0]], []):
        assert not continues(ROOT[5], 5, ROOT[11], 11, other)
    assert not continues(ROOT[11], 11, ROOT[5], 5, proof)


@pytest.mark.parametrize("size", [255, 256])
def test_a_root_reads_as_many_hashes_as_the_logarithm(size):
    class Counting(Kept):
        asked = 0

        def read(self, places):
            Counting.asked += len(places)
            return super().read(places)

    root_of(size, Counting(LOG.hashes))
    assert Counting.asked <= 8
