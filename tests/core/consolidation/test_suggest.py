"""Suggestions as people see them: groups with reasons, and what to look at side by side."""

from __future__ import annotations

import numpy as np
import pytest

from mithaq.core.consolidation.contrasts import Contrast, direction, quantities
from mithaq.core.consolidation.grouping import Decisions
from mithaq.core.consolidation.reasons import Addressee, addressee_of
from mithaq.core.consolidation.suggest import laid_out
from mithaq.core.meaning import Shapes, vectors_by_many

TEXTS = [
    "Governments should increase public funding for urban transport by 30% by 2030.",
    "National governments should reduce public funding for urban transport.",
    "Governments should increase public funding for urban transport by 50% by 2030.",
    "Protect urban rivers from plastic waste.",
    "Cities should protect their urban rivers against plastic waste.",
    "Cities should ban cars from the historic centre.",
    "Cities should not ban cars from the historic centre.",
    "Build affordable housing near jobs.",
    "Open municipal data to everybody.",
    "Train teachers for climate education.",
    "Keep libraries open on Sundays.",
    "Measure the heat in every street.",
]


def laid(texts=TEXTS, **more):
    return laid_out(texts, ["en"] * len(texts), Shapes().vectors(texts), **more)


def contrasts(table) -> dict[tuple[int, int], Contrast]:
    return {(pair.one, pair.other): pair.contrast for pair in table.beside}


def test_opposites_are_shown_and_never_put_together():
    table = laid()
    assert contrasts(table)[0, 1] is Contrast.OPPOSITE
    assert contrasts(table)[5, 6] is Contrast.OPPOSITE
    for points in range(2, len(TEXTS)):
        for group in table.groups(points=points):
            assert not {0, 1} <= set(group.members)
            assert not {5, 6} <= set(group.members)


def test_people_may_put_opposites_together():
    groups = laid(decisions=Decisions(together=frozenset({(5, 6)}))).groups(points=8)
    assert any({5, 6} <= set(group.members) for group in groups)


def test_the_same_with_other_numbers_is_not_called_the_same():
    assert contrasts(laid())[0, 2] is Contrast.OTHER_NUMBERS
    assert contrasts(laid([*TEXTS, TEXTS[9]]))[9, 12] is Contrast.SAME


def test_a_group_says_what_its_members_share():
    group = next(group for group in laid().groups(points=9) if 3 in group.members)
    assert group.members == (3, 4)
    assert {"urban rivers", "plastic waste"} <= set(group.reason.phrases)


def test_what_stands_alone_has_no_reason():
    alone = next(group for group in laid().groups(closeness=0.99) if group.members == (10,))
    assert alone.reason.phrases == ()
    assert alone.reason.is_meaning_alone


@pytest.mark.parametrize("texts", [[], ["One alone."], ["Two of", "them."], [""], ["", ""], ["٠", "—"]])
def test_few_and_empty_texts_are_laid_out_too(texts):
    groups = laid(texts).groups(points=1)
    assert sorted(member for group in groups for member in group.members) == list(range(len(texts)))


@pytest.mark.parametrize(
    ("text", "towards", "word"),
    [
        ("Increase the share of trees", 1, "increase"),
        ("Cities should not increase fares", -1, "increase"),
        ("على الحكومات خفض الدعم", -1, "خفض"),
        ("يجب زيادة الدعم", 1, "زياده"),
        ("عدم رفع الرسوم", -1, "رفع"),
    ],
)
def test_a_demand_has_a_direction(text, towards, word):
    found = direction(text)
    assert found
    assert (found.towards, found.word) == (towards, word)


def test_a_demand_without_a_direction_has_none():
    assert direction("Rivers and heat") is None


def test_quantities_are_read_in_all_digits():
    assert quantities("by ٣٠٪ before ٢٠٣٠") == quantities("by 30 % before 2030") == {"30%", "2030"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("G20 leaders should fund cities", Addressee.LEADERS),
        ("Cities should plant trees", Addressee.CITIES),
        ("على الحكومات تمويل المدن", Addressee.GOVERNMENTS),
        ("ندعو البلديات إلى فتح بياناتها", Addressee.CITIES),
        ("Plant trees", None),
    ],
)
def test_the_addressee_is_whom_the_opening_names(text, who):
    assert addressee_of(text) is who


def test_vectors_made_by_several_hands_are_those_made_by_one():
    texts = [f"{text} {place}" for place in range(6) for text in TEXTS]
    alone = np.concatenate(list(vectors_by_many(texts, 1)))
    together = np.concatenate(list(vectors_by_many(texts, 2)))
    assert together.shape == alone.shape
    assert np.allclose(alone, together)
