"""Languages in the same letters are told apart by their small words, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mithaq.core.reading.web_page import read_web_page
from mithaq.core.tongues import likeliest, told

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


@pytest.mark.documents
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "hi", "id", "ja", "pt", "ru", "tr", "zh"])
def test_the_universal_declaration_is_in_its_language_whatever_its_program_says(documents: Path, language: str) -> None:
    page = read_web_page((documents / f"udhr.{language}.html").read_bytes())
    assert told("\n".join(one.text for one in page.paragraphs), default="de") == language


def test_a_short_text_is_in_the_language_that_was_said_where_its_letters_allow_it() -> None:
    assert (told("Plantar", default="pt"), told("غرس", default="fr"), told("植树", default="fr")) == ("pt", "ar", "zh")
    assert told("Recommandation 1 : Élaborer un plan pour chaque port et les plages.", default="en") == "fr"
