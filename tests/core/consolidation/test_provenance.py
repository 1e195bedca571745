"""Which words of a text were taken from which source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.consolidation.provenance import Piece, key_of, provenance
from mithaq.core.text import tokens

WORDS = ["rivers", "cities", "open", "the", "of", "30%", "المدن", "والأنهار", "،", ".", "fund", "من", "a"]
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TELLING = ["rivers", "cities", "open", "30%", "المدن", "والأنهار", "fund"]
telling = st.lists(st.sampled_from(TELLING), max_size=14).map(" ".join)


def lent(text, *sources):
    return [(piece.text, piece.source) for piece in provenance(text, sources) if piece.source is not None]


def keys(text):
    return [key for token in tokens(text) if (key := key_of(token))]


def longest_shared(one, other):
    return max(
        (
            length
            for start in range(len(one))
            for length in range(1, len(one) - start + 1)
            if any(one[start : start + length] == other[at : at + length] for at in range(len(other)))
        ),
        default=0,
    )


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_the_pieces_are_the_text_whatever_the_text(text, sources):
    assert "".join(piece.text for piece in provenance(text, sources)) == text


@given(texts, st.lists(texts, max_size=4))
def test_each_piece_has_one_source_at_most_and_is_found_there(text, sources):
    pieces = provenance(text, sources)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        if piece.source is not None:
            borrowed, whole = keys(piece.text), keys(sources[piece.source])
            assert set(borrowed) <= set(whole)
            assert len(borrowed) >= 2


@given(telling, st.lists(telling, min_size=1, max_size=3))
def test_the_longest_shared_run_wins_all_its_words(text, sources):
    runs = [longest_shared(keys(text), keys(source)) for source in sources]
    if max(runs) >= 2:
        held = [len(keys(piece.text)) for piece in provenance(text, sources) if piece.source is not None]
        assert max(held) >= max(runs)


@given(telling.filter(lambda text: len(keys(text)) > 1), texts)
def test_a_text_that_is_its_source_is_taken_from_it_whole(text, other):
    owners = {piece.source for piece in provenance(text, [text, other]) if keys(piece.text)}
    assert owners == {0}


def test_the_longer_run_wins_and_the_rest_stays_with_the_other():
    text = "Cities should open the banks of their rivers to everybody by 2030."
    assert lent(
        text, "Open the banks of rivers.", "We ask that cities open the banks of their rivers to everybody."
    ) == [("open the banks of their rivers to everybody", 1)]
    assert lent(text, "Give rivers to everybody by 2030.", "Cities should open the banks of their streams.") == [
        ("Cities should open the banks of their", 1),
        ("rivers to everybody by 2030", 0),
    ]


def test_arabic_clitics_and_signs_break_no_run():
    [loan] = lent("ندعو إلى فتح ضفاف الأنهار للسكان جميعًا", "ينبغي للمدن فتحُ ضفافِ أنهارها")
    assert loan[0].startswith("فتح ضفاف")


def test_words_of_two_languages_in_one_line_keep_their_sources():
    text = "نعتمد معيار open data standard في كل مدينة"
    assert lent(text, "Adopt an open data standard.", "معيار في كل مدينة كبيرة") == [
        ("open data standard", 0),
        ("في كل مدينة", 1),
    ]


def test_small_words_alone_are_no_loan():
    assert provenance("of the sea", ["of the sky"]) == [Piece("of the sea", None)]
    assert provenance("من هذه إلى البحر", ["من هذه إلى السماء"]) == [Piece("من هذه إلى البحر", None)]


def test_without_sources_all_is_new_and_an_empty_text_has_no_pieces():
    assert provenance("Plant trees.", []) == [Piece("Plant trees.", None)]
    assert provenance("", ["Plant trees."]) == []
