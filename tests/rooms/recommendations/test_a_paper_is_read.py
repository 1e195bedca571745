"""What was found in a paper, and what a person decides about it."""

from __future__ import annotations

import pytest

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.reading import read_whole_paper
from mithaq.recommendations.domain.decide import Corrected, confirm, correct, discard, reopen
from mithaq.recommendations.domain.divide import divide, join, mark
from mithaq.recommendations.domain.enter import enter
from mithaq.recommendations.domain.find import find
from mithaq.recommendations.models import Recommendation
from mithaq.recommendations.queries import standing_of
from tests.factories.house import a_house, a_seated
from tests.factories.visits import a_visitor, page_of, the_clock_at
from tests.factories.word_files import paragraph, word_file
from tests.rooms.recommendations.conftest import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def paper(house, a_word_file):
    """A paper that has been read: three candidates, of which two are doubtful."""
    paper = a_word_file(house)
    look_for(paper, house, *WORDS)
    return paper


def look_for(paper, house, *words):
    return find(paper, read_whole_paper(word_file(*(paragraph(line) for line in words))), **house.by_us)


def address(paper, rest=""):
    return f"/en/papers/{paper.public_id}/reading/{rest}"


def shown(house, paper, rest=""):
    with the_clock_at(house.at):
        return page_of(a_visitor(house.secretariat), address(paper, rest))


def sent(house, paper, rest="", **typed):
    with the_clock_at(house.at):
        return a_visitor(house.secretariat).post(address(paper, rest), typed)


def texts(paper):
    return [one.text for one in paper.candidates.all()]


def first(paper):
    return paper.candidates.first()


def confirm_all(house, paper):
    return confirm(paper, {one.public_id: one.version for one in paper.candidates.all()}, **house.by_us)


def settled(paper):
    return [getattr(getattr(one, "settled", None), "as_what", "") for one in paper.candidates.all()]


# The page of a paper -------------------------------------------------------------------------------------------------


def test_a_paper_is_read_when_somebody_asks_for_it_and_nothing_is_entered(house, a_word_file):
    paper = a_word_file(house)
    assert "This paper has not been read yet." in shown(house, paper)
    assert sent(house, paper, do="read").status_code == 302
    page = shown(house, paper)
    assert "Plant ten thousand trees" in page
    assert "The paper prints this number more than once." in page
    assert "No proposer was found, though others have one." in page
    assert not Recommendation.objects.exists()


def test_each_candidate_stands_beside_its_place_in_the_paper(house, paper):
    assert "1. <mark>Plant ten thousand trees</mark> (Tunis; Lisbon)." in shown(house, paper)


def test_those_that_are_not_doubtful_are_confirmed_in_one_act(house, paper):
    clear = " ".join(f"{one.public_id}:{one.version}" for one in standing_of(paper).clear)
    assert clear.count(":") == 1
    sent(house, paper, do="confirm", seen=clear)
    assert settled(paper) == ["confirmed", "", ""]
    assert Act.objects.filter(verb="candidate.confirmed").count() == 1


def test_a_paper_is_entered_once_every_candidate_has_been_decided_about(house, paper):
    with pytest.raises(Refused, match="3 recommendations have not been decided about"):
        enter(paper, **house.by_us)
    confirm_all(house, paper)
    assert sent(house, paper, do="enter").status_code == 302
    assert [(one.number, one.text) for one in paper.recommendations.all()] == [
        ("1", "Plant ten thousand trees"),
        ("2", "Open the river banks"),
        ("2", "Count them."),
    ]
    assert "a paper is read in once" in shown(house, paper)
    with pytest.raises(Refused, match="already been entered"):
        reopen(first(paper), 1, **house.by_us)


def test_a_paper_without_recommendations_says_so_and_offers_nothing_to_enter(house, a_word_file):
    paper = a_word_file(house)
    look_for(paper, house, "Good morning.")
    page = shown(house, paper)
    assert "No recommendation was found in this paper." in page
    assert 'name="seen"' not in page


