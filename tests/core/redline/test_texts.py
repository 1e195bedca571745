from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.redline import accepted, rejected
from mithaq.core.redline.texts import Fate, compared, compared_by_name

WATER = "The cities of the basin agree to share the water of the river."
WELLS = "Every year a list of the wells is published in Tunis."
TREES = "We plant trees along both banks, and count them."
CLAUSES = st.lists(
    st.sampled_from([WATER, WELLS, TREES, WATER.replace("share", "save"), "", "على المدن أن تعمل."]), max_size=8
)


def fates(old, new):
    return [(one.fate, one.old, one.new, one.moved) for one in compared(old, new)]


@given(CLAUSES, CLAUSES)
def test_every_clause_of_both_texts_stands_in_the_comparison_once(old, new):
    found = compared(old, new)
    assert sorted(one.old for one in found if one.old is not None) == list(range(len(old)))
    assert [one.new for one in found if one.new is not None] == list(range(len(new)))
    for one in found:
        assert rejected(one.runs) == ("" if one.old is None else old[one.old])
        assert accepted(one.runs) == ("" if one.new is None else new[one.new])


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_clauses_with_names_are_one_whatever_their_words(order, changed):
    old = {name: f"Clause number {name} of the text." for name in range(6)}
    new = {name: "Written anew." if name in changed else old[name] for name in order}
    found = compared_by_name(old, new)
    assert [(one.old, one.new) for one in found] == [(name, place) for place, name in enumerate(order)]
    assert {one.old for one in found if one.fate is Fate.CHANGED} == changed


def test_a_changed_clause_is_compared_with_what_it_was():
    assert fates([WATER, WELLS, TREES], [WATER, WELLS.replace("wells", "springs"), TREES]) == [
        (Fate.KEPT, 0, 0, False),
        (Fate.CHANGED, 1, 1, False),
        (Fate.KEPT, 2, 2, False),
    ]


def test_the_fewest_clauses_are_called_moved():
    assert fates([TREES, WATER, WELLS], [WATER, WELLS, TREES]) == [
        (Fate.KEPT, 1, 0, False),
        (Fate.KEPT, 2, 1, False),
        (Fate.KEPT, 0, 2, True),
    ]


def test_a_clause_that_was_moved_and_changed_is_still_the_same_clause():
    changed = TREES.replace("both banks", "all banks")
    assert fates([TREES, WATER, WELLS], [WATER, WELLS, changed])[-1] == (Fate.CHANGED, 0, 2, True)


def test_what_was_taken_out_stands_where_it_stood_and_what_is_unlike_is_no_change_of_it():
    assert fates([WATER, WELLS, TREES], [WATER, "So be it, said nobody.", TREES]) == [
        (Fate.KEPT, 0, 0, False),
        (Fate.INSERTED, None, 1, False),
        (Fate.DELETED, 1, None, False),
        (Fate.KEPT, 2, 2, False),
    ]
