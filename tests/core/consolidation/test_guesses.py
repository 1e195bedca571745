"""Whom a recommendation addresses and where it belongs, guessed from its words."""

from __future__ import annotations

from mithaq.core.consolidation.guesses import Headings
from mithaq.core.consolidation.reasons import Addressee, addressed

TITLES = {"water": ("Clean water", "المياه النظيفة"), "work": ("Decent work", "العمل اللائق")}


def test_a_heading_is_guessed_from_the_words_of_its_title_which_are_named():
    guess = Headings(TITLES, {}).guess("Cities should keep their waters clean.")
    assert guess
    assert (guess.heading, set(guess.words)) == ("water", {"waters", "clean"})


def test_what_people_put_under_a_heading_teaches_its_words():
    taught = Headings(TITLES, {"work": ["Train apprentices in every workshop."]})
    assert Headings(TITLES, {}).guess("Pay apprentices well.") is None
    guess = taught.guess("Pay apprentices well.")
    assert guess
    assert guess.heading == "work"


def test_a_word_that_stands_everywhere_speaks_for_no_heading():
    everywhere = [f"Measures of year {number}." for number in range(20)]
    taught = Headings(TITLES, {"work": ["Measures for apprentices."]}, [*everywhere, "Measures for apprentices."])
    assert taught.guess("Take measures.") is None


def test_a_word_that_only_joins_others_speaks_for_no_heading_even_out_of_its_title():
    assert Headings({"water": ["Living with water"], "work": ["Decent work"]}, {}).guess("Begin with schools.") is None


def test_an_arabic_text_finds_its_heading_by_the_arabic_title():
    guess = Headings(TITLES, {}).guess("ينبغي أن تحمي المدن مياهها النظيفة")
    assert guess
    assert guess.heading == "water"


def test_where_two_headings_come_out_alike_nothing_is_guessed():
    assert Headings(TITLES, {}).guess("Clean water is decent work.") is None
    assert Headings({}, {}).guess("Clean water.") is None


def test_an_addressee_is_named_with_the_word_that_says_so():
    assert addressed("National governments should act.") == (Addressee.GOVERNMENTS, "national governments")
    assert addressed("Plant trees.") is None
