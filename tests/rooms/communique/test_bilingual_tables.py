"""A translator takes a bilingual table along, works in Word, and sends it back: nothing that changed meanwhile is lost."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.models import Translation
from mithaq.communique.queries.translations import sheets_of
from mithaq.communique.vocabulary import ClauseKind
from tests.factories.house import a_house, a_seated
from tests.factories.visits import a_visitor, the_clock_at

pytestmark = pytest.mark.django_db
ENGLISH = ("Cities plant trees along rivers.", "Cities clean rivers every year.")


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    text = begin_text(house.cycle, "half", "statement", {"en": "Half", "ar": "نصف"}, **house.by_us)
    compose(text, [Composed(ClauseKind.POINT, {"en": words}) for words in ENGLISH], **house.by_us)
    return text


def taken_out(house, text, only=""):
    address = reverse("communique:bilingual_table", args=[text.public_id, "ar"])
    with the_clock_at(house.at):
        answered = a_visitor(house.colleague).get(f"{address}?only={only}")
    assert answered.status_code == 200
    return docx.Document(BytesIO(answered.content))


def written_into(document, column, *words):
    for row, said in zip(document.tables[0].rows[1:], words, strict=True):
        row.cells[column].paragraphs[0].add_run(said)
    return document


def sent(house, text, document, language="ar"):
    saved = BytesIO()
    document.save(saved)
    address = reverse("communique:bilingual_return", args=[text.public_id, language])
    with the_clock_at(house.at):
        file = SimpleUploadedFile("table.docx", saved.getvalue())
        return a_visitor(house.colleague).post(address, {"table": file})


def proposed(house, text, words):
    address = reverse("communique:bilingual_return", args=[text.public_id, "ar"])
    typed = {f"words_{clause}": said for clause, said in words.items()}
    with the_clock_at(house.at):
        return a_visitor(house.colleague).post(address, {"take": "1", "clause": list(words), **typed})


def test_the_table_holds_each_clause_with_its_source_words_and_state(house, text):
    rows = [[cell.text for cell in row.cells] for row in taken_out(house, text).tables[0].rows]
    assert rows == [
        ["Clause", "English", "العربيّة", "State"],
        ["Point 1", ENGLISH[0], "", "Not translated"],
        ["Point 2", ENGLISH[1], "", "Not translated"],
    ]


def test_what_a_translator_wrote_is_shown_and_then_proposed(house, text):
    page = sent(house, text, written_into(taken_out(house, text), 2, "تزرع المدن الأشجار.", "تنظف المدن الأنهار."))
    assert page.status_code == 200
    assert "تزرع المدن الأشجار." in page.content.decode()
    assert not Translation.objects.exists()
    clauses = [one.public_id for one in text.clauses.all()]
    assert proposed(house, text, {clauses[0]: "تزرع المدن الأشجار."}).status_code == 302
    assert [one.shown for one in sheets_of(text)["ar"]] == ["تزرع المدن الأشجار.", ""]
    rows = taken_out(house, text, "waiting").tables[0].rows
    assert [row.cells[0].text for row in rows] == ["Clause", "Point 2"]


def test_a_table_without_our_marks_finds_its_clauses_by_their_words(house, text):
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = ENGLISH[1], "تنظف المدن الأنهار."
    table.cell(1, 0).text, table.cell(1, 1).text = "Nobody wrote this sentence here.", "لم يكتب أحد هذه الجملة هنا."
    page = sent(house, text, document).content.decode()
    assert "Point 2" in page
    assert "For these rows no clause was found" in page
    assert "Nobody wrote this sentence here." in page


def test_words_whose_source_changed_meanwhile_are_shown_with_what_the_translator_had(house, text):
    document = written_into(taken_out(house, text), 2, "تزرع المدن الأشجار.", "")
    cell = document.tables[0].rows[1].cells[1].paragraphs[0]
    for run in cell.runs[1:]:
        run.text = ""
    cell.runs[0].text = "Cities plant ten trees."
    page = sent(house, text, document).content.decode()
    assert "have changed meanwhile" in page
    assert "Cities plant ten trees." in page
    assert "تزرع المدن الأشجار." in page
    assert "checked" not in page


def test_a_table_of_another_language_or_without_rows_is_not_taken_in(house, text):
    assert sent(house, text, docx.Document()).status_code == 422
    other = begin_text(house.cycle, "other", "statement", {"en": "O", "fr": "A"}, languages=["en", "fr"], **house.by_us)
    compose(other, [Composed(ClauseKind.POINT, {"en": words}) for words in ENGLISH], **house.by_us)
    page = sent(house, other, taken_out(house, text), "fr")
    assert page.status_code == 422
    assert "another language" in page.content.decode()


def test_who_does_not_read_drafts_finds_no_table(house, text):
    address = reverse("communique:bilingual_table", args=[text.public_id, "ar"])
    with the_clock_at(house.at):
        assert a_visitor().get(address).status_code == 404
        assert a_visitor(house.colleague).get(address.replace("/ar/", "/xx/")).status_code == 404
        assert a_visitor(a_seated(house)).get(address).status_code == 200
