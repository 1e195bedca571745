"""A page that names no rule is not served; what one may not see looks like what is not there."""

from __future__ import annotations

import pytest

from tests.factories.house import a_house


@pytest.fixture
def pages(db, settings, client):
    a_house()  # before it is founded every address leads to the way to begin
    settings.ROOT_URLCONF = "tests.rooms.permissions.pages_for_tests"
    return client


def test_a_page_without_a_rule_is_not_served_to_anybody(pages):
    assert pages.get("/for-everyone").content == b"public"
    assert pages.get("/without-a-rule").status_code == 404
    assert b"secret" not in pages.get("/without-a-rule").content


@pytest.mark.parametrize("name", ["for-nobody", "without-a-rule"])
def test_a_page_that_one_may_not_see_is_the_page_of_what_is_not_there(pages, name):
    other = "x" * len(name)  # the page names the address that was asked for
    hidden, missing = pages.get(f"/{name}"), pages.get(f"/{other}")
    assert (hidden.status_code, dict(hidden.items())) == (missing.status_code, dict(missing.items()))
    assert hidden.content.replace(name.encode(), other.encode()) == missing.content


def test_a_page_that_is_only_read_takes_no_form(pages):
    assert pages.post("/for-everyone").status_code == 405
    assert pages.post("/for-nobody").status_code == 404
