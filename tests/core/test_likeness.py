"""Names that may be one are found across alphabets; names that are not are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.likeness import LIKELY, Index, likeness, skeleton

NAME = st.text("abcdefghijklmnopqrstuvwxyzéüßاأبتثجحخدذرزسشصضطظعغفقكلمنهويةىء -'12", max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tunis", "تونس"), ("Montréal", "Montreal"), ("Montreal", "مونتريال"), ("Köln", "Koeln"), ("Riyadh", "الرياض"),
        ("New York", "نيويورك"), ("London", "لندن"), ("Johannesburg", "جوهانسبرغ"), ("São Paulo", "ساو باولو"),
        ("Jeddah", "Jidda"), ("Amina Trabelsi", "أمينة الطرابلسي"), ("Rima Al-Qassabi", "ريما القصابي"),
        ("Mohammed El Hakim", "محمد الحكيم"), ("Tripoli", "طرابلس"), ("غيمرة", "غيمره"), ("Yasmin Haddadin", "ياسمين حدادين"),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_likely_the_same(one, other):
    assert likeness(one, other) >= LIKELY
    found = Index()
    found.add([one], "it")
    assert [thing for _score, thing in found.like([other])] == ["it"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rome", "الرياض"), ("Rome", "Riyadh"), ("San José", "San Juan"), ("Lima", "Lomé"), ("Bern", "Bonn"), ("Zone 1", "Zone 2"), ("", "Tunis"), ("لندن", "باريس"), ("Ali Hassan", "Ali Hussein")],
)  # fmt: skip
def test_two_names_are_not_taken_for_one(one, other):
    assert likeness(one, other) < LIKELY


@given(NAME, NAME)
def test_likeness_is_symmetric_and_between_0_and_100(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@given(NAME.filter(str.strip))
def test_a_skeleton_is_made_of_capitals_and_digits(name):
    assert set(skeleton(name)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