def test_a_hundred_candidates_cost_as_many_queries_as_one(house, a_word_file, django_assert_max_num_queries):
    paper = a_word_file(house)
    look_for(paper, house, "Recommendations", *(f"{at}. Plant the {at}th tree (Tunis)." for at in range(1, 101)))
    assert standing_of(paper).found == 100
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        page_of(visitor, address(paper))
        with django_assert_max_num_queries(14):
            visitor.get(address(paper))


def test_only_the_secretariat_sees_candidates(house, paper):
    one = first(paper)
    with the_clock_at(house.at):
        for seat in (None, a_seated(house, Role.PARTNER), a_seated(house, Role.CONVENER)):
            for rest in ("", "text/", "pages/1/", f"{one.public_id}/"):
                assert a_visitor(seat).get(address(paper, rest)).status_code == 404
    with pytest.raises(Refused):
        confirm(paper, {one.public_id: 1}, seat=a_seated(house), at=house.at)


# Deciding ------------------------------------------------------------------------------------------------------------


def test_a_candidate_is_corrected_and_by_that_confirmed(house, paper):
    one = first(paper)
    answered = sent(
        house, paper, f"{one.public_id}/", do="correct", version=1, text="Plant trees.", language="en", number="1a",
        theme="Shade", proposers="Tunis\n\nRabat",
    )  # fmt: skip
    assert answered["Location"] == paper.candidates.all()[1].get_absolute_url().replace("/ar/", "/en/")
    one.refresh_from_db()
    assert (one.text, one.number, one.theme, one.proposers) == ("Plant trees.", "1a", "Shade", ["Tunis", "Rabat"])
    assert one.settled.as_what == "confirmed"


def test_words_that_somebody_else_changed_meanwhile_are_not_overwritten_and_what_was_typed_stays(house, paper):
    one = first(paper)
    correct(one, Corrected("Plant oaks.", "en"), 1, **house.by_us)
    answered = sent(house, paper, f"{one.public_id}/", do="correct", version=1, text="Plant elms.", language="en")
    assert answered.status_code == 422
    assert "Somebody else changed this recommendation meanwhile." in answered.content.decode()
    assert "Plant elms." in answered.content.decode()
    one.refresh_from_db()
    assert one.text == "Plant oaks."


def test_confirming_an_older_version_confirms_nothing(house, paper):
    one = first(paper)
    correct(one, Corrected("Plant oaks.", "en"), 1, **house.by_us)
    reopen(one, 2, **house.by_us)
    with pytest.raises(Refused, match="Look at them once more"):
        confirm(paper, {one.public_id: 1}, **house.by_us)
    assert settled(paper) == ["", "", ""]


def test_words_are_needed(house, paper):
    answered = sent(house, paper, f"{first(paper).public_id}/", do="correct", version=1, text=" ", language="en")
    assert answered.status_code == 422
    with pytest.raises(Refused, match="needs words"):
        correct(first(paper), Corrected(" ", "en"), 1, **house.by_us)


def test_a_candidate_is_set_aside_with_a_reason_and_taken_up_again(house, paper):
    one = first(paper)
    with pytest.raises(Refused, match="why this is set aside"):
        discard(one, " ", 1, **house.by_us)
    discard(one, "It is a heading.", 1, **house.by_us)
    assert "It is a heading." in shown(house, paper, "?show=aside")
    reopen(one, 2, **house.by_us)
    assert settled(paper) == ["", "", ""]


def test_what_was_set_aside_is_not_entered(house, paper):
    confirm_all(house, paper)
    discard(paper.candidates.last(), "Not one.", 1, **house.by_us)
    assert [one.text for one in enter(paper, **house.by_us)] == ["Plant ten thousand trees", "Open the river banks"]


# Dividing, joining, marking ------------------------------------------------------------------------------------------


