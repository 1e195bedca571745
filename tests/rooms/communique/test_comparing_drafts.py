"""What changed between two drafts: which clauses, which words, and who may look."""

from __future__ import annotations

import pytest

from mithaq.communique.domain.compose import begin_text
from mithaq.communique.queries.comparison import comparison_of
from mithaq.foundation.actors.vocabulary import Role
from tests.factories.drafts import a_next_draft
from tests.factories.house import a_house, a_published_text, a_seated, a_text
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

READERS_OF_DRAFTS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA, Role.MAYOR)
OPENING = {"en": "We, the mayors.", "ar": "نحن العمداء."}


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    """A text of an opening and four points, and its next draft: one changed, one moved, one new, one deleted."""
    text = a_text(house, points=4)
    opening, one, _two, three, four = text.clauses.order_by("id")
    a_next_draft(
        text,
        [
            (opening, {"en": "We, the mayors of rivers.", "ar": "نحن العمداء."}),
            (four, {"en": "Point 4.", "ar": "توصية 4."}),
            (one, {"en": "Point 1.", "ar": "توصية 1."}),
            (three, {"en": "Point 3.", "ar": "توصية 3."}),
            (None, {"en": "Trees on both banks.", "ar": "أشجار على الضفتين."}),
        ],
    )
    return text


def page(house, text, query="", role=Role.SHERPA, language="en"):
    with the_clock_at(house.at):
        return page_of(a_visitor(a_seated(house, role)), f"/{language}/texts/{text.public_id}/comparison/{query}")


def test_each_clause_has_its_fate(text):
    old, new = text.drafts.order_by("number")
    found = comparison_of(old, new, ["en", "ar"])
    assert [(one.fate.value, one.moved, one.row.name) for one in found.rows] == [
        ("changed", False, "Preamble"),
        ("kept", True, "Point 1"),
        ("kept", False, "Point 2"),
        ("deleted", False, "Point 2"),
        ("kept", False, "Point 3"),
        ("inserted", False, "Point 4"),
    ]
    assert found.counts == {
        "kept": 3, "changed": 1, "inserted": 1, "deleted": 1, "moved": 1, "words_in": 6, "words_out": 2,
    }  # fmt: skip


def test_what_was_put_in_and_taken_out_is_marked_in_every_language(house, text):
    shown = page(house, text)
    assert "We, the mayors<ins> of rivers</ins>." in shown
    assert "<ins>أشجار على الضفتين.</ins>" in shown
    assert "<del>توصية 2.</del>" in shown
    assert "moved; it was Point 4" in shown
    assert "1 clause changed · 1 new clause · 1 clause deleted · 1 clause moved" in shown


def test_only_what_changed_is_shown_until_the_whole_text_is_asked_for(house, text):
    assert "Point 1." not in page(house, text)
    assert "Point 1." in page(house, text, "?whole=1")


def test_before_and_after_stand_side_by_side_or_the_new_draft_clean(house, text):
    beside = page(house, text, "?way=beside&language=en")
    assert '<p class="redline">We, the mayors.</p>' in beside
    assert '<p class="redline">We, the mayors<ins> of rivers</ins>.</p>' in beside
    assert "نحن" not in beside
    clean = page(house, text, "?way=clean&whole=1")
    assert "We, the mayors of rivers." in clean
    assert "<ins>" not in clean


def test_any_two_drafts_can_be_compared_backwards_too(house, text):
    shown = page(house, text, "?from=1&to=0")
    assert "We, the mayors<del> of rivers</del>." in shown
    assert "<ins>Point 2.</ins>" in shown
    assert "These two drafts have the same words." in page(house, text, "?from=1&to=1")


@pytest.mark.parametrize("query", ["?from=7&to=x", "?way=upside&language=fr", "?from=%00&to=-1"])
def test_what_is_not_there_to_compare_is_the_latest_with_the_one_before(house, text, query):
    assert "We, the mayors<ins> of rivers</ins>." in page(house, text, query)


def test_with_one_draft_the_page_says_from_when_on_there_is_something(house):
    assert "From the second draft on" in page(house, a_text(house))


def test_words_with_signs_of_html_are_shown_as_they_were_written(house):
    text = a_text(house, points=0)
    a_next_draft(text, [(text.clauses.get(), {"en": "We <b>all</b> & more.", "ar": "نحن العمداء."})])
    assert "&lt;b&gt;all" in page(house, text)
    assert "&lt;b&gt;all" in page(house, text, "?way=clean")


def test_a_draft_that_was_begun_anew_is_compared_by_its_words(house):
    text = a_text(house)
    again = [(None, {"en": f"Point {number}.", "ar": f"توصية {number}."}) for number in (1, 2)]
    a_next_draft(text, [(None, {"en": "We, all mayors.", "ar": "نحن العمداء."}), *again])
    old, new = text.drafts.order_by("number")
    assert [row.fate.value for row in comparison_of(old, new, ["en"]).rows] == ["changed", "kept", "kept"]


@pytest.mark.parametrize("role", list(Role))
def test_drafts_are_compared_by_those_who_read_them_even_after_publication(house, role):
    address = f"/en/texts/{a_published_text(house).public_id}/comparison/"
    with the_clock_at(house.at):
        status = a_visitor(a_seated(house, role)).get(address).status_code
        assert a_visitor().get(address).status_code == 404
    assert status == (200 if role in READERS_OF_DRAFTS else 404)


def test_the_text_page_leads_to_the_comparison_once_there_are_two_drafts(house, text):
    with the_clock_at(house.at):
        visitor = a_visitor(a_seated(house, Role.SHERPA))
        assert f"/en/texts/{text.public_id}/comparison/" in page_of(visitor, f"/en/texts/{text.public_id}/")


def test_the_page_asks_the_database_as_often_for_many_clauses_as_for_one(house):
    counts = []
    for points in (1, 40):
        text = begin_text(house.cycle, f"text-{points}", "communique", {"en": "A", "ar": "أ"}, **house.by_us)
        for said in ("Before", "After"):
            known = text.clauses.order_by("id") if text.drafts.exists() else [None] * points
            a_next_draft(text, [(one, {"en": f"{said} {n}.", "ar": f"قول {n}."}) for n, one in enumerate(known)])
        with the_clock_at(house.at):
            visitor = a_visitor(a_seated(house, Role.SHERPA))
            counts.append(len(queries_of(visitor, f"/en/texts/{text.public_id}/comparison/")))
    assert counts[0] == counts[1] <= 8
