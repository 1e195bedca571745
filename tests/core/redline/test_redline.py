import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.core.edits import applied
from mithaq.core.redline import Kind, Run, accepted, edits_between, redline, rejected
from mithaq.core.redline.alignment import alignment
from mithaq.core.redline.cut import cut

CLOSE = st.text(alphabet=st.sampled_from("ab .,\r\n\u0301\u064e\u200f\u2067\u2069\ud800تـ漢"), max_size=40)
ANY = st.text(alphabet=st.characters(), max_size=40)
WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "cities",
            "of",
            "a",
            "basin",
            "agree",
            ",",
            "share",
            "water",
            ".",
            "and",
            "trees\n",
            "in",
            "Tunis",
            ";",
            "المدن",
            "على",
            "الماء",
            "،",
            "城",
            "市",
        ]
    ),
    max_size=40,
).map(" ".join)
SENTENCES = st.lists(
    st.sampled_from(
        [
            "The cities of the basin agree to share the water.",
            "Every year a list of the wells is published in Tunis.",
            "على المدن أن تنشر كل عام قائمة بالآبار في الحوض.",
            "We plant trees along both banks of the river.",
            "So be it.",
        ]
    ),
    max_size=7,
).map(" ".join)


@settings(max_examples=600)
@given(
    st.one_of(st.tuples(CLOSE, CLOSE), st.tuples(ANY, ANY), st.tuples(WORDS, WORDS), st.tuples(SENTENCES, SENTENCES))
)
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(texts):
    old, new = texts
    runs = redline(old, new)
    assert accepted(runs) == new
    assert rejected(runs) == old


@settings(max_examples=300)
@given(st.one_of(st.tuples(CLOSE, CLOSE), st.tuples(WORDS, WORDS), st.tuples(SENTENCES, SENTENCES)))
def test_runs_are_as_long_as_they_can_be_and_a_deletion_stands_first(texts):
    runs = redline(*texts)
    assert all(run.text for run in runs)
    for run, following in itertools.pairwise(runs):
        assert (run.kind, run.move) != (following.kind, following.move)
        assert (run.kind, following.kind) != (Kind.INSERTED, Kind.DELETED)


@settings(max_examples=300)
@given(st.one_of(st.tuples(CLOSE, CLOSE), st.tuples(WORDS, WORDS), st.tuples(SENTENCES, SENTENCES)))
def test_edits_applied_to_the_old_text_give_the_new_one(texts):
    old, new = texts
    edits = edits_between(old, new)
    assert applied(old, edits) == new
    assert all(edit.end < following.start for edit, following in itertools.pairwise(edits))


@settings(max_examples=200)
@given(st.one_of(WORDS, SENTENCES), st.randoms(use_true_random=False))
def test_each_move_has_one_beginning_and_one_end(text, chance):
    sentences = text.split(". ")
    chance.shuffle(sentences)
    moved = [(run.move, run.kind) for run in redline(text, ". ".join(sentences)) if run.move]
    assert len(set(moved)) == len(moved)
    numbers = [number for number, kind in moved if kind is Kind.DELETED]
    assert sorted(numbers) == sorted(number for number, kind in moved if kind is Kind.INSERTED)
    assert numbers == sorted(numbers)


@given(st.one_of(CLOSE, ANY, WORDS))
def test_the_words_are_the_text(text):
    assert "".join(cut(text).parts) == text
    assert cut(text).words[0] == ""


@given(st.one_of(CLOSE, ANY, WORDS))
def test_a_text_is_unchanged_beside_itself(text):
    assert redline(text, text) == ((Run(Kind.KEPT, text),) if text else ())


def test_two_very_long_texts_are_compared_at_their_ends_without_filling_the_memory():
    chance = random.Random(1)
    old, new = (" ".join(str(chance.randrange(9_000)) for _word in range(25_000)) for _text in range(2))
    runs = redline(f"Here {old} there.", f"Here {new} there.")
    assert [run.kind for run in runs] == [Kind.KEPT, Kind.DELETED, Kind.INSERTED, Kind.KEPT]
    assert runs[0].text == "Here "


def test_in_very_long_texts_what_changed_is_found_sentence_by_sentence():
    chance = random.Random(2)
    sentences = [" ".join(str(chance.randrange(900)) for _word in range(20)) + "." for _sentence in range(2_000)]
    revised = [*sentences[:3], "Nobody expected this.", *sentences[4:1_000], *sentences[1_001:]]
    revised[1_500] = revised[1_500].replace(" ", " changed ", 1)
    old, new = " ".join(sentences), " ".join(revised)
    runs = redline(old, new)
    assert (accepted(runs), rejected(runs)) == (new, old)
    assert sum(run.kind is not Kind.KEPT for run in runs) == 4


@given(WORDS, WORDS, st.sampled_from([0, 4, 12, 50]))
def test_texts_that_count_as_very_long_keep_only_words_that_are_the_same(old, new, largest):
    before, after = cut(old), cut(new)
    at_old = at_new = 0
    for block in alignment(before, after, largest):
        assert at_old <= block.old
        assert at_new <= block.new
        at_old, at_new = block.old + block.size, block.new + block.size
        assert before.words[block.old : at_old] == after.words[block.new : at_new]
    assert (at_old, at_new) == (len(before.words), len(after.words))


