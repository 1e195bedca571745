"""Ribbons keep their width, bars keep apart, and no order is worse than the one that was given."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.flow import Tie, crossings, layout, ordered

UNIT, GAP, LEAST = 3.0, 4.0, (5.0, 20.0, 20.0)


@st.composite
def flows(draw):
    """Three layers of things and ties between neighbours."""
    sizes = [draw(st.integers(1, 9)) for _layer in range(3)]
    layers = [[(place, one) for one in range(size)] for place, size in enumerate(sizes)]
    between = [(one, other) for upper, lower in pairwise(layers) for one in upper for other in lower]
    chosen = draw(st.lists(st.sampled_from(between), unique=True))
    return layers, [Tie(*ends, draw(st.integers(1, 5))) for ends in chosen]


def laid(layers, ties):
    return layout(layers, ties, unit=UNIT, gap=GAP, least=LEAST)


@given(flows())
def test_every_ribbon_is_as_wide_as_its_weight_and_lies_inside_its_bars(flow):
    layers, ties = flow
    found = laid(layers, ties)
    assert [ribbon.tie for ribbon in found.ribbons] == ties
    for ribbon in found.ribbons:
        assert ribbon.width == ribbon.tie.weight * UNIT
        for edge, one in ((ribbon.leaves, ribbon.tie.source), (ribbon.arrives, ribbon.tie.target)):
            bar = found.bars[one]
            assert bar.top - 1e-6 <= edge
            assert edge + ribbon.width <= bar.top + bar.height + 1e-6


@given(flows())
def test_bars_of_a_layer_keep_their_gap_and_stay_inside(flow):
    layers, ties = flow
    found = laid(layers, ties)
    assert set(found.bars) == {one for layer in layers for one in layer}
    for layer in range(3):
        bars = sorted((bar.top, bar.height) for bar in found.bars.values() if bar.layer == layer)
        assert bars[0][0] >= -1e-6
        assert sum(bars[-1]) <= found.height + 1e-6
        assert all(after[0] - sum(before) >= GAP - 1e-6 for before, after in pairwise(bars))
        assert all(height >= LEAST[layer] for _top, height in bars)


@given(flows())
def test_ribbons_at_one_side_of_a_bar_do_not_overlap(flow):
    found = laid(*flow)
    for one, other in combinations(found.ribbons, 2):
        for edge, side in (("leaves", 0), ("arrives", 1)):
            if one.tie[side] == other.tie[side]:
                first, second = sorted((one, other), key=lambda ribbon: getattr(ribbon, edge))
                assert getattr(first, edge) + first.width <= getattr(second, edge) + 1e-6


@given(flows())
def test_no_order_has_more_crossings_than_the_given_one_and_the_last_layer_stays(flow):
    layers, ties = flow
    found = ordered(layers, ties)
    assert crossings(found, ties) <= crossings(layers, ties)
    assert found[2] == layers[2]
    assert [set(layer) for layer in found] == [set(layer) for layer in layers]
    assert ordered(layers, ties) == found


@given(flows())
def test_crossings_are_those_that_one_counts_by_hand_a_wide_one_for_more(flow):
    layers, ties = flow
    place = {one: at for layer in layers for at, one in enumerate(layer)}
    by_hand = sum(
        a.weight * b.weight * ((place[a.source] - place[b.source]) * (place[a.target] - place[b.target]) < 0)
        for a, b in combinations(ties, 2)
        if a.source[0] == b.source[0]
    )
    assert crossings(layers, ties) == by_hand


@pytest.mark.parametrize("size", [1, 160])
def test_where_each_thing_goes_one_way_no_ribbons_cross(size):
    layers = [[f"r{one}" for one in range(size)], [f"p{one}" for one in range(27)], ["a", "b", "c", "d"]]
    ties = [Tie(f"r{one}", f"p{one * 7 % 27}", 1) for one in range(size)]
    ties += [Tie(f"p{one}", "abcd"[one % 4], 1) for one in range(27)]
    assert crossings(ordered(layers, ties), ties) == 0


def test_an_empty_flow_is_laid_out_as_nothing():
    assert laid([[], [], []], []).height == 0
