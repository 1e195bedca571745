"""Search over all rooms finds what the seat may see, in Arabic and in Latin letters, and nothing else."""

from __future__ import annotations

import pytest

from mithaq.desk.queries.search import SHOWN, search_for
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.house import a_city, a_frozen_text, a_published_text, a_seated, a_text, an_organisation
from tests.factories.readers import a_browser_of, a_stranger


def found(words, seat, at):
    """What is found, by kind: the titles shown."""
    return {str(finds.title): [str(one.title) for one in finds.shown] for finds in search_for(words, seat, at)}


def test_an_organisation_is_found_by_a_part_of_its_name_whatever_its_case_and_accents(house, at_the_desk):
    a_city(house, "Ušćegrad")
    assert found("uscE", None, at_the_desk) == {"Organisations": ["Ušćegrad"]}


def test_every_word_must_stand_there(house, at_the_desk):
    a_city(house, "Puerto Almenar"), a_city(house, "Puerto Lindo")
    assert found("puerto lindo", None, at_the_desk) == {"Organisations": ["Puerto Lindo"]}


@pytest.mark.parametrize("words", ["توصية", "تَوْصِيَة", "توصيه", "توصـية"])
def test_arabic_is_found_with_and_without_vowel_signs_and_in_either_spelling(house, at_the_desk, words):
    text = a_text(house, points=1)
    clauses = {str(finds.title): finds for finds in search_for(words, house.secretariat, at_the_desk)}["Clauses"]
    assert [one.passage for one in clauses.shown] == ["توصية 1."]
    assert clauses.shown[0].url.startswith(text.get_absolute_url()) or "/clauses/" in clauses.shown[0].url


def test_digits_of_either_script_find_each_other(house, at_the_desk):
    a_text(house, points=2)
    assert list(found("توصية ٢", house.secretariat, at_the_desk)) == ["Clauses"]


def test_a_text_that_is_not_published_is_found_by_those_alone_who_may_read_it(house, at_the_desk):
    a_frozen_text(house)
    for role in (Role.SHERPA, Role.MAYOR, Role.CONVENER, Role.CHAIR):
        assert list(found("mayors", a_seated(house, role), at_the_desk)) == ["Clauses"]
    for seat in (None, a_seated(house, Role.PARTNER), a_seated(house, Role.PRESS)):
        assert found("mayors", seat, at_the_desk) == {}


def test_a_published_text_is_found_by_everybody(house, at_the_desk):
    a_published_text(house, at=at_the_desk)
    assert list(found("mayors", None, at_the_desk)) == ["Clauses"]


def test_nothing_found_is_said_in_words(house):
    page = a_stranger().get("/en/search/?q=zanzibar").content.decode()
    assert "Nothing that you may see contains these words." in page


def test_nothing_asked_says_what_can_be_found(house):
    for address in ("/en/search/", "/en/search/?q=", "/en/search/?q=%20"):
        page = a_stranger().get(address).content.decode()
        assert "Organisations, recommendations, points and clauses" in page


def test_signs_alone_find_nothing(house, at_the_desk):
    assert search_for("ـ", None, at_the_desk) == []


def test_what_was_asked_stands_on_the_page_as_text(house):
    page = a_stranger().get("/en/search/?q=<b>bold</b>").content.decode()
    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_many_finds_are_counted_and_the_first_are_shown(house, at_the_desk):
    for number in range(SHOWN + 3):
        an_organisation(house, f"Harbour {number}")
    (finds,) = search_for("harbour", None, at_the_desk)
    assert (len(finds.shown), finds.total, finds.rest) == (SHOWN, SHOWN + 3, 3)
    assert "3 more were found" in a_stranger().get("/en/search/?q=harbour").content.decode()


def test_the_passage_begins_near_the_word_and_at_a_word(house, at_the_desk):
    from mithaq.desk.queries.search import _passage

    passage = _passage("one two three " * 20 + "the needle " + "four five six " * 40, ["needle"])
    assert "needle" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 220


def test_search_costs_eight_queries_at_most_and_as_many_for_many_finds(house, django_assert_max_num_queries):
    a_frozen_text(house, points=1)
    seat = a_seated(house)
    counts = []
    for number in range(3):
        an_organisation(house, f"Mayors' house {number}")
        browser = a_browser_of(seat)
        browser.get("/en/search/?q=mayors")
        with django_assert_max_num_queries(8) as queries:
            assert browser.get("/en/search/?q=mayors").status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1
