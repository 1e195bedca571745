"""What a text is found by, and what is shown of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.search.question import Question, question_of
from mithaq.core.search.snippets import LONG, marked, snippet
from mithaq.core.search.words import keys_of, words

ANY_TEXT = st.text(alphabet=st.sampled_from("abc de'’-.,2٣ المدنوفبكليه ًّـ 河流 नदीों \u200d\u00ad\n\"«»É"), max_size=120)
LANGUAGES = st.sampled_from(["ar", "en", "fr", "hi", "zh", "xx"])


def same(one: str, other: str, language: str = "ar") -> bool:
    return not {key for part in keys_of(one, language) for key in part}.isdisjoint(
        key for part in keys_of(other, language) for key in part
    )


@pytest.mark.parametrize(
    "family",
    [
        "مدن المدن المُدُن والمدن فالمدن بالمدن وبالمدن كالمدن للمدن وللمدن لمدن ومدن المـــدن",
        "فيضان الفيضان فيضانات والفيضانات فيضانها",
        "مدينة المدينة المدينه مدينتها بمدينة",
        "توصية التوصية توصيات بالتوصيات توصياتها",
        "إنذار انذار الإنذار أنذار",
    ],
)  # fmt: skip
def test_an_arabic_word_is_found_whatever_is_written_together_with_it(family: str) -> None:
    first, *others = family.split()
    assert [other for other in others if not same(first, other)] == []


@pytest.mark.parametrize(("one", "other"), [("مدن", "مدارس"), ("ماء", "سماء"), ("وادي", "نادي"), ("كتاب", "طلاب")])
def test_different_arabic_words_stay_different(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "Cities", "city"), ("fr", "l’eau", "eaux"), ("es", "casas", "casa"), ("en", "CAFÉ", "cafe")],
)
def test_a_word_is_found_in_its_other_forms(language: str, one: str, other: str) -> None:
    assert same(one, other, language)


@given(ANY_TEXT, LANGUAGES)
def test_words_stand_in_the_text_where_they_say(text: str, language: str) -> None:
    found = list(words(text, language))
    assert all(0 <= word.start < word.end <= len(text) and word.keys and all(word.keys) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    for word in found:
        assert word.keys in keys_of(text[word.start : word.end], language)


@given(ANY_TEXT, ANY_TEXT, LANGUAGES)
def test_what_is_marked_is_the_text(text: str, line: str, language: str) -> None:
    assert "".join(piece.text for piece in marked(text, language, question_of(line, [language]))) == text


@given(st.text(alphabet=st.sampled_from("abcdef مدن 河"), min_size=400, max_size=900), LANGUAGES)
def test_a_snippet_is_a_stretch_of_the_text_of_about_its_length(text: str, language: str) -> None:
    words_in = list(words(text, language))
    line = text[words_in[-1].start : words_in[-1].end] if words_in else "a"
    shown = "".join(piece.text for piece in snippet(text, language, question_of(line, [language])))
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert len(shown) <= 2 * LONG


@given(ANY_TEXT, LANGUAGES)
def test_every_text_is_found_by_each_of_its_words(text: str, language: str) -> None:
    for word in words(text, language):
        written = text[word.start : word.end]
        question = question_of(f'"{written}"', [language])
        assert question.found_in(text, language)


def test_what_is_far_into_a_text_is_shown_with_its_neighbours() -> None:
    text = "Nothing here. " * 60 + "The flood came at night. " + "And nothing there. " * 60
    shown = snippet(text, "en", question_of("flood night", ["en"]))
    assert [piece.text for piece in shown if piece.is_marked] == ["flood", "night"]
    assert shown[0].text == "… "
    assert shown[-1].text == " …"


@pytest.mark.parametrize(
    ("line", "wanted", "unwanted"),
    [
        ("river city", 2, 0), ('"river city"', 1, 0), ("«مدن الأنهار» ماء", 2, 0), ("river -city", 1, 1), ("-city", 0, 1),
        ("river-city", 1, 0), ('"', 0, 0), ('"river', 1, 0), ("… ؟ —", 0, 0), ("river river", 1, 0),
        ('-"river city" water', 1, 1),
    ],
)  # fmt: skip
def test_a_line_asks_for(line: str, wanted: int, unwanted: int) -> None:
    question = question_of(line, ["en", "ar"])
    assert (len(question.wanted), len(question.unwanted)) == (wanted, unwanted)


def test_what_is_not_wanted_alone_finds_nothing() -> None:
    assert not question_of("-city", ["en"])
    assert not Question().found_in("anything", "en")
