"""A draft as pages: the same bytes for the same words, whatever the words hold."""

from __future__ import annotations

import pypdfium2
import pytest

from mithaq.core.docx.drafts import Cover
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.printing.pages import lines_of, pages
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


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("en", "We clean rivers and plant trees. ", {"a": (1, 3), "b": (4, 4), "c": (5, 5), "d": (6, 9)}),
        ("ar", "ننظف الأنهار ونغرس الأشجار. ", {"a": (1, 2), "b": (3, 3), "c": (4, 4), "d": (5, 7)}),
    ],
)
def test_the_lines_of_each_clause_are_those_printed_beside_it(
    language: str, words: str, expected: dict[str, tuple[int, int]]
) -> None:
    kinds = [("a", "preamble", "", 6), ("b", "heading", "", 1), ("c", "point", "1", 1), ("d", "point", "2", 9)]
    clauses = tuple(DraftClause(key, kind, number, {language: words * times}) for key, kind, number, times in kinds)
    found = lines_of(DraftText((language,), "", clauses), language, Cover())
    assert found == expected


@pytest.mark.parametrize("kind", ["preamble", "closing", "heading", "point"])
def test_nothing_between_clauses_is_counted_as_a_line(kind: str) -> None:
    clauses = tuple(DraftClause(f"c{at}", kind, "", {"en": "One line."}) for at in range(4))
    found = lines_of(DraftText(("en",), "", clauses), "en", Cover())
    assert found == {f"c{at}": (at + 1, at + 1) for at in range(4)}


@pytest.mark.parametrize(("kind", "number"), [("preamble", ""), ("closing", ""), ("point", "1"), ("point", "")])
def test_an_empty_line_within_a_clause_is_not_counted(kind: str, number: str) -> None:
    clauses = tuple(DraftClause(f"c{at}", kind, number, {"en": "One line.\n\nAnother.\nA third."}) for at in range(3))
    found = lines_of(DraftText(("en",), "", clauses), "en", Cover())
    assert found == {f"c{at}": (3 * at + 1, 3 * at + 3) for at in range(3)}


def test_a_clause_without_words_in_the_language_has_no_lines() -> None:
    clauses = (DraftClause("a", "point", "1", {"ar": "نص"}), DraftClause("b", "point", "2", {"en": "Words."}))
    assert lines_of(DraftText(("en", "ar"), "", clauses), "en", Cover()).keys() == {"b"}
