"""What two language versions of a clause say differently is found; what a translator may choose is not reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from mithaq.core.parity import Aspect, Version, parity
from tests.conftest import ROOT, documents_folder


def told(english, arabic, names=()):
    return [(one.aspect.value, one.language, one.words) for one in parity(*versions(english, arabic), names)]


def versions(english, arabic):
    return Version("en", english), Version("ar", arabic)


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("We plant 39 trees by 2035.", "نغرس ٣٩ شجرة بحلول عام 2035."),
        ("75 million people", "٧٥ مليون نسمة"),
        ("75,000,000 people", "75 مليونًا من السكان"),
        ("75 000 people", "٧٥٬٠٠٠ نسمة"),
        ("1.5 billion", "1.5 مليار"),
        ("two rivers", "نهران"),
        ("three rivers", "ثلاثة أنهار"),
        ("3 rivers", "ثلاثة أنهار"),
        ("the 2nd phase", "المرحلة الثانية"),
        ("40 per cent", "٤٠٪"),
        ("40%", "40 في المئة"),
        ("1,234.50 dollars", "١٬٢٣٤٫٥٠ دولار"),
        ("1 October 2031", "١ تشرين الأول ٢٠٣١"),
        ("in October", "في أكتوبر"),
        ("G20, U20, COP28 and CO2", "مجموعة العشرين، ومجموعة المدن، ومؤتمر الأطراف، وثاني أكسيد الكربون"),
        ("of 39 cities", "من 39 مدينة"),
        ("and 39 by 39", "و39 بـ39"),
        ("We may act. We march on.", "نعمل، ونمضي."),
        ("[trees] and [rivers]", "[أشجار] و[أنهار]"),
        ("One. Two. Three.", "جملة واحدة فيها اثنان وثلاثة."),
        ("", ""),
    ],
)
def test_what_a_translator_may_choose_is_not_reported(english, arabic):
    assert told(english, arabic) == []


@pytest.mark.parametrize(
    ("english", "arabic", "expected"),
    [
        ("39 trees", "93 شجرة", [("number", "en", "39"), ("number", "ar", "93")]),
        ("75 million", "75 مليارًا", [("number", "en", "75 million"), ("number", "ar", "75 مليارًا")]),
        ("by 2035", "بحلول 2030", [("year", "en", "2035"), ("year", "ar", "2030")]),
        ("40 per cent", "40 مدينة", [("number", "en", "40 per cent"), ("number", "ar", "40")]),
        ("39 trees", "أشجار", [("number", "en", "39")]),
        ("trees", "39 شجرة", [("number", "ar", "39")]),
        ("39 and 39", "39", [("number", "en", "39")]),
        ("three rivers", "أربعة أنهار", [("number", "en", "three"), ("number", "ar", "أربعة")]),
        ("in October", "في نوفمبر", [("month", "en", "October"), ("month", "ar", "نوفمبر")]),
        ("1 May", "1 مارس", [("month", "en", "May"), ("month", "ar", "مارس")]),
        ("[trees]", "أشجار", [("brackets", "en", "")]),
        ("(a) rivers\n(b) banks", "(أ) أنهار وضفاف", [("parts", "en", "")]),
        ("First.\n\nSecond.", "أولًا.", [("parts", "en", "")]),
    ],
)
def test_what_only_one_version_says_is_found_with_its_place(english, arabic, expected):
    assert told(english, arabic) == expected
    for one in parity(*versions(english, arabic)):
        assert {"en": english, "ar": arabic}[one.language][one.start : one.end] == one.words


def test_a_clause_that_is_much_shorter_has_lost_a_sentence():
    said = (
        "We restore the rivers that feed our cities, from their springs to the sea, with all who live on their banks."
    )
    assert told(said, "نعيد إحياء الأنهار.") == [("length", "en", "")]


def test_a_name_that_has_a_pair_stands_in_both():
    names = [{"en": "Tunis", "ar": "تونس"}, {"en": "Green Climate Fund", "ar": "الصندوق الأخضر للمناخ"}]
    assert told("With Tunis and the Green Climate Fund.", "مع الصندوق الأخضر للمناخ وتونس.", names) == []
    assert told("With Tunis.", "مع الرباط.", names) == [("name", "en", "Tunis")]
    assert told("The fund.", "من تونس.", names) == [("name", "ar", "تونس")]


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_order_of_the_versions_changes_only_the_order_of_what_is_said(one, other):
    here, there = Version("en", one), Version("ar", other)
    assert {(each.aspect, each.language, each.start, each.end) for each in parity(here, there) if each.words} == {
        (each.aspect, each.language, each.start, each.end) for each in parity(there, here) if each.words
    }


@given(st.text(max_size=300))
def test_a_text_says_what_it_says_itself(words):
    assert parity(Version("en", words), Version("ar", words)) == ()


def test_the_points_of_the_model_year_give_no_false_alarm():
    import csv

    with (ROOT / "demo" / "model-year" / "points.csv").open(encoding="utf-8") as lines:
        points = list(csv.DictReader(lines))
    assert len(points) == 27
    assert [
        told(point["text_en"], point["text_ar"]) for point in points if told(point["text_en"], point["text_ar"])
    ] == []


@pytest.mark.documents
@pytest.mark.parametrize("language", ["ar", "es", "ru", "tr", "id", "hi"])
def test_the_articles_of_the_universal_declaration_give_no_false_alarm(language):
    english, other = articles("en"), articles(language)
    assert len(other) == 30
    alarms = {number: parity(Version("en", english[number]), Version(language, other[number])) for number in other}
    assert {number: found for number, found in alarms.items() if found} == {}


def articles(language):
    page = html.parse(documents_folder() / f"udhr.{language}.html", html.HTMLParser(encoding="utf-8"))
    return {
        article.get("data-number"): "\n\n".join(part.text_content() for part in article.iter("h2", "p"))
        for article in page.getroot().iter("article")
    }


def test_every_aspect_is_tested_here():
    assert {aspect.value for aspect in Aspect} == {"number", "year", "month", "name", "brackets", "parts", "length"}
