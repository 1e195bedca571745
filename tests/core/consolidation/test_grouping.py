"""What holds of every grouping, whatever is grouped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from mithaq.core.consolidation.grouping import Contradiction, Decisions, order_of

COUNT = 12
PAIRS = st.frozensets(
    st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)).filter(lambda p: p[0] < p[1]), max_size=6
)


@st.composite
def closeness(draw: st.DrawFn) -> sparse.csr_matrix:
    values = draw(st.lists(st.floats(0, 50, width=32), min_size=COUNT * COUNT, max_size=COUNT * COUNT))
    square = np.array(values, np.float32).reshape(COUNT, COUNT)
    square = np.where(square > 25, np.maximum(square, square.T), 0)
    square = np.maximum(square, square.T)
    np.fill_diagonal(square, 0)
    return sparse.csr_matrix(square)


def home(groups: list[list[int]]) -> dict[int, int]:
    return {member: place for place, group in enumerate(groups) for member in group}


@given(closeness(), st.integers(1, COUNT))
def test_every_text_stands_in_exactly_one_group_and_there_are_as_many_as_wanted(near, points):
    groups = order_of(near, vectors=np.eye(COUNT, dtype=np.float32)).cut(points=points)
    assert sorted(member for group in groups for member in group) == list(range(COUNT))
    assert len(groups) == points


@given(closeness(), st.integers(1, COUNT), st.permutations(range(COUNT)))
def test_the_order_in_which_texts_are_handed_in_does_not_matter(near, points, shuffled):
    # Ties are broken by places, so closenesses are made different.
    near = near.toarray() * (1 + np.add.outer(np.arange(COUNT), np.arange(COUNT)) / 977)
    near = np.triu(near * (1 + np.arange(COUNT * COUNT).reshape(COUNT, COUNT) / 1e5), 1)
    near = near + near.T
    plain = home(order_of(sparse.csr_matrix(near)).cut(points=points))
    turned = home(order_of(sparse.csr_matrix(near[np.ix_(shuffled, shuffled)])).cut(points=points))
    for one in range(COUNT):
        for other in range(COUNT):
            same = turned[shuffled.index(one)] == turned[shuffled.index(other)]
            assert same == (plain[one] == plain[other])


def order_or_contradiction(near, decisions):
    try:
        return order_of(near, decisions, vectors=np.eye(COUNT, dtype=np.float32))
    except Contradiction as contradiction:
        return contradiction


@given(closeness(), PAIRS, PAIRS, st.integers(1, COUNT))
def test_what_people_decided_holds_in_every_cut(near, together, apart, points):
    decisions = Decisions(together, apart)
    order = order_or_contradiction(near, decisions)
    if isinstance(order, Contradiction):
        assert order.pair in apart
        return
    groups = home(order.cut(points=points))
    assert all(groups[one] == groups[other] for one, other in together)
    assert all(groups[one] != groups[other] for one, other in apart)


@given(closeness(), st.integers(1, COUNT))
def test_a_heading_is_never_crossed(near, points):
    headings = ["water" if place % 2 else "air" for place in range(COUNT)]
    groups = order_of(near, apart=headings, vectors=np.eye(COUNT, dtype=np.float32)).cut(points=points)
    assert all(len({headings[member] for member in group}) == 1 for group in groups)
    assert len(groups) == max(2, points)


@given(closeness())
def test_a_higher_closeness_only_takes_groups_apart(near):
    order = order_of(near)
    wide, narrow = home(order.cut(closeness=0.2)), home(order.cut(closeness=0.8))
    for one in range(COUNT):
        for other in range(COUNT):
            assert narrow[one] != narrow[other] or wide[one] == wide[other]


@given(closeness(), PAIRS, PAIRS, st.booleans())
def test_looking_at_all_pairs_finds_what_looking_at_the_near_ones_finds(near, together, apart, within):
    # Ties may be broken either way, so closenesses are made different.
    unlike = np.triu(1 + np.arange(COUNT * COUNT).reshape(COUNT, COUNT) / 977, 1)
    near = sparse.csr_matrix(near.toarray() * (unlike + unlike.T))
    more = {"apart": ["water", "air"] * (COUNT // 2) if within else None, "vectors": np.eye(COUNT, dtype=np.float32)}
    try:
        found = [order_of(near, Decisions(together, apart), all_pairs=most, **more) for most in (COUNT, 0)]
    except Contradiction:
        return
    for points in range(1, COUNT):
        assert found[0].cut(points=points) == found[1].cut(points=points)
    ways = [[joining.closeness for joining in order.joinings] for order in found]
    assert ways[0] == pytest.approx(ways[1], abs=1e-6)


def test_a_contradiction_names_its_pair():
    with pytest.raises(Contradiction) as fault:
        order_of(sparse.csr_matrix((3, 3)), Decisions(frozenset({(0, 1), (1, 2)}), frozenset({(0, 2)})))
    assert fault.value.pair == (0, 2)
