"""Addresses that look or work the same have one key, and names stand on one line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.addresses import address_key
from mithaq.core.names import one_line

PLAIN = st.from_regex(r"[a-z][a-z0-9.+-]{0,20}@[a-z][a-z0-9-]{0,10}\.(example|test)", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina@Tunis.Example", "amina@tunis.example"),
        ("ａｍｉｎａ@tunis.example", "amina@tunis.example"),
        ("аmіnа@tunis.example", "amina@tunis.example"),
        ("jana@münchen.example", "jana@XN--MNCHEN-3YA.example"),
        ("jana@münchen.example", "jana@mu\u0308nchen.example"),
        ("ﬁona@city.example", "fiona@city.example"),
        ("ami\u200bna@city.example", "amina@city.example"),
        ("amina@city.example.", "amina@city.example"),
    ],
)
def test_addresses_that_look_or_work_the_same_have_one_key(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amina@city.example", "amine@city.example"),
        ("amina@a.example", "amina@b.example"),
        ("a@b.example", "ab@.example"),
    ],
)
def test_addresses_of_two_persons_have_two_keys(one, other):
    assert address_key(one) != address_key(other)


def test_no_address_has_no_key():
    assert address_key("") == ""


@given(PLAIN, st.booleans())
def test_case_makes_no_difference_and_a_key_is_its_own_key(address, shouted):
    key = address_key(address.upper() if shouted else address)
    assert key == address_key(address) == address_key(key)


@given(st.text())
def test_no_text_is_too_strange_for_a_key(text):
    address_key(text)


@given(st.text())
def test_a_name_is_kept_on_one_line_or_refused(text):
    try:
        kept = one_line(text)
    except ValueError:
        return
    assert one_line(kept) == kept == unicodedata.normalize("NFC", kept)
    assert len(kept.splitlines()) <= 1


@pytest.mark.parametrize("sign", ["\r", "\n", "\x00", "\x0b", "\u2028", "\u2029", "\u202e", "\u2067", "\u0085"])
def test_a_line_break_or_a_turning_mark_in_a_name_is_refused(sign):
    with pytest.raises(ValueError, match="one line"):
        one_line(f"Amina{sign}Bcc")


def test_a_name_keeps_the_joiners_of_its_script():
    assert one_line("  Ali\u200cReza \t Khan ") == "Ali\u200cReza Khan"