def shown(old: str, new: str) -> str:
    """The redline as people write it: [-deleted-]{+inserted+}, what was moved with its number."""
    signs = {Kind.KEPT: ("", ""), Kind.DELETED: ("[-", "-]"), Kind.INSERTED: ("{+", "+}")}
    return "".join(
        f"{signs[run.kind][0]}{f'{run.move}:' if run.move else ''}{run.text}{signs[run.kind][1]}"
        for run in redline(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The white space after a word is no part of what is compared.
        ("The cities agree.", "The cities agree fully.", "The cities agree{+ fully+}."),
        ("The cities agree fully.", "The cities agree.", "The cities agree[- fully-]."),
        ("We act  now.", "We act now.", "We act [- -]now."),
        # Phrases, not confetti: small words between two changes go with them.
        ("Work in the city now.", "Work near the town now.", "Work [-in the city-]{+near the town+} now."),
        ("Cities and villages act.", "Cities and towns and villages act.", "Cities {+and towns +}and villages act."),
        ("We call for water.", "We call for trees. We call for water.", "{+We call for trees. +}We call for water."),
        ("Water, air and soil.", "Water, trees, air and soil.", "Water, {+trees, +}air and soil."),
        ("We urge all states.", "We urge all (willing) states.", "We urge all {+(willing) +}states."),
        # Words and numbers are whole.
        ("By 2030, cut 2.5% of it.", "By 2035, cut 12.5% of it.", "By [-2030-]{+2035+}, cut [-2.5%-]{+12.5%+} of it."),
        ("The city's plan.", "The cities’ plan.", "The [-city's-]{+cities’+} plan."),
        # French: elision and guillemets.
        ("L’eau est « un bien commun ».", "L’eau est « un droit ».", "L’eau est « un [-bien commun-]{+droit+} »."),
        (
            "Nous appelons l’État à agir.",
            "Nous appelons l’Union à agir.",
            "Nous appelons [-l’État-]{+l’Union+} à agir.",
        ),
        # Spanish.
        (
            "¿Qué ciudad actúa? La nuestra.",
            "¿Qué región actúa? La nuestra.",
            "¿Qué [-ciudad-]{+región+} actúa? La nuestra.",
        ),
        # Arabic: clitics are written with their word, which changes whole; vowel signs and tatweel too.
        ("على المدن أن تعمل معا.", "على المدن والقرى أن تعمل معا.", "على المدن {+والقرى +}أن تعمل معا."),
        ("ندعو المدن إلى العمل.", "ندعو والمدن إلى العمل.", "ندعو [-المدن-]{+والمدن+} إلى العمل."),
        ("نقرّ العهد الآن.", "نُقِرّ العهد الآن.", "[-نقرّ-]{+نُقِرّ+} العهد الآن."),
        ("العهد قائم.", "العهــد قائم.", "[-العهد-]{+العهــد+} قائم."),
        ("بنسبة ٢٫٥٪ كل عام", "بنسبة ٣٫٥٪ كل عام", "بنسبة [-٢٫٥٪-]{+٣٫٥٪+} كل عام"),
        # Chinese has no spaces.
        ("各城市应当保护河流。", "各城市必须保护河流。", "各城市[-应当-]{+必须+}保护河流。"),
        ("我们呼吁各城市行动。", "我们呼吁各城市和乡镇行动。", "我们呼吁各城市{+和乡镇+}行动。"),
    ],
)
def test_changes_read_as_phrases(old, new, expected):
    assert shown(old, new) == expected


def test_a_moved_sentence_is_named_as_one():
    assert shown(
        "We meet often in the great hall. The cities of the basin agree to share their water and to plant trees.",
        "The cities of the basin agree to share their water and to plant trees. We meet often in the great hall.",
    ) == (
        "[-1:We meet often in the great hall. -]The cities of the basin agree to share their water and to plant "
        "trees.{+1: We meet often in the great hall.+}"
    )


def test_a_moved_sentence_is_found_within_a_longer_change():
    first, second, third = (
        "The cities of the basin agree to share their water and to plant trees along both banks.",
        "Every year a list of the wells is published in Tunis.",
        "A secretariat of nine people counts the fish.",
    )
    runs = redline(f"{second} {third} {first}", f"{first} Nobody counts. {second}")
    moved = {run.kind: run.text.strip() for run in runs if run.move == 1}
    assert moved == {Kind.DELETED: second, Kind.INSERTED: second}


def test_a_sentence_that_was_moved_and_changed_keeps_both_wordings():
    old = (
        "Every year a list of the wells is published in Tunis. The cities of the basin agree to share all water there."
    )
    new = (
        "The cities of the basin agree to share all water there. Every year a list of all wells is published in Tunis."
    )
    texts = [run.text.strip() for run in redline(old, new) if run.move]
    assert texts == [
        "Every year a list of the wells is published in Tunis.",
        "Every year a list of all wells is published in Tunis.",
    ]


def test_few_words_in_another_place_are_no_move():
    assert not any(run.move for run in redline("So be it. We all agree on this.", "We all agree on this. So be it."))
