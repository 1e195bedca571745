"""The year as every page shows it is read again after each act that changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.cycle.domain.arrange import lead, schedule, set_deadline
from mithaq.cycle.domain.calendar import move_phase
from mithaq.cycle.queries import _year_on_record, year_on_record
from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.desk.queries.year import _year, year_now
from mithaq.members.domain.correct import correct_organisation
from mithaq.press.domain.issue import issue_release
from tests.factories.house import a_city, a_frozen_text, a_published_text

LATER = timedelta(days=40)


def a_deadline(house):
    return set_deadline(
        house.cycle, "papers", PhaseKind.PAPERS, {"en": "Papers", "ar": "أوراق"}, house.at + LATER, **house.by_us
    )


def a_phase(house):
    title = {"en": "Summit", "ar": "القمة"}
    return schedule(house.cycle, PhaseKind.SUMMIT, title, house.at + LATER, house.at + 2 * LATER, **house.by_us)


def another_zone_of_the_chair(house):
    chair = a_city(house)
    lead(house.cycle, chair, Leading.CHAIR, **house.by_us)
    year_now(), year_on_record()
    correct_organisation(chair, {"time_zone": "Pacific/Auckland"}, **house.by_us)


def a_release(house):
    words = {"en": "Words", "ar": "كلمات"}
    issue_release(house.cycle, "opening", words, words, house.at + LATER, **house.by_us)


CHANGES = {
    "a deadline": a_deadline,
    "a phase": a_phase,
    "a phase moved": lambda house: move_phase(
        a_phase(house), house.at + LATER, house.at + 3 * LATER, "more time", **house.by_us
    ),
    "the chair's clock": another_zone_of_the_chair,
    "a call": a_frozen_text,
    "a publication": a_published_text,
    "a release": a_release,
}


def told(year, on_record):
    zones = [leader.organisation.time_zone for leader in year.leaders]
    arranged = [leader.organisation.time_zone for leader in on_record.leaders], on_record.phases, on_record.deadlines
    return year.cycle, year.phases, year.deadlines, zones, year.instants, arranged


@pytest.mark.parametrize("change", CHANGES.values(), ids=[name.replace(" ", "-") for name in CHANGES])
def test_what_changes_the_year_is_seen_at_once(house, change):
    before = told(year_now(), year_on_record())
    a_city(house)
    assert told(year_now(), year_on_record()) == before
    change(house)
    now = told(year_now(), year_on_record())
    assert now != before
    assert now == told(_year(), _year_on_record())
