"""A text is begun in the browser, its first draft composed clause by clause, and issued."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.communique.domain import sketch as composing
from mithaq.communique.domain.compose import begin_text
from mithaq.communique.models import Composition, Text
from mithaq.communique.queries import clauses_of, in_order
from mithaq.communique.queries.composing import composition_of
from mithaq.communique.web.beginning_forms import LONGEST_PASTED
from mithaq.core.docx.drafts import Cover, clean
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.versions import one_text
from mithaq.core.reading.web_page import read_web_page
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.steps import thread_of
from mithaq.foundation.writing.versions import Overtaken
from mithaq.recommendations.domain.close import close
from tests.factories.house import a_house, a_paper, a_point, a_seated, a_text
from tests.factories.visits import a_visitor, queries_of, the_clock_at

#: The languages of the Universal Declaration among our outside documents.
ELEVEN = ("ar", "en", "es", "fr", "hi", "id", "ja", "pt", "ru", "tr", "zh")

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return begin_text(house.cycle, "interim", "interim", {"en": "Interim", "ar": "مرحلي"}, **house.by_us)


def composed(text):
    found = composition_of(text)
    return [(one.depth, one.kind, dict(one.words)) for one in found.sketch] if found else []


def read(text):
    draft = text.drafts.latest("number")
    return [(depth, one.kind, one.number, dict(one.words)) for depth, one in in_order(clauses_of(draft))]


def added(house, text, after, words, kind="point"):
    return composing.add_clause(text, after, kind, {"en": words}, **house.by_us).id


def test_the_secretariat_begins_a_text_in_the_browser(house):
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        page = us.get(reverse("communique:texts"))
        assert "Begin a text" in page.content.decode()
        typed = {
            "kind": "to_ministers", "languages": ["en", "fr"], "working": "fr", "title_en": "To the ministers",
            "title_fr": "Aux ministres",
        }  # fmt: skip
        sent = us.post(reverse("communique:new_text"), typed)
    begun = Text.objects.get()
    assert sent.url == reverse("communique:composing", args=[begun.public_id])
    assert (begun.key, begun.kind, begun.authentic) == ("to-ministers", "to_ministers", ["fr", "en"])
    assert dict(begun.title) == {"fr": "Aux ministres", "en": "To the ministers"}


def test_a_text_has_a_title_in_each_of_its_languages_and_is_negotiated_in_one_of_them(house):
    with the_clock_at(house.at):
        typed = {"kind": "statement", "languages": ["en", "ar"], "working": "fr", "title_en": "Statement"}
        sent = a_visitor(house.secretariat).post(reverse("communique:new_text"), typed)
    assert sent.status_code == 422
    assert "Write the title in this language too." in sent.content.decode()
    assert "Choose one of its authentic languages." in sent.content.decode()
    assert not Text.objects.exists()


def test_several_texts_of_one_kind_have_names_of_their_own(house):
    typed = {"kind": "interim", "languages": ["en"], "working": "en", "title_en": "Interim"}
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        us.post(reverse("communique:new_text"), typed)
        us.post(reverse("communique:new_text"), typed)
    assert list(Text.objects.values_list("key", flat=True)) == ["interim", "interim-2"]


def test_clauses_are_added_nested_moved_and_taken_out_and_each_step_is_taken_back(house, text):
    pillar = added(house, text, "", "Water", "heading")
    first = added(house, text, pillar, "Rivers are clean.")
    second = added(house, text, first, "Banks are green.")
    composing.move_clause(text, second, "deeper", **house.by_us)
    stood = composed(text)
    assert [(depth, kind) for depth, kind, _words in stood] == [(0, "heading"), (1, "point"), (2, "sub_point")]
    composing.move_clause(text, first, "out", **house.by_us)
    composing.delete_clause(text, first, **house.by_us)
    assert [(depth, kind) for depth, kind, _words in composed(text)] == [(0, "heading"), (0, "point")]
    composing.take_back(text, **house.by_us)
    composing.take_back(text, **house.by_us)
    assert composed(text) == stood
    for _step in range(4):
        composing.take_back(text, **house.by_us)
    assert composed(text) == []
    with pytest.raises(Refused, match="no step"):
        composing.take_back(text, **house.by_us)


def test_issuing_makes_the_zero_draft_and_clauses_keep_their_identity(house, text):
    point = composing.add_clause(text, "", "point", {"en": "Rivers.", "ar": "الأنهار."}, **house.by_us).id
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        sherpa = a_visitor(a_seated(house, role=Role.SHERPA))
        assert "Rivers." not in sherpa.get(text.get_absolute_url()).content.decode()
        sent = us.post(reverse("communique:first_draft", args=[text.public_id]))
        assert sent.url == text.get_absolute_url()
        assert "Rivers." in sherpa.get(text.get_absolute_url()).content.decode()
        assert us.get(reverse("communique:composing", args=[text.public_id])).url == text.get_absolute_url()
    assert read(text) == [(0, "point", "1", {"en": "Rivers.", "ar": "الأنهار."})]
    assert text.clauses.get().public_id == point
    assert not Composition.objects.exists()
    with pytest.raises(Refused, match="has been issued"):
        added(house, text, "", "Too late.")


def test_nothing_is_issued_without_a_clause(house, text):
    with pytest.raises(Refused, match="no clause yet"):
        composing.issue(text, **house.by_us)


def test_two_drafters_of_one_clause_lose_nothing(house, text):
    key = composing.add_clause(text, "", "point", {"en": "We clean ten rivers each year."}, **house.by_us).id
    seen = {"en": "We clean ten rivers each year."}

    def worded(words):
        composing.word_clause(text, key, "point", words, seen, **house.by_us)

    worded({"en": "We clean twelve rivers each year."})
    worded({"en": "We clean ten rivers every year."})
    assert composed(text)[0][2] == {"en": "We clean twelve rivers every year."}
    worded({"en": "We clean ten rivers each year.", "ar": "ننظف."})
    assert composed(text)[0][2] == {"en": "We clean twelve rivers every year.", "ar": "ننظف."}
    with pytest.raises(Overtaken):
        worded({"en": "We clean nine rivers each year."})
    with the_clock_at(house.at):
        form = {"words_en": "We clean nine rivers each year.", "seen_en": seen["en"], "words_ar": "", "kind": "point"}
        page = a_visitor(house.secretariat).post(reverse("communique:planned", args=[text.public_id, key]), form)
    assert page.status_code == 409
    assert "We clean nine rivers each year." in page.content.decode()
    assert "We clean twelve rivers every year." in page.content.decode()


def test_words_for_a_clause_that_was_taken_out_meanwhile_are_not_lost(house, text):
    key = added(house, text, "", "Rivers.")
    composing.delete_clause(text, key, **house.by_us)
    with the_clock_at(house.at):
        form = {"words_en": "Rivers and lakes.", "seen_en": "Rivers.", "kind": "point"}
        page = a_visitor(house.secretariat).post(reverse("communique:planned", args=[text.public_id, key]), form)
    assert page.status_code == 422
    assert "Rivers and lakes." in page.content.decode()
    assert "taken out meanwhile" in page.content.decode()


def test_points_of_the_closed_consolidation_become_clauses_with_the_thread_kept(house, text):
    paper = a_paper(house, recommendations=2)
    point = a_point(house, paper.recommendations.all())
    with pytest.raises(Refused, match="not been closed"):
        composing.take_in_points(text, **house.by_us)
    close(house.cycle, **house.by_us)
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        us.post(reverse("communique:composing_points", args=[text.public_id]))
        page = us.get(reverse("communique:composing", args=[text.public_id]))
    assert point.get_absolute_url() in page.content.decode()
    with pytest.raises(Refused, match="already"):
        composing.take_in_points(text, **house.by_us)
    composing.issue(text, **house.by_us)
    clause = text.clauses.get(kind="point")
    before = thread_of(clause, house.secretariat, house.at).before
    assert point.get_absolute_url() in [step.url for step in before]
    assert len(before) > 2


def a_word_file(*paragraphs):
    document = docx.Document()
    for style, words in paragraphs:
        document.add_paragraph(words, style=style)
    saved = BytesIO()
    document.save(saved)
    return SimpleUploadedFile("draft.docx", saved.getvalue())


def sent_in(house, text, *files):
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        return us.post(reverse("communique:composing_file", args=[text.public_id]), {"documents": files})


def test_a_word_document_is_taken_in_paragraph_by_paragraph(house, text):
    file = a_word_file(
        ("Normal", "We, the mayors, meet."), ("Heading 1", "Water"), ("Normal", "1. Rivers are clean."),
        ("Normal", "1.1 Also small ones."), ("Normal", "2. Banks are green."), ("Normal", "Done in May."),
    )  # fmt: skip
    assert sent_in(house, text, file).status_code == 302
    assert [(depth, kind, words["en"]) for depth, kind, words in composed(text)] == [
        (0, "preamble", "We, the mayors, meet."),
        (0, "heading", "Water"),
        (1, "point", "Rivers are clean."),
        (2, "sub_point", "Also small ones."),
        (1, "point", "Banks are green."),
        (0, "closing", "Done in May."),
    ]
    composing.take_back(text, **house.by_us)
    assert composed(text) == []


def test_a_table_with_a_language_in_each_column_is_taken_in_row_by_row(house, text):
    document = docx.Document()
    table = document.add_table(2, 3)
    rows = [("1", "Rivers.", "الأنهار."), ("2", "Banks.", "الضفاف.")]
    for row, said in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, said, strict=True):
            cell.text = words
    saved = BytesIO()
    document.save(saved)
    sent_in(house, text, SimpleUploadedFile("table.docx", saved.getvalue()))
    assert [words for _depth, _kind, words in composed(text)] == [
        {"en": "Rivers.", "ar": "الأنهار."},
        {"en": "Banks.", "ar": "الضفاف."},
    ]


def test_documents_in_two_languages_with_the_same_clauses_are_one_text(house, text):
    english = a_word_file(("Normal", "1. Rivers."), ("Normal", "2. Banks."))
    arabic = a_word_file(("Normal", "1. الأنهار."), ("Normal", "2. الضفاف."))
    sent_in(house, text, english, arabic)
    assert [words for _depth, _kind, words in composed(text)] == [
        {"en": "Rivers.", "ar": "الأنهار."},
        {"en": "Banks.", "ar": "الضفاف."},
    ]


#: The same three clauses in languages of which two have the same letters, as a group of its own languages has them.
IN_THREE = {
    "fr": ["Nous, les maires, nous sommes réunis.", "Les villes restaurent les rives de leurs fleuves.", "Fait à Rosette."],
    "es": ["Nosotros, los alcaldes, nos reunimos.", "Las ciudades restauran las riberas de sus ríos.", "Hecho en Rosetta."],
    "zh-hans": ["我们，各位市长，举行会议。", "各城市恢复河流两岸。", "订于罗塞塔。"],
}  # fmt: skip


@pytest.fixture
def in_three(house):
    titles = dict.fromkeys(IN_THREE, "A")
    return begin_text(house.cycle, "three", "statement", titles, languages=tuple(IN_THREE), **house.by_us)


def test_documents_in_the_same_letters_are_told_apart_whatever_their_order(house, in_three):
    files = [a_word_file(*(("Normal", words) for words in IN_THREE[code])) for code in ("zh-hans", "es", "fr")]
    assert sent_in(house, in_three, *files).status_code == 302
    assert [words for _d, _k, words in composed(in_three)] == [
        dict(zip(IN_THREE, row, strict=True)) for row in zip(*IN_THREE.values(), strict=True)
    ]


def test_our_own_export_of_three_languages_is_taken_in_again(house, in_three):
    files = [a_word_file(*(("Normal", words) for words in said)) for said in IN_THREE.values()]
    sent_in(house, in_three, *files)
    before = composed(in_three)
    composing.issue(in_three, **house.by_us)
    with the_clock_at(house.at):
        address = reverse("communique:word", args=[in_three.public_id])
        out = a_visitor(house.secretariat).get(f"{address}?language=both").content
    again = begin_text(
        house.cycle, "again", "statement", dict.fromkeys(IN_THREE, "B"), languages=tuple(IN_THREE), **house.by_us
    )
    assert sent_in(house, again, SimpleUploadedFile("ours.docx", out)).status_code == 302
    assert [words for _d, _k, words in composed(again)] == [words for _d, _k, words in before]


def pasted(house, text, **words):
    typed = {f"pasted_{code.replace('_', '-')}": said for code, said in words.items()}
    with the_clock_at(house.at):
        return a_visitor(house.secretariat).post(reverse("communique:composing_file", args=[text.public_id]), typed)


@pytest.mark.parametrize("between", ["\n", "\r\n\r\n"], ids=["lines", "paragraphs"])
def test_words_are_pasted_in_each_language_and_each_paragraph_is_a_clause(house, in_three, between):
    said = {code.replace("-", "_"): between.join(words) for code, words in IN_THREE.items()}
    assert pasted(house, in_three, **said).status_code == 302
    assert [words for _d, _k, words in composed(in_three)] == [
        dict(zip(IN_THREE, row, strict=True)) for row in zip(*IN_THREE.values(), strict=True)
    ]


def test_pasted_words_that_do_not_fit_together_stay_in_their_fields(house, in_three):
    page = pasted(house, in_three, fr="Un.\nDeux.", es="Uno.")
    assert page.status_code == 422
    assert "have not as many clauses each (2, 1)" in page.content.decode()
    assert "Un.\nDeux." in page.content.decode()
    assert composed(in_three) == []


def test_more_words_than_a_field_takes_stay_in_it_whole_and_no_browser_cuts_them(house, in_three):
    long = "\u6211" * (LONGEST_PASTED + 1)
    page = pasted(house, in_three, fr=long)
    assert page.status_code == 422
    said = page.content.decode()
    assert f">\r\n{long}</textarea>" in said.replace(">\n", ">\r\n")
    assert "maxlength" not in said
    assert str(LONGEST_PASTED) in said


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([a_word_file(("Normal", "Один."))], "no words in the languages"),
        ([a_word_file(("Normal", "One.")), a_word_file(("Normal", "Один."))], "Document 2 of those chosen"),
        ([a_word_file(("Normal", "One.")), a_word_file(("Normal", "واحد."), ("Normal", "اثنان."))], "not one text"),
        ([SimpleUploadedFile("a.docx", b"no document")], "Word document"),
        ([], "Choose a document, or paste the words."),
    ],
    ids=["another language", "one in another language", "not aligned", "no document", "nothing chosen"],
)
def test_what_cannot_be_taken_in_says_why(house, text, files, said):
    for file in files:
        file.seek(0)
    page = sent_in(house, text, *files)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert composed(text) == []


def test_the_page_of_a_hundred_clauses_takes_as_many_queries_as_that_of_one(house):
    counts = []
    for size in (1, 100):
        other = begin_text(house.cycle, f"text-{size}", "statement", {"en": "A", "ar": "أ"}, **house.by_us)
        for place in range(size):
            added(house, other, "", f"Clause {place}.")
        with the_clock_at(house.at):
            us = a_visitor(house.secretariat)
            counts.append(len(queries_of(us, reverse("communique:composing", args=[other.public_id]))))
    assert counts[0] == counts[1] <= 8


def test_nobody_but_the_secretariat_composes(house, text):
    with pytest.raises(Refused):
        composing.add_clause(text, "", "point", {"en": "A."}, seat=a_seated(house), at=house.at)
    assert a_text(house).drafts.exists()


@pytest.mark.documents
def test_the_universal_declaration_in_eleven_languages_comes_in_and_goes_out_unchanged(house, documents):
    files = {code: (documents / f"udhr.{code}.html").read_bytes() for code in ELEVEN}
    titles, whole = one_text({code: read_web_page(content) for code, content in files.items()})
    text = begin_text(house.cycle, "udhr", "statement", titles, languages=ELEVEN, **house.by_us)
    file = SimpleUploadedFile("udhr.docx", written(clean(whole, ELEVEN, Cover(titles))))
    assert sent_in(house, text, file).status_code == 302
    composing.issue(text, **house.by_us)
    words = [dict(one.words) for one in whole.clauses]
    assert [said for _depth, _kind, _number, said in read(text)] == words
    with the_clock_at(house.at):
        out = a_visitor(house.secretariat).get(reverse("communique:word", args=[text.public_id]) + "?language=both")
    back = draft_of(read_tracked(out.content))
    assert [dict(one.words) for one in back.clauses] == words
    assert [one.id for one in back.clauses] == [one.public_id for one in text.clauses.order_by("id")]


def test_the_buttons_of_a_clause_move_it_nest_it_take_it_out_and_the_last_step_back(house, text):
    added(house, text, "", "Banks.")
    first = added(house, text, "", "Rivers.")
    second = composition_of(text).sketch[1].id
    with the_clock_at(house.at):
        us = a_visitor(house.secretariat)
        home = reverse("communique:composing", args=[text.public_id])
        place = reverse("communique:planned_place", args=[text.public_id, second])
        assert us.post(place, {"way": "deeper"}).url == f"{home}#clause-{second}"
        assert "1.1" in us.get(home).content.decode()
        us.post(place, {"way": "out"})
        us.post(place, {"way": "up"})
        assert [said["en"] for _depth, _kind, said in composed(text)] == ["Banks.", "Rivers."]
        us.post(reverse("communique:planned_deletion", args=[text.public_id, first]))
        assert [said["en"] for _depth, _kind, said in composed(text)] == ["Banks."]
        us.post(reverse("communique:composing_undone", args=[text.public_id]))
        assert len(composed(text)) == 2
        assert us.post(place, {"way": "sideways"}).status_code == 404
        assert us.get(place).status_code == 404
