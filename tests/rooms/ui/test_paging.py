"""Long lists in pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from mithaq.foundation.ui.paging import page_of


def asked(**values: str) -> Any:
    return RequestFactory().get("/", values)


def drawn(rows: int, language: str = "en", *, may_be_whole: bool = False, **values: str) -> str:
    request = asked(**values)
    page = page_of(range(rows), request, size=20, may_be_whole=may_be_whole)
    with override(language):
        return Template("{% load ui %}{% pagination page=page %}").render(Context({"page": page, "request": request}))


def links(text: str) -> dict[str, str]:
    """Address by what the link says."""
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', text)
    return {re.sub("<[^>]+>", "", words): address for address, words in found}


def test_paging_keeps_the_rest_of_the_address() -> None:
    text = drawn(50, **{"class": "observer", "page": "2"})
    assert links(text) == {
        "Previous": "?class=observer&amp;page=1",
        "1": "?class=observer&amp;page=1",
        "2": "?class=observer&amp;page=2",
        "3": "?class=observer&amp;page=3",
        "Next": "?class=observer&amp;page=3",
    }
    assert 'rel="prev"' in text
    assert 'rel="next"' in text
    assert re.findall(r'href="([^"]+)" aria-current="page"', text) == ["?class=observer&amp;page=2"]


def test_a_list_of_one_page_has_no_paging() -> None:
    assert drawn(20).strip() == ""
    assert drawn(20, may_be_whole=True, page="all").strip() == ""


def test_the_numbers_are_in_the_readers_digits_and_leave_out_the_middle() -> None:
    text = drawn(400, "ar", page="9")
    assert re.sub(r"\s+", "", re.sub("<[^>]+>", " ", text)) == "السابقالصفحة٩من٢٠١…٨٩١٠…٢٠التالي"


@pytest.mark.parametrize(
    ("number", "stands_for"),
    [("7", 3), ("-1", 3), ("0", 3), ("words", 1), ("", 1), ("٢", 2), ("9" * 5000, 1), ("all", 1)],
    ids=["beyond", "negative", "nought", "words", "empty", "arabic", "huge", "all"],
)
def test_a_number_beyond_the_end_leads_to_the_last_page_and_what_is_none_to_the_first(
    number: str, stands_for: int
) -> None:
    assert page_of(range(50), asked(page=number), size=20).number == stands_for


def test_the_whole_list_stands_on_one_page_where_that_is_offered() -> None:
    assert links(drawn(50, may_be_whole=True))["All 50 on one page"] == "?page=all"
    page = page_of(range(50), asked(page="all"), size=20, may_be_whole=True)
    assert list(page) == list(range(50))
    assert links(drawn(50, may_be_whole=True, page="all")) == {"In pages": "?page=1"}


def test_an_empty_list_has_one_empty_page() -> None:
    assert list(page_of([], asked(page="all"), may_be_whole=True)) == []
