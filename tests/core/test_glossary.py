"""The words of a glossary in two versions of a clause."""

from __future__ import annotations

import pytest

from mithaq.core.glossary import Entry, Fault, departures
from mithaq.core.parity import Version

GROUP = Entry({"en": "engagement group", "ar": "مجموعة تواصل"}, {"en": ("outreach group",)})
DRAFT = Entry({"en": "draft", "ar": "مسودة"}, {})
ZERO = Entry({"en": "zero draft", "ar": "المسودة الصفرية"}, {"ar": ("المسودة الأولى",)})
SHERPA = Entry({"en": "sherpa", "ar": "شيربا"}, {"ar": ("شربا",)})
CITY = Entry({"en": "participating city", "ar": "مدينة مشاركة", "fr": "ville participante"}, {})
ALL = (GROUP, DRAFT, ZERO, SHERPA, CITY)


def told(english, arabic, entries=ALL):
    found = departures(Version("en", english), Version("ar", arabic), entries)
    return [(one.fault, one.language, one.words, one.rather, one.rather_in) for one in found]


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("The engagement group meets.", "تجتمع مجموعة التواصل."),
        ("The Engagement Groups meet.", "تجتمع مجموعات التواصل."),
        ("We write to the participating cities.", "نكتب إلى المدن المشاركة."),
        ("The zero draft is out.", "صدرت المُسَوَّدَة الصفرية."),
        ("By the sherpas", "وبالشيربا"),
        ("Nothing of it.", "لا شيء منه."),
        ("", ""),
    ],
    ids=["article", "plural", "broken-plural", "vowel-signs", "joined", "none", "empty"],
)
def test_words_in_the_forms_that_a_sentence_gives_them_are_no_departure(english, arabic):
    assert told(english, arabic) == []


def test_a_term_whose_counterpart_is_not_there_is_told_on_its_own_side():
    assert told("The engagement group meets.", "تجتمع اللجنة.") == [
        (Fault.MISSING, "en", "engagement group", "مجموعة تواصل", "ar")
    ]
    assert told("The committee meets.", "تجتمع مجموعة التواصل.") == [
        (Fault.MISSING, "ar", "مجموعة التواصل", "engagement group", "en")
    ]


def test_a_form_to_avoid_is_told_once_and_instead_of_the_missing_term():
    assert told("Every sherpa, each sherpa.", "كل شربا وكل شربا.") == [(Fault.AVOIDED, "ar", "شربا", "شيربا", "ar")]
    assert told("An outreach group.", "") == [(Fault.AVOIDED, "en", "outreach group", "engagement group", "en")]


def test_a_longer_entry_covers_the_shorter_one():
    assert told("The zero draft.", "المسودة الأولى.") == [
        (Fault.AVOIDED, "ar", "المسودة الأولى", "المسودة الصفرية", "ar")
    ]


def test_a_version_without_words_and_a_language_without_the_term_miss_nothing():
    assert told("The engagement group.", "") == []
    assert departures(Version("fr", "Le communiqué."), Version("en", "The engagement group."), ALL) == ()


def test_case_and_accents_do_not_matter():
    entry = Entry({"en": "communiqué", "ar": "البيان الختامي"}, {})
    assert told("THE COMMUNIQUE", "البيان الختامى", [entry]) == []
    assert told("THE COMMUNIQUE", "البيان", [entry])[0][2] == "COMMUNIQUE"
