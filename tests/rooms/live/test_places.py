"""A place in the chronicle is handed out sealed."""

from __future__ import annotations

import pytest

from mithaq.foundation.live.places import opened, sealed


@pytest.mark.parametrize("number", [0, 1, 50_000, 2**63])
def test_a_place_comes_back_as_it_was_sealed(number):
    assert opened(sealed(number)) == number


def test_two_places_of_one_number_look_different_so_that_comparing_them_tells_nothing():
    assert len({sealed(7) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "place", ["", "7", "é", "A" * 47, "A" * 48, "=" * 44, pytest.param(sealed(7)[:-4] + "AAAA", id="altered"), "\x00"]
)
def test_what_we_did_not_seal_is_no_place(place):
    assert opened(place) is None
