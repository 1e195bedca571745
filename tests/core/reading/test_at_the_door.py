"""What is seen of a paper at the door: whether it opens, whether it has words, how many pages it has."""

from __future__ import annotations

import io
import zipfile

import pypdfium2 as pdfium
import pytest

from mithaq.core.reading.at_the_door import Counting, Glance, glance
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.set_papers import set_paper
from tests.factories.word_files import paragraph, word_file

TEN_WORDS = "We urge every city to plant trees along the river."


def word_that_states(pages, words, *, of=TEN_WORDS):
    """A Word document whose properties state so many pages and words."""
    properties = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Pages>{pages}</Pages><Words>{words}</Words></Properties>"
    )
    made = io.BytesIO(word_file(paragraph(of)))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("docProps/app.xml", properties)
    return made.getvalue()


def blank_pdf(pages):
    made, document = io.BytesIO(), pdfium.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 200)
    document.save(made)
    return made.getvalue()


def test_the_pages_of_a_pdf_are_counted():
    assert glance(set_paper("One.\n#pagebreak()\nTwo.\n#pagebreak()\nThree.")) == Glance(3, Counting.COUNTED)


def test_pages_that_are_pictures_are_counted_and_have_no_words():
    assert glance(blank_pdf(4)) == Glance(4, Counting.COUNTED, has_words=False)


def test_a_word_document_states_its_pages():
    assert glance(word_that_states(12, 10)) == Glance(12, Counting.STATED)


@pytest.mark.parametrize(
    ("pages", "words"),
    [(1, 0), (12, ""), (12, 100), (12, 2), (0, 10), ("", 10), ("twelve", 10), ("-3", 10), ("1" * 50, 10), ("١٢", 10)],
    ids=["a template's", "no words", "too many words", "too few words", "no page", "nothing", "letters", "a debt",
         "more than there are atoms", "other digits"],
)  # fmt: skip
def test_pages_are_not_believed_where_what_is_stated_cannot_be_of_this_text(pages, words):
    assert glance(word_that_states(pages, words)) == Glance()


def test_a_word_document_without_properties_says_nothing():
    assert glance(word_file(paragraph(TEN_WORDS))) == Glance()


def test_a_page_of_the_web_has_no_pages():
    assert glance(f"<html><p>{TEN_WORDS}</p></html>".encode()) == Glance()


@pytest.mark.parametrize(
    ("payload", "why"),
    [(b"", Why.EMPTY), (b"%PDF-1.7\nnothing", Why.DAMAGED), (b"PK\x03\x04broken", Why.DAMAGED)],
    ids=["empty", "a broken PDF", "a broken package"],
)
def test_what_cannot_be_opened_is_refused_at_the_door(payload, why):
    with pytest.raises(Unreadable) as refused:
        glance(payload)
    assert refused.value.code is why
