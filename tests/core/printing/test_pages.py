"""A draft as pages: the same bytes for the same words, whatever the words hold."""

from __future__ import annotations

import pypdfium2
import pytest

from mithaq.core.docx.drafts import Cover
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.printing.pages import pages
from tests.factories.word import COVER, DRAFT


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_pages_hold_title_numbers_and_words_and_a_number_for_each_line() -> None:
    said = words_of(pages(DRAFT, ["en"], COVER, line_numbers=True))
    assert "Declaration of the River Cities" in said
    assert "Urge the leaders of the G20 to invest 2.5% of their funds (SDG 11.b) in cities every" in said
    numbered = {line.strip() for line in said.splitlines()}
    assert {"1", "2", "3", "4", "5"} <= {line.split(" ")[0] for line in numbered} | numbered


@pytest.mark.parametrize("languages", [["en"], ["ar"], ["ar", "en"]])
def test_the_same_words_give_the_same_bytes(languages: list[str]) -> None:
    assert pages(DRAFT, languages, COVER, line_numbers=True) == pages(DRAFT, languages, COVER, line_numbers=True)


@pytest.mark.parametrize(
    "said", ["#panic()", "$x^2$ *bold* _soft_ `raw` <label> @ref", "\\u{0}", "", "-- / // /* */ [[[", "\u202e\u2066x"]
)
def test_words_are_words_and_never_markup(said: str) -> None:
    draft = DraftText(("en",), "", (DraftClause("a", "point", "1", {"en": said}),))
    assert pages(draft, ["en"], Cover({"en": said}, {"en": said}, said)).startswith(b"%PDF")


def test_a_draft_without_clauses_and_a_clause_without_words_have_pages_too() -> None:
    assert pages(DraftText(("en",), "", ()), ["en"], Cover()).startswith(b"%PDF")
    half = DraftText(("en", "ar"), "", (DraftClause("a", "point", "1", {"en": "Only here."}),))
    assert pages(half, ["en", "ar"], COVER).startswith(b"%PDF")
