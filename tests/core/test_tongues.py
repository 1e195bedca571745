"""Languages in the same letters are told apart by their small words, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mithaq.core.composing.tongues import likeliest
from mithaq.core.reading.web_page import read_web_page

IN_LATIN_LETTERS = ("en", "es", "fr", "id", "pt", "tr")


@pytest.mark.documents
@pytest.mark.parametrize("language", IN_LATIN_LETTERS)
def test_any_six_articles_of_the_universal_declaration_are_in_their_language(documents: Path, language: str) -> None:
    page = read_web_page((documents / f"udhr.{language}.html").read_bytes())
    articles = [one.text for one in page.paragraphs if len(one.text) > 60]
    told = {likeliest("\n".join(articles[at : at + 6]), IN_LATIN_LETTERS) for at in range(len(articles) - 6)}
    assert told == {language}


@pytest.mark.parametrize("words", ["", "Rotterdam 2031", "Zzz zzz zzz zzz"])
def test_nothing_is_guessed_of_words_that_tell_nothing(words: str) -> None:
    assert likeliest(words, ("en", "fr")) == ""


def test_a_code_may_say_a_country() -> None:
    assert likeliest("As cidades e os rios do delta", ("es", "pt-BR")) == "pt-BR"
