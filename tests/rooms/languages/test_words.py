"""Words per language: the reader's own, else the nearest there is, and never an error."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.foundation.languages.words import PerLanguage, PerLanguageField, both

CAIRO = PerLanguage(en="Cairo", ar="القاهرة")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Cairo"), ("ar", "القاهرة"), ("ar-tn", "القاهرة"), ("fr", "Cairo")]
)
def test_words_are_read_in_the_readers_language_or_in_english(language, words):
    assert CAIRO.in_language(language) == words
    with override(language):
        assert str(CAIRO) == words


@pytest.mark.parametrize(
    ("words", "wanted", "served"),
    [
        (PerLanguage(ar="القاهرة"), "en", "ar"),
        (PerLanguage(ar="القاهرة"), "fr", "ar"),
        (PerLanguage(fr="Le Caire"), "en", "fr"),
        (PerLanguage(fr="Le Caire", ar="القاهرة"), "en", "ar"),
        (PerLanguage(en="", ar="القاهرة"), "en", "ar"),
        (PerLanguage(), "ar", "ar"),
        (PerLanguage(en=""), "en", "en"),
    ],
)
def test_a_missing_language_is_replaced_by_the_nearest_and_it_is_said_which(words, wanted, served):
    assert words.language(wanted) == served
    assert words.in_language(wanted) == words.get(served, "")


def test_words_without_a_reader_are_english():
    with override(None):
        assert (str(CAIRO), CAIRO.language()) == ("Cairo", "en")


def test_words_can_be_compared_and_kept_in_sets():
    assert {CAIRO, PerLanguage(ar="القاهرة", en="Cairo")} == {CAIRO}
    assert PerLanguage(en="Cairo") != CAIRO


def test_words_come_back_from_the_database_as_they_went_in(db):
    kept = Organisation.objects.create(kind=Kind.CITY, name={"en": "Cairo", "ar": "القاهرة"})
    assert isinstance(kept.name, PerLanguage)
    read = Organisation.objects.get(pk=kept.pk)
    assert (read.name, read.note) == (CAIRO, PerLanguage())
    with override("ar"):
        assert str(read) == "القاهرة"


def test_a_query_may_ask_for_the_words_of_one_language(db):
    Organisation.objects.create(kind=Kind.CITY, name={"en": "Cairo", "ar": "القاهرة"})
    assert Organisation.objects.values_list("name__en", "name__ar", "name").get() == ("Cairo", "القاهرة", CAIRO)
    assert Organisation.objects.filter(name__ar="القاهرة").exists()


@pytest.mark.parametrize("wrong", [{"en": 5}, {"en": None}, {"en": ["Cairo"]}])
def test_words_are_text_and_nothing_else(wrong):
    with pytest.raises(ValidationError):
        PerLanguageField().validate(PerLanguage(wrong), None)


def test_a_sentence_is_had_in_every_language_of_the_interface(settings):
    sentence = _("The system")
    said = both(sentence)
    assert list(said) == [code for code, _name in settings.LANGUAGES] == ["en", "ar"]
    for code in said:
        with override(code):
            assert said[code] == str(sentence)


def test_asking_for_a_sentence_in_every_language_leaves_the_readers_language_alone():
    with override("ar"):
        both(_("The system"))
        assert str(CAIRO) == "القاهرة"
