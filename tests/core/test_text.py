import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.text import (
    language_as_told,
    language_of,
    normalised,
    script_of,
    searchable,
    sought,
    text_hash,
    tokens,
    western_digits,
)

MIXED = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("اأإآٱبتةثىيئءؤ ًٌَُِّْـ٠١٢٣۴۵٫٬،؛؟ \u00a0\u00ad\u200c\u200d\u200f\n\tABcdéßİıøŁ’'.,;:%٪12漢字かな"),
    )
)


@given(MIXED)
def test_joined_tokens_are_the_text(text):
    assert "".join(tokens(text)) == text


@given(MIXED)
def test_no_token_is_empty_and_only_the_first_is_white_space_alone(text):
    cut = tokens(text)
    assert all(cut)
    assert all(token.strip() for token in cut[1:])


@given(MIXED)
def test_folding_twice_is_folding_once(text):
    assert normalised(normalised(text)) == normalised(text)
    assert searchable(searchable(text)) == searchable(text)


@given(MIXED)
def test_what_is_alike_for_comparison_is_alike_for_search(text):
    assert searchable(normalised(text)) == searchable(text)


@given(MIXED)
def test_the_hash_does_not_depend_on_how_accents_are_composed(text):
    assert text_hash(text) == text_hash(unicodedata.normalize("NFD", text))


@given(MIXED)
def test_western_digits_touch_digits_only(text):
    changed = western_digits(text)
    assert len(changed) == len(text)
    assert all(old == new or new in "0123456789" for old, new in zip(text, changed, strict=True))


def test_the_hash_is_the_known_sha_256():
    assert text_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_reads_the_same_is_equal_after_normalising():
    assert normalised(" Cities\u00a0 should\tco\u00adoperate\n") == "Cities should cooperate"
    assert normalised("e\u0301") == "é"
    assert normalised("COVID\u201119") == "COVID-19"
    assert normalised("\u202bالمدن\u202c") == "المدن"


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("أُوصَى بِالمُدُنِ", "اوصي بالمدن"),
        ("إدارة الأزمات", "ادارة الازمات"),
        ("آليــــة", "الية"),
        ("فاعلية", "فاعليه"),
        ("ﻻ", "لا"),
        ("São Tomé", "sao tome"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("التوصية ٣", "التوصية 3"),
        ("city’s", "city's"),
    ],
)
def test_a_search_finds_variants_of_writing(written, sought):
    assert searchable(written) == searchable(sought)


def test_hindi_vowel_signs_are_letters_of_the_word_and_stay():
    assert searchable("हिन्दी") == "हिन्दी"


def test_script_and_language_follow_the_letters():
    assert (script_of("Lisbon 2020"), language_of("Lisbon 2020")) == ("Latn", "en")
    assert (script_of("مدينة الرياض (U20)"), language_of("مدينة الرياض (U20)")) == ("Arab", "ar")
    assert language_of("Ville de Tunis", default="fr") == "fr"
    assert (script_of("٢٠٢٠"), language_of("٢٠٢٠", default="ar")) == ("Zyyy", "ar")
    assert language_of("Москва") == "und"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agree fully.", ["agree ", "fully", "."]),
        ("2.5% of U20", ["2.5% ", "of ", "U20"]),
        ("٢٫٥ مليون", ["٢٫٥ ", "مليون"]),
        ("نُوصِي بالمُدُن", ["نُوصِي ", "بالمُدُن"]),
        ("مـــدن", ["مـــدن"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("漢字 ok", ["漢", "字 ", "ok"]),
        ("the city’s (two)", ["the ", "city’s ", "(", "two", ")"]),
        ("  x", ["  ", "x"]),
        ("", []),
    ],
)
def test_tokens_are_words_numbers_and_marks_with_their_space(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "written", ["توصية", "التوصية", "والتوصية", "بالتوصية", "وبالتوصية", "للتوصية", "فتوصية", "وتوصية", "كالتّوصيــة"]
)
def test_an_arabic_word_is_sought_without_what_is_written_together_with_it(written):
    assert sought(written) == ["توصيه"]
    assert all(word in searchable("نغرس والتوصية") for word in sought(written))


@pytest.mark.parametrize("short", ["ال", "و", "ولد", "فيل", "والا"])
def test_a_prefix_that_would_leave_less_than_a_root_stays(short):
    assert sought(short) == [searchable(short)]


@given(MIXED)
def test_a_text_is_found_by_its_own_words(text):
    assert all(word in searchable(text) for word in sought(text))


@pytest.mark.parametrize(
    ("words", "told", "language"),
    [
        ("Les fleuves", "fr", "fr"),
        ("الأنهار", "fr", "ar"),
        ("دریا سب کے ہیں", "ur", "ur"),
        ("Rivers", "ur", "en"),
        ("नदियाँ", "fr", "und"),
        ("नदियाँ", "hi", "hi"),
        ("U20", "hi", "hi"),
        ("نحن", "", "ar"),
    ],
)
def test_a_text_is_in_the_language_it_is_said_to_be_in_where_its_letters_allow_it(words, told, language):
    assert language_as_told(words, told) == language
