"""A body that is too long is refused while it arrives, and with a sentence."""

from __future__ import annotations

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.core.asgi import get_asgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.utils.http import urlencode

from mithaq.foundation.languages.formats import number
from mithaq.site.bodies import MOST, Bounded, too_large_in_words


def told_to(headers, pieces):
    """What the application was given, and what was sent back."""
    waiting, seen = list(pieces), {"taken": 0}

    async def behind(scope, receive, send):
        seen["too_large"] = scope.get("mithaq.too_large", False)
        seen["headers"] = dict(scope["headers"])
        while True:
            message = await receive()
            seen["ended"] = message["type"]
            seen["taken"] += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body"):
                return

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    asyncio.run(Bounded(behind, most=100)({"type": "http", "headers": headers}, receive, None))
    return seen, waiting


def test_a_body_within_the_limit_passes_as_it_is():
    seen, _left = told_to([(b"content-length", b"90")], [b"x" * 50, b"x" * 40])
    assert (seen["taken"], seen["too_large"], seen["ended"]) == (90, False, "http.request")


def test_a_body_that_announces_too_much_reaches_nobody_but_is_let_go_by():
    seen, left = told_to([(b"Content-Length", b"150"), (b"content-type", b"multipart/form-data")], [b"x" * 75] * 2)
    assert (seen["taken"], seen["too_large"], seen["headers"], left) == (0, True, {}, [])


def test_a_body_that_grows_unannounced_is_cut_off():
    seen, left = told_to([], [b"x" * 60] * 50)
    assert (seen["ended"], seen["taken"]) == ("http.disconnect", 60)
    assert len(left) == 48


def test_nothing_but_the_server_can_say_that_a_body_was_too_long():
    asked = RequestFactory().post("/", headers={"mithaq.too_large": "1"})
    assert too_large_in_words(lambda request: "passed on")(asked) == "passed on"


@pytest.fixture
def connection_that_stays(db):
    """The server closes connections that have grown old when a request begins; that of a test has to stay."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.usefixtures("connection_that_stays")
@pytest.mark.parametrize(("language", "words"), [("en", "so it was not kept."), ("ar", "فلم يُحفظ.")])
def test_it_is_answered_in_words_in_the_language_of_the_reader(language, words):
    sent, waiting = [], [b"x" * 100, b"x" * 100]

    async def receive():
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": bool(waiting)}
        await asyncio.sleep(60)
        raise AssertionError("The browser stays.")

    async def send(message):
        sent.append(message)

    path = f"/{language}/members/import/"
    headers = [(b"host", b"localhost"), (b"content-length", b"200")]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    async_to_sync(Bounded(get_asgi_application(), most=100))(scope, receive, send)
    page = b"".join(message.get("body", b"") for message in sent).decode()
    assert (sent[0]["status"], words in page, number(MOST // 1_000_000, language) in page) == (413, True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "so it was not kept."), ("ar", "فلم يُحفظ.")])
@pytest.mark.parametrize("way", ["multipart", "urlencoded"])
def test_more_than_any_form_holds_is_answered_in_words_and_not_as_nonsense(settings, language, words, way):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
    typed = {"email": "\u0639" * 2_000_000}
    sent = (
        {"data": typed}
        if way == "multipart"
        else {"data": urlencode(typed), "content_type": "application/x-www-form-urlencoded"}
    )
    for client in (Client(), Client(enforce_csrf_checks=True)):
        client.cookies["csrftoken"] = "a" * 32
        found = client.post(f"/{language}/sign-in/", **sent)
        page = found.content.decode()
        assert (found.status_code, words in page, f"{number(3, language)} " in page) == (413, True, True)
