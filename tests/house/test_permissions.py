"""The permission table is driven through the whole URLconf; an address without a row fails the build."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from tests.factories.databases import at_database, copy_of_file
from tests.factories.played_years import shelf_of
from tests.house import table_of_permissions as table

METHODS = ("GET", "POST")


def test_every_address_stands_in_the_table_in_every_state_and_method():
    wanted = {(route, method, state) for route in table.routes() for method in METHODS for state in table.STATES}
    assert {(row.route, row.method, row.state) for row in table.rows()} == wanted


@pytest.fixture(params=table.STATES)
def state(request, db, settings, tmp_path, tmp_path_factory):
    """The model year in one of its states, with the clock standing there."""
    year = table.year_in(request.param, shelf_of(tmp_path_factory))
    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = year.at - datetime.now(UTC)
    shutil.copytree(year.folder / "uploads", tmp_path / "uploads")
    with at_database(copy_of_file(year.database, tmp_path)), transaction.atomic():
        table.go_on(year.at)
        yield request.param
        transaction.set_rollback(True)


def test_every_seat_is_answered_as_the_table_says(state):
    records = table.arguments()
    clients = {audience: table.client_of(audience) for audience in table.AUDIENCES}
    wrong = []
    for row in table.rows():
        if row.state != state:
            continue
        address = table.address_of(row.route, records)
        for audience, expected in row.statuses.items():
            found = table.status(clients[audience], row.method, address)
            if found != expected:
                wrong.append(f"{row.method} {row.route} {state} {audience}: {found}, the table says {expected}")
    assert wrong == []


def test_what_one_may_not_see_is_byte_for_byte_what_is_not_there(state):
    records = table.arguments()
    stranger = table.client_of("SHX")
    for row in table.rows():
        if row.state != state or row.method != "GET" or row.statuses["SHX"] != 404 or row.route not in table.ABOUT:
            continue
        hidden = table.address_of(row.route, records)
        missing = table.address_of(row.route, {**records, **dict.fromkeys(table.ABOUT[row.route], "zzzzzzzzzzzz")})
        # A countdown may move on between two pages; it does not do so three times in a row.
        assert any(page_at(stranger, hidden) == page_at(stranger, missing) for _ in range(3)), row.route


def page_at(client: Client, address: str) -> str:
    """The page, without the address it was asked under, the form's token and the running clock."""
    body = client.get(address).content.decode().replace(address.removeprefix("/en"), "…")
    return re.sub(r"%2F[^\"]*|\d\d:\d\d(:\d\d)?|offset=\"-?\d+\"|token\" value=\"\w+\"", "…", body)
