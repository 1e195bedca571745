"""Public identifiers tell nothing; in a rehearsal, and only there, they can be had again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.foundation.identifiers import LETTERS, PLACES, fresh_id, repeatable_ids


def some(count=50):
    return [fresh_id() for _ in range(count)]


def test_an_identifier_has_twelve_letters_that_nobody_misreads():
    assert len(LETTERS) == len(set(LETTERS)) == 27
    assert set(LETTERS).isdisjoint("01laeiou")
    assert [one for one in some(500) if len(one) != PLACES or not set(one) <= set(LETTERS)] == []


def test_no_identifier_comes_twice():
    assert len(set(some(2000))) == 2000


def test_identifiers_come_in_no_order():
    made = some(200)
    risen = sum(earlier < later for earlier, later in pairwise(made))
    assert 60 < risen < 140  # of 199; chance alone leaves these bounds once in ten million runs


@given(st.binary(max_size=40))
def test_the_same_seed_gives_the_same_identifiers(seed):
    with repeatable_ids(seed):
        first = some(20)
    with repeatable_ids(seed):
        again = some(20)
    assert first == again
    assert len(set(first)) == 20
    assert all(len(one) == PLACES and set(one) <= set(LETTERS) for one in first)


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_another_seed_gives_others(one, other):
    with repeatable_ids(one):
        ours = some(5)
    with repeatable_ids(other):
        theirs = some(5)
    assert (ours == theirs) is (one == other)


def test_outside_the_block_identifiers_are_random_again():
    with repeatable_ids(b"seed"):
        first = fresh_id()
        with repeatable_ids(b"another"):
            fresh_id()
        second = fresh_id()
    after = fresh_id()
    with repeatable_ids(b"seed"):
        assert [fresh_id(), fresh_id()] == [first, second]
        assert fresh_id() != after


def test_a_block_that_fails_leaves_no_seed_behind():
    with pytest.raises(ZeroDivisionError), repeatable_ids(b"seed"):
        1 / 0  # noqa: B018
    with repeatable_ids(b"seed"):
        seeded = fresh_id()
    assert seeded not in {fresh_id() for _ in range(20)}
