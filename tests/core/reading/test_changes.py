"""What changed between two versions of a paper."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.core.reading.changes import MOST, Turn, changes_in, pair_of
from mithaq.core.reading.unreadable import Unreadable
from mithaq.core.text import normalised
from tests.factories.set_papers import set_paper
from tests.factories.word_files import paragraph, word_file

WORDS = st.sampled_from(["trees", "banks", "water", "الأشجار", "نزرع", "2030", "and"])


def word(*lines):
    return word_file(*(paragraph(line) for line in lines))


def changed(before, after):
    found = changes_in(pair_of(word(*before), word(*after))).changed
    signs = {Turn.SAME: "{}", Turn.REMOVED: "[-{}-]", Turn.ADDED: "[+{}+]"}
    return [" ".join(signs[piece.turn].format(piece.words.strip()) for piece in one.pieces) for one in found]


def test_words_that_went_and_came_are_told_apart():
    assert changed(["Plant ten trees on every bank."], ["Plant twenty tall trees on every bank."]) == [
        "Plant [-ten-] [+twenty tall+] trees on every bank."
    ]


def test_arabic_words_are_compared_like_others():
    assert changed(["نوصي بزراعة الأشجار على الضفاف"], ["نوصي بزراعة النخيل على الضفاف"]) == [
        "نوصي بزراعة [-الأشجار-] [+النخيل+] على الضفاف"
    ]


def test_paragraphs_that_are_new_or_gone_stand_for_themselves():
    before = ["First.", "Plant trees on the banks.", "Count all of the fish each year."]
    after = ["First.", "Swim in the lakes every single morning.", "Count all of the fish twice each year."]
    assert changed(before, after) == [
        "[-Plant trees on the banks.-]",
        "[+Swim in the lakes every single morning.+]",
        "Count all of the fish [+twice+] each year.",
    ]


def test_a_version_in_another_kind_of_file_is_compared_by_its_words():
    before = word("Recommendations", "Plant ten trees on every bank of the river.")
    found = changes_in(pair_of(before, set_paper("= Recommendations\n\nPlant many trees on every bank of the river.")))
    (one,) = found.changed
    assert [(piece.words, piece.turn.value) for piece in one.pieces][1:3] == [("ten", "removed"), ("many", "added")]
    assert (one.before, one.after, found.paragraphs) == (None, 1, 2)


def test_the_same_words_have_not_changed():
    assert changed(["Plant trees.", "Count."], ["Plant  trees.", "Count."]) == []


@settings(max_examples=50, deadline=None)
@given(*[st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6)] * 2)
def test_both_versions_can_be_told_from_what_changed(before, after):
    """A law: what stayed and went are the earlier version's changed words, what stayed and came the later one's."""
    found = changes_in(pair_of(word(*before), word(*after)))
    went = sorted(normalised(_said(one, Turn.ADDED)) for one in found.changed if _said(one, Turn.ADDED))
    came = sorted(normalised(_said(one, Turn.REMOVED)) for one in found.changed if _said(one, Turn.REMOVED))
    assert all(went.count(line) <= before.count(line) for line in went)
    assert all(came.count(line) <= after.count(line) for line in came)
    assert len(before) - len(went) == len(after) - len(came)


def _said(one, without):
    return "".join(piece.words for piece in one.pieces if piece.turn is not without)


def test_of_very_many_changes_the_first_are_told_and_all_are_counted():
    began = time.perf_counter()
    before, after = ([f"{word} {at} stands here." for at in range(MOST + 200)] for word in ("River", "Lake"))
    found = changes_in(pair_of(word(*before), word(*after)))
    assert (len(found.changed), found.total) == (MOST, MOST + 200)
    assert time.perf_counter() - began < 10


def test_a_version_that_cannot_be_read_is_said():
    with pytest.raises(Unreadable):
        changes_in(pair_of(word("One."), b"nothing"))
