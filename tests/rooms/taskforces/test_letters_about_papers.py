"""Letters to those who are asked to review a paper, and to those who wrote it when something is said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.correspondence.domain.write import prefer_language
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain import review as on_reviews
from tests.factories.house import a_group, a_house, a_seated
from tests.rooms.taskforces.test_the_life_of_a_group import chaired

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def chair(house):
    return chaired(house, a_group(house))


@pytest.fixture
def paper(house, chair):
    (group,) = house.cycle.groups.all()
    return on_papers.begin(house.cycle, {"en": "Clean banks", "ar": "ضفاف نظيفة"}, group, "en", seat=chair, at=house.at)


def a_review(house, paper, chair, reviewer):
    due = (house.at + timedelta(days=9)).date()
    return on_reviews.ask_for_reviews(paper, [reviewer], due, seat=chair, at=house.at)[0]


def letters_to(seat):
    catch_up()
    return list(Letter.objects.filter(seat=seat).order_by("id"))


def test_a_reviewer_is_asked_in_every_language_where_none_is_preferred(house, paper, chair):
    reviewer = a_seated(house)
    a_review(house, paper, chair, reviewer)
    (letter,) = letters_to(reviewer)
    assert "Please review: Clean banks" in letter.subject
    assert "ضفاف نظيفة" in letter.subject
    assert f"/papers/{paper.public_id}/reviews/" in letter.body


def test_a_letter_is_in_the_language_that_is_preferred(house, paper, chair):
    reviewer = a_seated(house)
    prefer_language(reviewer.organisation, "ar", **house.by_us)
    a_review(house, paper, chair, reviewer)
    (letter,) = letters_to(reviewer)
    assert letter.language == "ar"
    assert "Please" not in letter.subject + letter.body


def test_nobody_is_asked_whose_review_is_released_before_the_letter_is_written(house, paper, chair):
    reviewer = a_seated(house)
    on_reviews.release(a_review(house, paper, chair, reviewer), seat=chair, at=house.at)
    assert letters_to(reviewer) == []


def test_what_a_reviewer_says_is_told_in_one_letter_when_the_review_is_finished(house, paper, chair):
    reviewer = a_seated(house)
    review = a_review(house, paper, chair, reviewer)
    for words in ("Shorter.", "Clearer."):
        on_reviews.comment(paper, on_reviews.Said(words), seat=reviewer, at=house.at)
    assert letters_to(chair) == []
    on_reviews.finish(review, seat=reviewer, at=house.at)
    (letter,) = letters_to(chair)
    assert "It has brought 2 comments." in letter.body
    assert letters_to(chair) == [letter]


def test_the_authors_hear_of_a_comment_of_somebody_else_and_not_of_their_own(house, paper, chair):
    on_reviews.comment(paper, on_reviews.Said("Mine."), seat=chair, at=house.at)
    assert letters_to(chair) == []
    on_reviews.comment(paper, on_reviews.Said("Shorter."), **house.by_us)
    (letter,) = letters_to(chair)
    assert "Comment on: Clean banks" in letter.subject
    assert "Shorter." not in letter.body


def test_who_only_works_in_the_group_is_not_written_to(house, paper, chair):
    other = a_seated(house, Role.PARTNER)
    on_reviews.comment(paper, on_reviews.Said("Shorter."), **house.by_us)
    assert letters_to(other) == []


def test_whoever_reads_only_what_the_house_does_not_speak_gets_english(house, paper, chair):
    reviewer = a_seated(house)
    prefer_language(reviewer.organisation, "fr", **house.by_us)
    a_review(house, paper, chair, reviewer)
    (letter,) = letters_to(reviewer)
    assert letter.language == "en"
