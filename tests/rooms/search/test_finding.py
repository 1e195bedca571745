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
from mithaq.foundation.search.queries import Find, Ranking, languages_searched, ranked
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


def among_all(line: str, **more: bool) -> Ranking:
    return ranked(line, {"book": Edge.objects.all()}, **more)


def finds(line: str) -> list[Find]:
    return among_all(line).finds()


def asked(line: str, **more: bool) -> list[int]:
    return [record[0].subject for record in among_all(line, **more).records]


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
    (only,) = ranked("flood", {"book": Edge.objects.exclude(pk=1)}).finds()
    assert only.subject == 7
    assert ranked("flood", {}).records == []
    assert ranked("flood", {"another": Edge.objects.all()}).records == []


def test_a_find_names_its_pages_and_marks_what_was_asked_for() -> None:
    (only,) = finds("فيضان")
    title, page = only.places
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
            finds(line)
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
    (found,) = finds('"the end"')
    assert found.places[0].page == 9
    assert index("book", 1, [], [Said("", "en", 1), Said("…", "", 2)]) == 0


def test_some_of_what_was_found_is_shown_in_its_order() -> None:
    everything = among_all("مدن")
    assert [one.subject for one in everything.finds(everything.records[1:])] == asked("مدن")[1:]
