from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.core.brackets import END, ISOLATE, Bracket, as_text, attribution, bracketed, reading
from mithaq.core.edits import Edit, applied
from tests.core.test_edits import BASE, PROPOSALS, before, on

CITIES = st.lists(
    st.tuples(st.sampled_from(["Lisbon", "Madrid", "Rome", "Tunis", "تونس"]), PROPOSALS),
    max_size=5,
    unique_by=lambda proposal: proposal[0],
)


def depth(pieces):
    inner = [1 + max(depth(one.pieces) for one in piece.alternatives) for piece in pieces if isinstance(piece, Bracket)]
    return max(inner, default=0)


@settings(max_examples=400)
@given(CITIES, st.randoms(use_true_random=False))
def test_each_reading_can_be_taken_out_of_the_brackets(cities, chance):
    proposals = [(edit, [city]) for city, edits in cities for edit in edits]
    pieces = bracketed(BASE, proposals)
    assert reading(pieces) == BASE
    for city, edits in cities:
        assert reading(pieces, city) == applied(BASE, edits)
    assert depth(pieces) <= 2
    chance.shuffle(proposals)
    assert bracketed(BASE, proposals) == pieces


def test_alternatives_stand_with_those_who_propose_them_the_most_wanted_first():
    proposals = [
        (on("should", ""), ["Rome"]),
        (on("should", "must"), ["Tunis"]),
        (on("should", "shall"), ["Lisbon", "Madrid", "Paris", "Quito", "Sofia"]),
        (before("now", "here and "), ["Tunis"]),
    ]
    assert as_text(bracketed(BASE, proposals)) == (
        "Cities [should / shall (Lisbon, Madrid +3) / must (Tunis) / – (Rome)] act in the big old town "
        "[here and (Tunis)] now, and share all water."
    )


def test_a_change_within_a_replaced_stretch_stands_in_a_bracket_within_the_bracket():
    proposals = [(on("big old town", "basin"), ["Lisbon"]), (on("old", "ancient"), ["Rome"])]
    assert "the [big [old / ancient (Rome)] town / basin (Lisbon)] now" in as_text(bracketed(BASE, proposals))


def test_stretches_that_overlap_by_half_are_read_in_full():
    proposals = [(on("big old", "large"), ["Lisbon"]), (on("old town", "quarter"), ["Rome"])]
    assert "the [big old town / big quarter (Rome) / large town (Lisbon)] now" in as_text(bracketed(BASE, proposals))


def test_white_space_at_the_ends_stands_outside_the_bracket():
    assert "the [big / – (Rome)] old" in as_text(bracketed(BASE, [(on("big ", ""), ["Rome"])]))
    assert "town now [today (Rome)], and" in as_text(bracketed(BASE, [(Edit(41, 41, " today"), ["Rome"])]))


def test_in_arabic_each_alternative_and_each_name_is_isolated():
    base = "على المدن أن تعمل الآن."
    start = base.index("تعمل")
    text = as_text(bracketed(base, [(Edit(start, start + 4, "تتعاون"), ["تونس", "Rome"])]))
    assert f"[{ISOLATE}تعمل{END} / {ISOLATE}تتعاون{END} (" in text
    assert text.count(ISOLATE) == text.count(END)
    assert f"{ISOLATE}Rome{END}" in text
    assert f"{ISOLATE}تونس{END}" in text


def test_who_proposes_is_named_and_the_others_are_counted():
    assert attribution(["Lisbon"]) == "Lisbon"
    assert attribution(["Lisbon", "Madrid", "Rome"]) == "Lisbon, Madrid +1"
    assert attribution(["Lisbon", "Madrid", "Rome"], named=3) == "Lisbon, Madrid, Rome"


def test_nothing_proposed_is_the_base():
    assert bracketed(BASE, []) == (BASE,)
    assert bracketed("", []) == ()
