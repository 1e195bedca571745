"""Arabic is complete and well written: every phrase, all six plural forms, the glossary's words, Arabic signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message

from mithaq.foundation.languages.phrases import Phrase, catalogue_of, forms, phrase_of, phrases_in, read, written
from tests.house.tree import PACKAGE, ROOT, files_under, shown

ARABIC_PLURAL_FORMS = 6
#: Forms that may leave a number out, because Arabic says none, one and two without it.
SAID_WITHOUT_A_NUMBER = 3
NAMED_VALUE = re.compile(r"%\((\w+)\)[sd]")
FIELD = re.compile(r"\{\{ \w+ \}\}")
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z.-]*[A-Za-z]|[A-Za-z]")
DIACRITICS = re.compile("[\u064b-\u0652]")

#: Names and codes that stand in Latin letters in Arabic too.
LATIN_IN_ARABIC = {
    "Word",
    "PDF",
    "HTML",
    "CSV",
    "XLSX",
    "JSON",
    "YAML",
    "OpenDocument",
    "SHA",
    "UTF",
    "PNG",
    "SVG",
    "JPEG",
    "WebP",
}
ADDRESS = re.compile(r"\S+@\S+\w")

#: Where a phrase says the glossary's word (a pattern), the Arabic says one of these stems, without diacritics.
STEMS = {
    r"communiqués?": ("بيان الختامي", "بيانات الختامية"),
    r"mandates?": ("تفويض",),
    r"recommendations?": ("توصي",),
    r"(?<!focal )points?": ("توصي",),
    r"focal points?": ("جهة الاتصال", "جهة اتصال", "جهتا اتصال", "جهات اتصال"),
    r"prox(?:y|ies)": ("وكال",),
    r"pillars?": ("محور", "محاور"),
    r"phases?": ("مرحل", "مراحل"),
    r"deadlines?": ("موعد", "مواعيد"),
    r"chair city": ("مدينة الرئاسة",),
    r"conveners?": ("قائدة للمبادرة",),
    r"participating cit(?:y|ies)": ("مدينة مشاركة", "مدن المشاركة"),
    r"observer cit(?:y|ies)": ("مدينة مراقبة", "مدن المراقبة"),
    r"guest cit(?:y|ies)": ("مدينة ضيفة", "مدن الضيفة"),
    r"knowledge partners?": ("شريك معرفة", "شركاء المعرفة"),
    r"mayors?": ("عمد",),
    r"sherpas?": ("شيربا",),
    r"secretariat": ("أمان",),
    r"seats?": ("مقعد", "مقاعد"),
    r"task forces?": ("عمل متخصص", "عمل المتخصصة"),
    r"special working groups?": ("مجموعة عمل خاصة", "مجموعة العمل الخاصة", "مجموعات العمل الخاصة"),
    r"working papers?": ("ورقة عمل", "ورقة العمل", "أوراق عمل", "أوراق العمل"),
    r"studies|study": ("دراس",),
    r"preamble": ("ديباجة",),
    r"clauses?": ("فقر",),
    r"drafts?": ("مسود",),
    r"amendments?": ("تعديل",),
    r"objections?": ("اعتراض",),
    r"brackets": ("معقوف",),
    r"reservations?": ("تحفظ",),
    r"authentic languages?": ("حجية",),
    r"freeze|freezes|frozen|froze": ("ثبت", "ثبيت"),
    r"endorse[sd]?|endorsing|endorsements?": ("أييد", "أيد", "ؤيد"),
    r"side sessions?": ("جانبية",),
    r"summit": ("قمة",),
    r"press releases?": ("بيان صحفي", "بيانات الصحفية"),
    r"embargo": ("حظر نشر مؤقت", "محظور النشر مؤقتا"),
    r"figures?": ("رقم", "أرقام"),
    r"chronicle": ("سجل الوقائع", "سجل وقائع"),
    r"engagement groups?": ("تواصل",),
}
#: Phrases in which the word is not the glossary's.
OTHERWISE = {
    "Press and audit",
}
#: A numbered clause of any text, a statement to ministers too: the glossary's point is what a consolidation ends in.
KINDS_OF_CLAUSES = "kind of clause"


@cache
def messages() -> tuple[tuple[Path, Message], ...]:
    """Every message of every catalogue."""
    return tuple((path, message) for path in files_under(PACKAGE, ".po") for message in read(path) if message.id)


def places(found: Iterator[tuple[Path, Message]]) -> list[str]:
    """The messages as a person would look for them."""
    return [f"{shown(path)}: {phrase_of(message).words}: {' | '.join(forms(message))}" for path, message in found]


def values(text: str) -> set[str]:
    return set(NAMED_VALUE.findall(text))


def plain(text: str) -> str:
    """Arabic without its diacritics, by which one word may be written in several ways."""
    return DIACRITICS.sub("", text)


def test_every_phrase_of_the_interface_is_in_the_catalogue_of_its_app():
    held = {(path, phrase_of(message)) for path, message in messages()}
    asked = {(catalogue_of(path), p) for path in files_under(PACKAGE, ".py", ".html", ".txt") for p in phrases_in(path)}
    assert sorted((shown(path), phrase) for path, phrase in asked - held) == []
    assert sorted((shown(path), phrase) for path, phrase in held - asked) == [], "bin/phrases drops them"


def test_a_catalogue_stands_as_bin_phrases_writes_it():
    assert [shown(p) for p in files_under(PACKAGE, ".po") if written(read(p)) != p.read_bytes()] == []


def test_no_arabic_phrase_is_left_empty_or_in_doubt():
    assert places((p, one) for p, one in messages() if one.fuzzy or not all(forms(one))) == []


def test_what_is_counted_has_six_arabic_forms():
    assert (
        places((p, one) for p, one in messages() if one.pluralizable and len(forms(one)) != ARABIC_PLURAL_FORMS) == []
    )


def test_arabic_names_the_values_of_its_phrase_in_every_form():
    assert places((path, one) for path, one in messages() if not names_its_values(one)) == []


def names_its_values(message: Message) -> bool:
    words, plural, _ = phrase_of(message)
    wanted = values(words) | values(plural)
    said = [values(form) for form in forms(message)]
    if not plural:
        return said == [wanted]
    numberless = said[:SAID_WITHOUT_A_NUMBER]
    return all(form == wanted for form in said[SAID_WITHOUT_A_NUMBER:]) and all(
        form <= wanted and len(wanted - form) <= 1 for form in numberless
    )


def test_a_phrase_is_translated_the_same_everywhere():
    seen: dict[Phrase, set[tuple[str, ...]]] = {}
    for _, one in messages():
        seen.setdefault(phrase_of(one), set()).add(forms(one))
    assert {phrase: ways for phrase, ways in seen.items() if len(ways) > 1} == {}


def test_a_phrase_stands_with_one_plural_only():
    counted = {(p.words, p.context) for p in map(phrase_of, (one for _, one in messages())) if p.plural}
    single = {(p.words, p.context) for p in map(phrase_of, (one for _, one in messages())) if not p.plural}
    assert counted & single == set(), "gettext looks a phrase up by its first words alone"


def test_no_english_is_left_in_arabic():
    assert places((path, one) for path, one in messages() if any(map(latin_words, forms(one)))) == []


def latin_words(arabic: str) -> set[str]:
    prose = FIELD.sub("", NAMED_VALUE.sub("", ISOLATED.sub("", ADDRESS.sub("", arabic))))
    return set(LATIN_WORD.findall(prose)) - LATIN_IN_ARABIC


def test_arabic_is_written_with_arabic_signs():
    latin = re.compile(r"[?,;“”\"]|(?<![-0-9])[0-9]")
    assert places((p, one) for p, one in messages() if any(latin.search(ISOLATED.sub("", f)) for f in forms(one))) == []


def test_arabic_says_the_words_of_the_glossary():
    strange = [
        f"{pattern}: {one.words}: {form}"
        for one, form in {(phrase_of(message), form) for _, message in messages() for form in forms(message)}
        for pattern, stems in STEMS.items()
        if one.words not in OTHERWISE and one.context != KINDS_OF_CLAUSES
        if re.search(rf"\b(?:{pattern})\b", one.words, re.IGNORECASE)
        if not any(stem in plain(form) for stem in stems)
    ]
    assert sorted(strange) == []


def test_the_words_asked_for_are_those_of_the_glossary():
    glossary = plain((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert [pattern for pattern, stems in STEMS.items() if not any(stem in glossary for stem in stems)] == []
