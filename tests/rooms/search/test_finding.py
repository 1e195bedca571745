"""What is asked finds the same in both databases, in the same order, and nothing that may not be seen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mithaq.core.search.question import question_of
from mithaq.foundation.search.index import LONGEST, Said, forget, index
from mithaq.foundation.search.models import Passage
from mithaq.foundation.search.queries import find, languages_searched, subjects_found
from mithaq.foundation.thread.models import Edge
from tests.factories.passages import QUESTIONS, TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf() -> None:
    """The shared texts, each as a record of whatever kind has a key: search knows none of them."""
    for key, ((language, title), pages) in TEXTS.items():
        Edge.objects.create(id=key, earlier_kind="a", earlier=str(key), later_kind="b", later=str(key))
        index(
            "book", key, [Said(title, language)], [Said(text, code, page) for page, (code, text) in enumerate(pages, 1)]
        )


def asked(line: str, **more: object) -> list[int]:
    return [one.subject for one in find(line, {"book": Edge.objects.all()}, **more).finds]  # type: ignore[arg-type]


@pytest.mark.parametrize("line", QUESTIONS)
def test_what_is_asked_finds_what_answers_it_best_first(line: str) -> None:
    assert asked(line) == QUESTIONS[line]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "flood",
                "river",
                "city",
                "water",
                "مدن",
                "الفيضان",
                "eau",
                "河",
                "नदी",
                "2.5",
                "-water",
                "-مدن",
                '"river',
                'cities"',
                "x",
            ]
        ),
        max_size=4,
    ).map(" ".join),
    st.booleans(),
)
def test_the_database_finds_just_what_the_law_says(line: str, typed: bool) -> None:
    question = question_of(line, languages_searched(), is_being_typed=typed)
    lawful = {one.subject for one in Passage.objects.all() if question.found_in(one.text, one.language)}
    assert set(asked(line, is_being_typed=typed)) == lawful


def test_a_word_is_found_while_it_is_being_typed() -> None:
    assert asked("sett") == []
    assert asked("sett", is_being_typed=True) == [4]
    assert asked("الفيضا", is_being_typed=True) == [2]


def test_what_may_not_be_seen_is_neither_found_nor_counted() -> None:
    finds = find("flood", {"book": Edge.objects.exclude(pk=1)})
    assert ([one.subject for one in finds.finds], finds.count) == ([7], 1)
    assert find("flood", {}).count == 0
    assert find("flood", {"another": Edge.objects.all()}).count == 0


def test_a_find_names_its_pages_and_marks_what_was_asked_for() -> None:
    (find_,) = find("فيضان", {"book": Edge.objects.all()}).finds
    title, page = find_.places
    assert title.is_title
    assert [piece.text for piece in title.snippet if piece.is_marked] == ["بالفيضانات"]
    assert page.page == 1
    assert [piece.text for piece in page.snippet if piece.is_marked] == ["الفيضان"]


def test_a_search_takes_the_same_few_queries_whatever_is_found() -> None:
    counts = []
    for line in ("water", "flood"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked(line)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_handing_in_again_replaces_what_was_there() -> None:
    index("book", 1, [Said("Nothing of the kind", "en")])
    assert asked("flood") == [7]
    forget("book", 7)
    assert asked("flood") == []


def test_a_page_of_any_length_and_with_any_letter_is_taken_in() -> None:
    words = " ".join(f"word{number}" for number in range(2 * LONGEST + 5))
    assert index("book", 1, [], [Said(f"{words} \0 \ud800 the end", "en", 9)]) == 3
    (found,) = find('"the end"', {"book": Edge.objects.all()}).finds
    assert found.places[0].page == 9
    assert index("book", 1, [], [Said("", "en", 1), Said("…", "", 2)]) == 0


def test_pages_of_finds_follow_each_other() -> None:
    everything = asked("مدن")
    assert asked("مدن", start=0, most=1) + asked("مدن", start=1, most=1) == everything
    assert find("مدن", {"book": Edge.objects.all()}, start=1, most=1).count == len(everything)


def test_a_list_can_be_filtered_by_what_is_said() -> None:
    assert set(subjects_found("flood", "book", Edge.objects.all())) == {1, 7}
    assert set(subjects_found("", "book", Edge.objects.all())) == set()
