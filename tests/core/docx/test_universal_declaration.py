"""The Universal Declaration of Human Rights in eleven languages: one text, preamble and thirty articles, that survives
the way out to Word and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mithaq.core.docx.drafts import Cover, clean
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.draft import DraftText
from mithaq.core.placing.from_word import draft_of
from mithaq.core.placing.place import placed
from mithaq.core.placing.versions import NotAligned, one_text
from mithaq.core.reading.web_page import read_web_page

LANGUAGES = ("ar", "en", "es", "fr", "hi", "id", "ja", "pt", "ru", "tr", "zh")


def the_declaration(folder: Path) -> tuple[dict[str, str], DraftText]:
    files = {language: (folder / f"udhr.{language}.html").read_bytes() for language in LANGUAGES}
    return one_text({language: read_web_page(content) for language, content in files.items()})


@pytest.mark.documents
def test_eleven_languages_are_one_text_of_a_preamble_and_thirty_articles(documents: Path) -> None:
    titles, text = the_declaration(documents)
    assert titles["en"] == "Universal Declaration of Human Rights"
    assert text.languages == LANGUAGES
    assert len(text.clauses) == 31
    assert all(clause.words.keys() == set(LANGUAGES) and all(clause.words.values()) for clause in text.clauses)
    assert text.clauses[1].words["fr"].startswith("Article premier\n")
    assert text.clauses[30].words["ar"].startswith("المادة 30\n")


@pytest.mark.documents
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_survives_word_out_and_in_unchanged_in_each_language(documents: Path, language: str) -> None:
    titles, whole = the_declaration(documents)
    clauses = tuple(replace(one, words={language: one.words[language]}) for one in whole.clauses)
    text = replace(whole, languages=(language,), clauses=clauses)
    file = read_tracked(written(clean(text, [language], Cover(titles))))
    assert [one.words[language] for one in draft_of(file).clauses] == [one.words[language] for one in text.clauses]
    found = placed(text, file, "back.docx")
    assert not found.changes
    assert not found.unplaced


@pytest.mark.documents
@pytest.mark.parametrize("pair", [("ar", "en"), ("zh", "ar"), ("hi", "fr")])
def test_it_survives_side_by_side(documents: Path, pair: tuple[str, str]) -> None:
    titles, text = the_declaration(documents)
    back = draft_of(read_tracked(written(clean(text, pair, Cover(titles)))))
    for language in pair:
        assert [one.words[language] for one in back.clauses] == [one.words[language] for one in text.clauses]


def test_versions_with_another_number_of_headings_are_not_one_text() -> None:
    one, other = "<h1>T</h1><h2>A</h2><p>a</p>", "<h1>T</h1><h2>A</h2><p>a</p><h2>B</h2><p>b</p>"
    pages = {
        name: read_web_page(f"<!doctype html><html><body>{page}</body></html>".encode())
        for name, page in (("en", one), ("fr", other))
    }
    with pytest.raises(NotAligned) as fault:
        one_text(pages)
    assert fault.value.counts == {"en": 1, "fr": 2}
