"""A house in the first days of its year, with the clock standing there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.foundation.clock import real_now
from tests.factories.house import OPENING, a_house


@pytest.fixture
def at_the_desk(settings):
    """The instant at which the pages of this test are asked for: three hours after the opening."""
    now = OPENING + timedelta(hours=3)
    settings.DEMONSTRATION = True
    settings.MITHAQ_CLOCK_OFFSET = now - real_now()
    return now


@pytest.fixture
def house(db, at_the_desk):
    return a_house()
