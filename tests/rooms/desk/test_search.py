"""Search over all rooms finds what the seat may see, in Arabic and in Latin letters, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from mithaq.desk.queries.corpus import NAMED
from mithaq.desk.queries.search import SHOWN, search_for
from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.press.domain.issue import issue_release
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_published_text,
    a_seated,
    a_text,
    an_endorsement,
    an_organisation,
)
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


def test_a_person_is_found_by_the_secretariat_and_by_their_own_organisation_alone(house, at_the_desk):
    sherpa = a_seated(house)
    colleague = a_seated(house, Role.MAYOR, sherpa.organisation)
    name = str(sherpa.person)
    for seat in (house.secretariat, a_seated(house, Role.AUDITOR, house.secretariat.organisation), colleague):
        assert found(name, seat, at_the_desk)["People"] == [name]
    for seat in (None, a_seated(house), a_seated(house, Role.CHAIR)):
        assert found(name, seat, at_the_desk) == {}


def test_a_person_is_found_by_their_city_in_either_script(house, at_the_desk):
    city = an_organisation(house, "Ghaymara")
    type(city).objects.update(name={"en": "Ghaymara", "ar": "غيمارة"})
    sherpa = a_seated(house, Role.SHERPA, city)
    for words in ("غيمارة", "ghaymara", "والغيمارة"):
        assert str(sherpa.person) in found(words, house.secretariat, at_the_desk)["People"]


def test_what_may_not_be_seen_changes_no_count(house, at_the_desk):
    issue = {"en": "Harbours", "ar": "المرافئ"}
    issue_release(house.cycle, "one", issue, issue, at_the_desk, seat=house.secretariat, at=at_the_desk)
    late = at_the_desk + timedelta(days=1)
    issue_release(house.cycle, "two", issue, issue, late, seat=house.secretariat, at=at_the_desk)
    counts = {
        seat: [one.total for one in search_for("harbours", seat, at_the_desk)] for seat in (None, house.secretariat)
    }
    assert counts == {None: [1], house.secretariat: [2]}


def test_what_was_found_is_marked_and_the_rest_is_as_it_was(house, at_the_desk):
    a_text(house, points=1)
    (clauses,) = search_for("MAYORS", house.secretariat, at_the_desk)
    (one,) = clauses.shown
    assert "".join(piece.text for piece in one.pieces) == one.passage
    assert [piece.text for piece in one.pieces if piece.is_found] == ["mayors"]
    page = a_browser_of(house.secretariat).get("/en/search/?q=MAYORS").content.decode()
    assert "<mark>mayors</mark>" in page


def test_one_kind_alone_shows_more_of_it_and_still_counts_the_others(house, at_the_desk):
    for number in range(SHOWN + 3):
        an_organisation(house, f"Harbour {number}")
    a_seated(house, Role.SHERPA, an_organisation(house, "Harbour of all"))
    finds = search_for("harbour", house.secretariat, at_the_desk, only="organisations")
    assert {one.key: (len(one.shown), one.total) for one in finds} == {"organisations": (12, 12), "people": (0, 1)}
    page = a_browser_of(house.secretariat).get("/en/search/?q=harbour&kind=organisations")
    assert [one.key for one in page.context["found"]] == ["organisations"]
    assert page.context["only"] == "organisations"


@pytest.mark.parametrize("kind", ["nonsense", "\x00", "acts' OR 1=1"])
def test_a_kind_that_there_is_not_shows_them_all(house, kind):
    an_organisation(house, "Harbour")
    page = a_stranger().get("/en/search/", {"q": "harbour", "kind": kind})
    assert [one.key for one in page.context["found"]] == ["organisations"]


def test_acts_are_found_by_what_was_done_and_by_whom_as_far_as_one_may_read_them(house):
    given = an_endorsement(house, a_frozen_text(house))
    assert a_browser_of(given.seat).get("/en/search/?q=endorsed").context["of_acts"] == 1
    who = str(given.seat.person)
    acts = a_browser_of(house.secretariat).get("/en/search/", {"q": f"{who} endorsed"}).context["acts"]
    assert [line.sentence for line in acts] == [f"{given.seat.sentence}, endorsed the text."]
    other = a_browser_of(a_seated(house)).get("/en/search/?q=endorsed")
    assert other.context["of_acts"] == 0
    assert "endorsed the text" not in other.content.decode()


def test_acts_are_found_in_arabic_whatever_the_language_of_the_page(house):
    an_endorsement(house, a_frozen_text(house))
    assert a_browser_of(house.secretariat).get("/en/search/?q=endorsed").context["of_acts"] == 1
    with override("en"):
        assert a_browser_of(house.secretariat).get("/ar/search/?q=endorsed").context["of_acts"] == 1


def test_a_change_is_found_with_the_next_search(house, at_the_desk):
    assert found("harbour", None, at_the_desk) == {}
    an_organisation(house, "Harbour")
    assert found("harbour", None, at_the_desk) == {"Organisations": ["Harbour"]}


def test_acts_of_very_many_people_are_found_newest_first_with_what_they_concerned_and_new_ones_at_once(house):
    persons = Person.objects.bulk_create(Person(name={"en": f"Amal {n}"}) for n in range(NAMED))
    here, day = house.colleague.organisation, house.at.date()
    Seat.objects.bulk_create(Seat(person=one, organisation=here, role=Role.SHERPA, starts=day) for one in persons)
    Person.objects.filter(pk=house.colleague.person_id).update(name={"en": "Amal Zahran"})
    by_them = replace(house, secretariat=house.colleague)
    browser = a_browser_of(house.secretariat)
    for names in (["Harbour"], ["Harbour", "Lighthouse"]):
        an_organisation(by_them, names[-1])
        context = browser.get("/en/search/?q=Amal").context
        assert [str(line.name) for line in context["acts"]] == names[::-1]
        assert context["of_acts"] == len(names)


@pytest.mark.parametrize("words", ["\x00", "%", "_", "'", '"', "\\", "(", "و", "ال", "a" * 5000, "\x1f"])
def test_odd_words_are_searched_like_any_others(house, words):
    assert a_browser_of(house.secretariat).get("/en/search/", {"q": words}).status_code == 200
