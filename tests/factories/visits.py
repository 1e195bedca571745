"""Somebody at a browser: signed in in a seat or not, on a day of the test's own year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.conf import settings as ours
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language, override

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.seated import CHOSEN_SEAT
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle import memory
from tests.factories.house import House


def a_visitor(seat: Seat | None = None) -> Client:
    """A browser, signed in in that seat."""
    client = Client()
    if seat is not None:
        client.force_login(Account.objects.of(seat.person), backend=ours.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[CHOSEN_SEAT] = seat.public_id
        session.save()
    return client


@contextmanager
def the_clock_at(at: datetime) -> Iterator[None]:
    """Let requests take place at that instant. Afterwards the test speaks the language that it spoke before."""
    with override(get_language()), override_settings(DEMONSTRATION=True, MITHAQ_CLOCK_OFFSET=at - datetime.now(UTC)):
        yield


def page_of(client: Client, address: str) -> str:
    """What stands on a page that is there."""
    with override(get_language()):
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def queries_of(client: Client, address: str, *, anew: bool = False) -> list[Any]:
    """The queries of a page when it is asked for again, but not out of the memory of pages; `anew` without anything
    that is remembered from act to act."""
    mark = "&" if "?" in address else "?"
    client.get(f"{address}{mark}first")
    if anew:
        memory.forget_everything()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"{address}{mark}again")
    assert response.status_code == 200
    return [query["sql"] for query in asked.captured_queries]


#: What of a page is another each time: the clock, the form's token, and the address under which it was asked for.
EACH_TIME = re.compile(r"%2F[^\"]*|\d\d:\d\d(:\d\d)?|offset=\"-?\d+\"|token\" value=\"\w+\"")


def are_the_same(client: Client, method: str, one: str, other: str) -> bool:
    """Whether two addresses are answered with the same status, headers and bytes, but for the address itself."""
    # A countdown may move on between two pages; it does not do so three times in a row.
    return any(_as_read(client, method, one) == _as_read(client, method, other) for _ in range(3))


def _as_read(client: Client, method: str, address: str) -> tuple[int, dict[str, str], str]:
    answer = client.get(address) if method == "GET" else client.post(address)
    headers = {name: value for name, value in answer.items() if name not in ("ETag", "Set-Cookie")}
    body = answer.content.decode().replace(address.removeprefix("/en"), "…")
    return answer.status_code, headers, EACH_TIME.sub("…", body)


def asked(house: House, seat: Seat | None, address: str, at: datetime | None = None) -> Any:
    """What answers to somebody of the house who asks for an English address, now or at another instant."""
    with the_clock_at(at or house.at):
        return a_visitor(seat).get(f"/en/{address}")


def sent(house: House, seat: Seat | None, address: str, at: datetime | None = None, **typed: Any) -> Any:
    """What answers to what somebody of the house sends there."""
    with the_clock_at(at or house.at):
        return a_visitor(seat).post(f"/en/{address}", typed)


def page(house: House, seat: Seat | None, address: str, at: datetime | None = None) -> str:
    """What stands on the page that somebody of the house opens there."""
    with the_clock_at(at or house.at):
        return page_of(a_visitor(seat), f"/en/{address}")
