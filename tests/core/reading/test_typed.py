"""A list of recommendations that was typed or pasted, read like a paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.recommendations import read_recommendations
from mithaq.core.reading.typed import MOST, page_of, rows_of
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import normalised


def read(words, language="en"):
    found = read_recommendations(page_of(rows_of(words, language), "A list", language))
    return [(one.number, one.text, one.proposers) for one in found.candidates]


def test_each_line_is_one():
    assert read("Plant trees (Tunis).\n\n  Open the banks.  \r\nCount the fish.") == [
        ("", "Plant trees", ("Tunis",)),
        ("", "Open the banks.", ()),
        ("", "Count the fish.", ()),
    ]


def test_numbers_before_the_lines_are_kept():
    assert read("1. Plant trees.\n2) Open the banks.\nRecommendation 3: Count the fish.\n- Swim every day.") == [
        ("1", "Plant trees.", ()),
        ("2", "Open the banks.", ()),
        ("3", "Count the fish.", ()),
        ("", "Swim every day.", ()),
    ]


def test_arabic_lines_with_arabic_digits():
    assert read("١. ازرعوا الأشجار (تونس والرباط).\n٢. افتحوا الضفاف.", "ar") == [
        ("1", "ازرعوا الأشجار", ("تونس", "الرباط")),
        ("2", "افتحوا الضفاف.", ()),
    ]


def test_a_table_with_headings_says_which_column_is_which():
    assert read("Proposed by\tNo.\tRecommendation\nTunis, Rabat\t4\tPlant trees.\nLisbon\t5\tOpen the banks.") == [
        ("4", "Plant trees.", ("Tunis", "Rabat")),
        ("5", "Open the banks.", ("Lisbon",)),
    ]
    assert read("الرقم\tالتوصية\tالجهة المقترحة\n٤\tازرعوا الأشجار.\tتونس", "ar") == [
        ("4", "ازرعوا الأشجار.", ("تونس",))
    ]


def test_a_table_without_headings_is_told_by_what_stands_in_it():
    assert read(
        "7\tshade\tPlant trees on every bank of the river.\n8\taccess\tOpen the banks to everybody, always."
    ) == [
        ("7", "Plant trees on every bank of the river.", ()),
        ("8", "Open the banks to everybody, always.", ()),
    ]


def test_a_cell_may_hold_lines_tabs_and_quotation_marks():
    assert read('No.\tRecommendation\n1\t"Plant ""shade"" trees,\nand water them."\n2\tOpen 5" pipes.') == [
        ("1", 'Plant "shade" trees, and water them.', ()),
        ("2", 'Open 5" pipes.', ()),
    ]


@pytest.mark.parametrize("words", ["", "  \n\t\n ", "Recommendation\tNo.", "1.\n2.\n"])
def test_nothing_gives_nothing(words):
    assert rows_of(words) == []


def test_more_rows_than_are_taken_are_refused_and_nothing_is_cut_off():
    assert len(read("\n".join(f"Plant the {at}th tree." for at in range(MOST)))) == MOST
    with pytest.raises(Unreadable) as refused:
        rows_of("Plant a tree.\n" * (MOST + 1))
    assert refused.value.code is Why.TOO_MANY_ROWS


def test_signs_of_the_web_are_words():
    assert read("Plant <b>trees</b> & keep 3 < 4.") == [("", "Plant <b>trees</b> & keep 3 < 4.", ())]


@given(st.lists(st.text(st.characters(categories=("L", "Zs")), min_size=3), min_size=1, max_size=20))
def test_no_line_is_lost(lines):
    kept = [line for line in map(normalised, lines) if len(line) > 1]
    assert len(rows_of("\n".join(kept))) == (len(kept) + 1 if kept else 0)
