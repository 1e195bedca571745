"""How a paragraph begins, in the languages in which papers are handed in."""

from __future__ import annotations

import pytest

from mithaq.core.reading.openings import Opening, bare_number, concluding, opened
from mithaq.core.reading.recommending import announces_recommendations


@pytest.mark.parametrize(
    ("paragraph", "number", "rest"),
    [
        ("Recommendation 3: Protect the rivers", "3", "Protect the rivers"),
        ("التوصية ٣: حماية الأنهار", "3", "حماية الأنهار"),
        ("Recommandation 1 : Protéger les rivières", "1", "Protéger les rivières"),
        ("Recomendación nº 2: Proteger los ríos", "2", "Proteger los ríos"),
        ("Recomendação 4 – Proteger os rios", "4", "Proteger os rios"),
        ("Empfehlung 5: Flüsse schützen", "5", "Flüsse schützen"),
        ("Raccomandazione n. 6: Proteggere i fiumi", "6", "Proteggere i fiumi"),
        ("Zalecenie nr 7: Chronić rzeki", "7", "Chronić rzeki"),
        ("Рекомендация № 6. Защищать реки", "6", "Защищать реки"),
        ("建议一：保护河流", "1", "保护河流"),
    ],
)
def test_a_labelled_recommendation_is_known_by_its_label(paragraph: str, number: str, rest: str):
    assert opened(paragraph) == (type(opened(""))(Opening.LABELLED, number, rest))


def test_a_sentence_about_recommendations_is_no_label():
    assert opened("Recommendations 3 and 4 were merged").kind is Opening.PLAIN
    assert opened("建议保护河流").kind is Opening.PLAIN


def test_a_cell_that_holds_a_number_and_nothing_else_is_a_number():
    assert bare_number("Recommandation 7 :") == "7"
    assert bare_number("7 rivers") is None


@pytest.mark.parametrize(
    "heading",
    [
        "Recommandations",
        "Recomendaciones",
        "Recomendações",
        "Empfehlungen",
        "Рекомендации",
        "政策建议",
        "四、政策建议",
        "सिफारिशें",
        "Öneriler",
        "Mapendekezo",
        "권고사항",
        "توصیه‌ها",
        "Khuyến nghị",
        "Calls to action",
        "To the G20 leaders we recommend the following",
        "نداءات إلى العمل",
    ],
)
def test_a_chapter_of_recommendations_is_known_by_its_title(heading: str):
    assert announces_recommendations(heading)


@pytest.mark.parametrize("heading", ["Call for papers", "Priority regions", "دعوة إلى الاجتماع", "建议书的背景资料"])
def test_headings_of_other_chapters_do_not(heading):
    assert not announces_recommendations(heading)


@pytest.mark.parametrize(
    ("paragraph", "kind", "number"),
    [
        ("أولاً: إنشاء صندوق", Opening.NUMBERED, "1"),
        ("ثانيا - إنشاء صندوق", Opening.NUMBERED, "2"),
        ("حادي عشر: إنشاء صندوق", Opening.NUMBERED, "11"),
        ("التوصية الحادية عشرة: إنشاء صندوق", Opening.LABELLED, "11"),
        ("التوصية الثالثة والعشرون: إنشاء صندوق", Opening.LABELLED, "23"),
        ("٢ـ إنشاء صندوق", Opening.NUMBERED, "2"),
        ("٥/ إنشاء صندوق", Opening.NUMBERED, "5"),
        ("ب) إنشاء صندوق", Opening.LETTERED, "ب"),
        ("2.- Crear un fondo", Opening.NUMBERED, "2"),
        ("3º Crear un fondo", Opening.NUMBERED, "3"),
        ("Recomendación N.º 2: Crear un fondo", Opening.LABELLED, "2"),
        ("Primera recomendación: Crear un fondo", Opening.LABELLED, "1"),
        ("Deuxième recommandation : Créer un fonds", Opening.LABELLED, "2"),
        ("建议十一：设立共同基金", Opening.LABELLED, "11"),
        ("二、设立共同基金", Opening.NUMBERED, "2"),
        ("（三）设立共同基金", Opening.NUMBERED, "3"),
        ("提言２：基金を設立する", Opening.LABELLED, "2"),
        ("Recommendation IX – Establish a fund", Opening.LABELLED, "IX"),
        ("Recommandation 1er : Créer un fonds", Opening.LABELLED, "1"),
        ("2e recommandation : Créer un fonds", Opening.LABELLED, "2"),
        ("First, cities should establish a fund", Opening.NUMBERED, "1"),
        ("Deuxièmement : créer un fonds", Opening.NUMBERED, "2"),
        ("Tercero, crear un fondo", Opening.NUMBERED, "3"),
        ("Во-первых, создать фонд", Opening.NUMBERED, "1"),
        ("б) создать фонд", Opening.LETTERED, "б"),
        ("IV. Establish a fund", Opening.ROMAN, "IV"),
        ("(b) Establish a fund", Opening.LETTERED, "b"),
    ],
)
def test_numbers_in_words_and_letters_are_read(paragraph: str, kind: Opening, number: str):
    begun = opened(paragraph)
    assert (begun.kind, begun.number) == (kind, number)


@pytest.mark.parametrize("paragraph", ["5/2030 is the date", "ثانيا اعتمدت المدن", "二氧化碳", "I agree", "Recommendation A was merged", "First cities to join", "Second homes, and others", "Recommendation 3e is old"])  # fmt: skip
def test_a_sentence_that_begins_like_a_number_stays_a_sentence(paragraph: str):
    assert opened(paragraph).kind is Opening.PLAIN


@pytest.mark.parametrize(
    ("text", "before", "number", "found"),
    [
        ("Finally, count them", "Second, plant trees", "2", ("3", "count them")),
        ("And finally, count them", "Thirdly, plant trees", "3", ("4", "count them")),
        ("Por último, contar los árboles", "Segundo, plantar árboles", "2", ("3", "contar los árboles")),
        ("Enfin, compter les arbres", "Deuxièmement, planter des arbres", "2", ("3", "compter les arbres")),
        ("وأخيراً، إحصاء الأشجار", "ثانياً: غرس الأشجار", "2", ("3", "إحصاء الأشجار")),
        ("最后，统计树木", "Second, plant trees", "2", ("3", "统计树木")),
        ("Finally, count them", "2. Plant trees", "2", None),
        ("Finally count them", "Second, plant trees", "2", None),
        ("Finally, count them", "", "", None),
    ],
)
def test_the_last_of_a_list_told_off_in_words_counts_as_the_next(text, before, number, found):
    told = concluding(text, before, number)
    assert (told and (told.number, told.rest)) == found
