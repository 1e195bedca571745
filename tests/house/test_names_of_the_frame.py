"""What a page calls its own, the frame must not call so already: told to whoever tests any page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory

from mithaq.desk.web.shell import shell
from tests.factories.house import a_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_a_visitor():
    request = RequestFactory().get("/en/")
    request.user, request.at, request.resolver_match = AnonymousUser(), a_house().at, None
    return request


def test_a_page_that_hides_a_name_of_the_frame_fails_in_whichever_test_draws_it(request_of_a_visitor):
    names = set(shell(request_of_a_visitor)) | {"messages", "request", "LANGUAGES"}
    assert {"seat", "seats", "stages", "languages", "cycle", "group", "clock_at"} <= names
    for name in names:
        with pytest.raises(AssertionError, match=f"desk/front.html: {name} of the frame would be hidden"):
            render(request_of_a_visitor, "desk/front.html", {name: []})


def test_a_page_with_names_of_its_own_is_drawn(request_of_a_visitor):
    assert render(request_of_a_visitor, "desk/front.html", {"seats_of_the_city": []}).status_code == 200
