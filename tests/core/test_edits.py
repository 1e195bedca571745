import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.core.edits import Collision, Edit, applied, collides, joined, merged, rebased
from mithaq.core.redline import edits_between

BASE = "Cities should act in the big old town now, and share all water."
SPANS = st.tuples(
    st.integers(0, len(BASE)), st.integers(0, 12), st.sampled_from(["", "x", "yes ", "new words", " today"])
).map(lambda found: Edit(found[0], min(len(BASE), found[0] + found[1]), found[2]))
VERSIONS = st.lists(
    st.sampled_from(
        [
            "Cities",
            "should",
            "act",
            "in",
            "the",
            "big",
            "old",
            "town",
            "now",
            ",",
            "and",
            "share",
            "all",
            "water",
            ".",
            "states",
            "shall",
            "today",
        ]
    ),
    max_size=20,
).map(" ".join)


def without_collisions(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(set(edits)):
        if not any(collides(edit, other) for other in kept):
            kept.append(edit)
    return kept


PROPOSALS = st.lists(SPANS, max_size=5).map(without_collisions)


def on(words: str, replacement: str) -> Edit:
    start = BASE.index(words)
    return Edit(start, start + len(words), replacement)


def before(words: str, inserted: str) -> Edit:
    return Edit(BASE.index(words), BASE.index(words), inserted)


@settings(max_examples=300)
@given(PROPOSALS, st.randoms(use_true_random=False))
def test_edits_that_do_not_collide_give_one_text_whatever_the_order(edits, chance):
    expected = merged(BASE, edits)
    waiting, text = list(edits), BASE
    chance.shuffle(waiting)
    assert merged(BASE, waiting) == expected
    while waiting:
        adopted, *others = waiting
        moved = [rebased([edit], text, [adopted]) for edit in others]
        assert not any(one.touched for one in moved)
        text, waiting = applied(text, [adopted]), [edit for one in moved for edit in one.edits]
    assert text == expected


@settings(max_examples=300)
@given(PROPOSALS, PROPOSALS)
def test_rebasing_what_does_not_collide_is_adopting_both(edits, adopted):
    outcome = rebased(edits, BASE, adopted)
    assert outcome.wording == applied(BASE, adopted)
    if not any(collides(one, other) for one in edits for other in adopted):
        assert applied(outcome.wording, outcome.edits) == merged(BASE, [*edits, *adopted])
        assert not outcome.touched
        assert set(outcome.settled) == set(edits) & set(adopted)


@settings(max_examples=400)
@given(
    st.one_of(
        st.tuples(PROPOSALS, PROPOSALS),
        st.tuples(VERSIONS, VERSIONS).map(
            lambda versions: tuple(list(edits_between(BASE, version)) for version in versions)
        ),
    )
)
def test_rebasing_loses_no_word_silently(proposals):
    edits, adopted = proposals
    outcome = rebased(edits, BASE, adopted)
    wanted = applied(outcome.wording, outcome.edits)
    for edit in edits:
        # What the author puts in stands in the author's text, or the new wording has it already.
        assert (
            edit.replacement in wanted or any(edit in one.edits for one in outcome.touched) or edit in outcome.settled
        )
    for one in outcome.touched:
        assert outcome.wording[one.start : one.end] == one.now
        assert one.was in BASE
        assert (one.together or one.theirs) in wanted
    for edit in adopted:
        # What was adopted is still there, or is named as a reading beside the author's.
        assert edit.replacement in wanted or any(edit.replacement in one.now for one in outcome.touched)


@given(VERSIONS)
def test_what_was_adopted_whole_is_settled(version):
    edits = edits_between(BASE, version)
    outcome = rebased(edits, BASE, edits)
    assert outcome.edits == ()
    assert outcome.wording == version
    assert outcome.settled == edits


def test_two_words_of_one_clause_do_not_collide():
    assert not collides(on("should", "shall"), on("now", "today"))
    assert not collides(on("should", "shall"), on(" act", " move"))
    assert not collides(on("should", "shall"), before("should", "and states "))


def test_spans_that_overlap_and_different_words_at_one_place_collide():
    assert collides(on("big old", "large"), on("old town", "quarter"))
    assert collides(on("should", "shall"), on("should", "must"))
    assert collides(before("now", "here "), before("now", "there "))
    assert collides(before("old", "very "), on("big old town", "city"))
    assert not collides(on("should", "shall"), on("should", "shall"))


def test_what_is_identical_is_joined_with_all_who_propose_it():
    shall, now = on("should", "shall"), on("now", "today")
    assert joined([(now, ["Rome"]), (shall, ["Lisbon", "Madrid"]), (now, ["Tunis", "Rome"])]) == (
        (shall, ("Lisbon", "Madrid")),
        (now, ("Rome", "Tunis")),
    )


def test_edits_that_collide_cannot_be_merged():
    with pytest.raises(Collision) as raised:
        merged(BASE, [on("should", "shall"), on("should", "must")])
    assert {raised.value.one.replacement, raised.value.other.replacement} == {"shall", "must"}


@pytest.mark.parametrize(
    "edits", [[Edit(3, 5, ""), Edit(4, 6, "")], [Edit(5, 6, ""), Edit(3, 4, "")], [Edit(60, 99, "")]]
)
def test_edits_out_of_order_or_out_of_the_text_are_refused(edits):
    with pytest.raises(ValueError, match="overlaps"):
        applied(BASE, edits)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_that_runs_backwards_is_refused(start, end):
    with pytest.raises(ValueError, match="no span"):
        Edit(start, end, "")


def test_ground_that_changed_elsewhere_in_it_is_put_together_word_by_word():
    whole = on("act in the big old town now", "act in the large old town today")
    outcome = rebased([whole], BASE, [on("town", "city")])
    assert (
        applied(outcome.wording, outcome.edits) == "Cities should act in the large old city today, and share all water."
    )
    (touched,) = outcome.touched
    assert (touched.was, touched.theirs, touched.now, touched.together) == (
        "act in the big old town now",
        "act in the large old town today",
        "act in the big old city now",
        "act in the large old city today",
    )


def test_words_that_cannot_be_put_together_are_kept_in_both_readings():
    outcome = rebased([on("should", "shall")], BASE, [on("should", "must")])
    (touched,) = outcome.touched
    assert (touched.was, touched.theirs, touched.now, touched.together) == ("should", "shall", "must", None)
    assert applied(outcome.wording, outcome.edits).startswith("Cities shall act")


def test_an_insertion_where_another_was_adopted_stands_behind_it_and_says_so():
    outcome = rebased([before("now", "here ")], BASE, [before("now", "everywhere ")])
    assert "town everywhere here now" in applied(outcome.wording, outcome.edits)
    assert outcome.touched[0].now == "everywhere "


def test_what_the_new_wording_already_says_is_settled():
    outcome = rebased([on("should act", "shall act")], BASE, [on("should", "shall")])
    assert outcome.edits == ()
    assert outcome.settled == (on("should act", "shall act"),)
