"""A house in its first days, and listeners whose loop is the test itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

import mithaq.desk.queries.log  # noqa: F401 - says who hears of what
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.clock import real_now
from mithaq.foundation.live.listeners import Listener
from tests.factories.house import OPENING, a_house


class AtOnce:
    """A loop that carries out at once what it is asked."""

    def call_soon_threadsafe(self, call, *arguments):
        call(*arguments)


@pytest.fixture
def house(db, settings):
    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = OPENING + timedelta(hours=3) - real_now()
    return a_house()


@pytest.fixture
def somebody_listens(house):
    """Lets somebody listen from now on: a seat whose browser is signed in, or a stranger."""

    def listens(seat, *topics, session=""):
        return Listener(seat, session, frozenset(topics), heard_to=last_sequence(), loop=AtOnce())

    return listens
