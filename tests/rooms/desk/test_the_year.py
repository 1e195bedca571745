"""The year as every page shows it is read again after each act that changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.cycle.domain.arrange import record_leadership, set_deadline
from mithaq.desk.queries.year import _year, year_now
from mithaq.members.domain.correct import correct_organisation
from mithaq.press.domain.issue import issue_release
from tests.factories.house import a_city, a_frozen_text, a_person, a_published_text


def told(year):
    return year.cycle, year.phases, year.deadlines, year.leaders, year.instants