def test_a_candidate_is_divided_at_a_place_and_both_parts_wait(house, a_word_file):
    paper = a_word_file(house)
    look_for(paper, house, "Recommendations", "1. Plant trees. 2. Open the banks.", "3. Count.")
    one = first(paper)
    sent(house, paper, f"{one.public_id}/", do="divide", version=1, place=len("Plant trees. "))
    assert texts(paper) == ["Plant trees.", "Open the banks.", "Count."]
    assert [found.number for found in paper.candidates.all()] == ["1", "2", "3"]
    assert settled(paper) == ["", "", ""]


def test_a_candidate_is_not_divided_outside_its_words(house, paper):
    with pytest.raises(Refused, match="inside the words"):
        divide(first(paper), 5_000, 1, **house.by_us)


def test_two_pieces_are_joined_and_the_second_counts_no_more(house, paper):
    one, other, _third = paper.candidates.all()
    sent(house, paper, f"{one.public_id}/", do="join", version=1, following=other.public_id, following_version=1)
    assert texts(paper)[0] == "Plant ten thousand trees Open the river banks"
    assert settled(paper) == ["", "joined", ""]
    assert standing_of(paper).found == 2


def test_a_candidate_is_not_joined_with_itself(house, paper):
    with pytest.raises(Refused, match="of one paper"):
        join(first(paper), first(paper), (1, 1), **house.by_us)


def test_what_was_missed_is_marked_in_the_paper(house, a_word_file):
    paper = a_word_file(house)
    look_for(
        paper, house, "Recommendations", "1. Plant trees.", "Introduction", "We urge all cities to swim.", "Often."
    )
    assert "We urge all cities to swim." in shown(house, paper, "text/")
    assert sent(house, paper, "text/", paragraph=["4", "5"]).status_code == 302
    assert texts(paper) == ["Plant trees.", "We urge all cities to swim.\nOften."]


def test_nothing_is_marked_where_no_paragraph_was_chosen(house, paper):
    with pytest.raises(Refused, match="at least one paragraph"):
        mark(paper, [], **house.by_us)
    assert sent(house, paper, "text/").status_code == 422


# Reading again -------------------------------------------------------------------------------------------------------


def test_reading_again_keeps_every_decision_and_correction(house, paper):
    one, other, third = paper.candidates.all()
    correct(one, Corrected("Plant oaks.", "en"), 1, **house.by_us)
    discard(other, "Not one.", 1, **house.by_us)
    look_for(paper, house, *WORDS[:1], "Something new stands before.", *WORDS[1:], "3. Swim.")
    assert texts(paper) == ["Plant oaks.", "Open the river banks", "Count them.", "Swim."]
    assert settled(paper) == ["confirmed", "discarded", "", ""]
    assert first(paper).anchor["paragraph"] == 3
    assert third.public_id == paper.candidates.all()[2].public_id


def test_what_is_not_found_again_is_kept_and_marked_where_a_person_decided_about_it(house, paper):
    confirm(paper, {first(paper).public_id: 1}, **house.by_us)
    look_for(paper, house, "Recommendations", "2. Open the river banks (Tunis).")
    assert texts(paper) == ["Plant ten thousand trees", "Open the river banks"]
    assert "not_found_again" in first(paper).doubts


def test_the_same_file_twice_changes_nothing(house, paper):
    before = list(paper.candidates.values_list("public_id", "text", "position"))
    look_for(paper, house, *WORDS)
    assert list(paper.candidates.values_list("public_id", "text", "position")) == before


def test_five_thousand_candidates_are_kept(house, a_word_file):
    paper = a_word_file(house)
    look_for(paper, house, "Recommendations", *(f"{at}. Plant the {at}th tree." for at in range(1, 5001)))
    assert standing_of(paper).found == 5000
    assert "5,000" in shown(house, paper)


# Files that cannot be read --------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_said_and_nothing_is_lost(house, a_word_file, settings, tmp_path):
    paper = a_word_file(house)
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    page = sent(house, paper, do="read")
    assert page.status_code == 200
    assert "no longer stored as it was received" in page.content.decode()
