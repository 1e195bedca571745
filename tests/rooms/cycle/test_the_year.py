"""The page of the year: what it says, and as of when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mithaq.cycle.domain.arrange import lead, name_gap, name_pillar, schedule, set_deadline
from mithaq.cycle.queries import history_visible_to, year_on_record
from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.members.domain.correct import correct_person
from mithaq.taskforces.domain.set_up import enrol, set_up
from tests.factories.house import a_city, a_house
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def house():
    return a_house()


def arrange(house, times=1):
    for number in range(times):
        begins = house.at + (3 * number) * WEEK
        kind = list(PhaseKind)[number]
        title = {"en": f"Phase {number}", "ar": f"مرحلة {number}"}
        schedule(house.cycle, kind, title, begins, begins + 3 * WEEK, **house.by_us)
        due = {"en": f"Owed {number}", "ar": f"مطلوب {number}"}
        set_deadline(house.cycle, f"owed-{number}", kind, due, begins + WEEK, **house.by_us)
        name_pillar(house.cycle, f"pillar-{number}", {"en": f"Pillar {number}"}, **house.by_us)
        name_gap(house.cycle, {"en": f"City not named in the sources, no. {number}"}, "cities.csv", **house.by_us)
        lead(house.cycle, a_city(house, f"City {number}", zone="Asia/Riyadh"), Leading.CONVENER, **house.by_us)


def year_at(at, seat=None, language="en"):
    with the_clock_at(at), override(language):
        return page_of(a_visitor(seat), reverse("cycle:year"))


def test_before_anything_happened_the_page_leads_to_the_beginning(db):
    assert a_visitor().get("/en/year/").headers["Location"] == "/en/begin/"


def test_the_year_names_its_leaders_pillars_deadlines_and_gaps(house):
    lead(house.cycle, a_city(house, "Ghaymara", zone="Asia/Riyadh"), Leading.CHAIR, **house.by_us)
    arrange(house)
    page = year_at(house.at)
    for words in ("Ghaymara", "City 0", "Pillar 0", "Owed 0", "City not named in the sources, no. 0", "cities.csv"):
        assert words in page


def test_a_deadline_is_said_with_its_weekday_in_the_zone_of_the_chair_city(house):
    lead(house.cycle, a_city(house, zone="Asia/Riyadh"), Leading.CHAIR, **house.by_us)
    due = datetime(2031, 1, 31, 14, tzinfo=UTC)
    set_deadline(house.cycle, "letters", PhaseKind.PREPARATION, {"en": "Letters"}, due, **house.by_us)
    assert "Friday 31 January 2031, 17:00, Riyadh time" in year_at(house.at)


def test_a_phase_is_open_from_its_first_instant_and_no_longer_in_its_last(house):
    arrange(house)
    opens, closes = house.at, house.at + 3 * WEEK
    nothing_open = "No phase of the year is open at this time."
    assert nothing_open in year_at(opens - timedelta(seconds=5))
    assert nothing_open not in year_at(opens)
    assert nothing_open not in year_at(closes - timedelta(seconds=30))
    assert nothing_open in year_at(closes)


def test_the_year_is_drawn_in_both_directions_with_a_table_that_says_the_same(house):
    arrange(house, 3)
    for language in ("en", "ar"):
        page = year_at(house.at, language=language)
        assert "<svg" in page
        assert page.count("<table") >= 3


def test_a_deadline_of_a_phase_that_is_not_scheduled_is_listed_and_not_drawn(house):
    arrange(house)
    set_deadline(house.cycle, "later", PhaseKind.SUMMIT, {"en": "Owed at the summit"}, house.at, **house.by_us)
    assert "Owed at the summit" in year_at(house.at)


def test_the_year_takes_the_same_queries_however_much_is_arranged(house):
    arrange(house)
    few = queries(house, None), queries(house, house.secretariat)
    more_of_everything(house)
    assert (queries(house, None), queries(house, house.secretariat)) == few
    assert max(few) <= 8


def queries(house, seat):
    with the_clock_at(house.at), override("en"):
        return len(queries_of(a_visitor(seat), reverse("cycle:year")))


def more_of_everything(house):
    for number in (1, 2):
        kind = list(PhaseKind)[number]
        schedule(house.cycle, kind, {"en": "More"}, house.at, house.at + WEEK, **house.by_us)
        set_deadline(house.cycle, f"more-{number}", kind, {"en": "More"}, house.at, **house.by_us)
        name_pillar(house.cycle, f"more-{number}", {"en": "More"}, **house.by_us)
        name_gap(house.cycle, {"en": "More"}, "", **house.by_us)
        lead(house.cycle, a_city(house), Leading.CONVENER, **house.by_us)


def test_what_is_remembered_of_the_year_is_forgotten_with_the_next_act(house):
    assert year_on_record().pillars == []
    name_pillar(house.cycle, "rivers", {"en": "Rivers"}, **house.by_us)
    assert [str(pillar) for pillar in year_on_record().pillars] == ["Rivers"]


def test_the_public_reads_for_whom_somebody_acted_and_a_seat_reads_who(house):
    name_pillar(house.cycle, "rivers", {"en": "Rivers"}, **house.by_us)
    [to_all] = {act.sentence for act in history_visible_to(None, house.cycle, ("pillar",))}
    [to_us] = {act.sentence for act in history_visible_to(house.colleague, house.cycle, ("pillar",))}
    assert to_all == "Secretariat named a pillar."
    assert to_us == "Salma Idris, for Secretariat, named a pillar."


def test_a_history_tells_of_nothing_but_the_verbs_it_is_about(house):
    group = set_up(house.cycle, "rivers", "task_force", {"en": "Rivers"}, {}, house.at.date(), **house.by_us)
    assert len(history_visible_to(None, group, ("group",))) == 1
    assert len(history_visible_to(None, group, ("group.set_up",))) == 1
    assert history_visible_to(None, group, ("grou", "group.joined", "paper")) == []


def test_a_history_is_read_again_after_acts_on_its_record_or_on_whom_it_names_and_after_no_others(house):
    group = set_up(house.cycle, "rivers", "task_force", {"en": "Rivers"}, {}, house.at.date(), **house.by_us)

    def told():
        return [act.sentence for act in history_visible_to(house.colleague, group, ("group",))]

    assert told() == [f"{house.secretariat.sentence}, set up a group."]
    a_city(house)
    with CaptureQueriesContext(connection) as captured:
        told()
    assert len(captured) == 1  # which acts there were since
    correct_person(house.secretariat.person, {"name": {"en": "Salma Haddad"}}, **house.by_us)
    assert told() == ["Salma Haddad, for Secretariat, set up a group."]
    enrol(group, a_city(house), "member", house.at.date(), **house.by_us)
    assert len(told()) == 2


def test_the_secretariat_names_the_group_s_own_pillars_in_the_browser_and_they_stand_in_that_order(house):
    client = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        assert "No pillar has been named yet." in page_of(client, "/en/year/pillars/")
        for title in ("الماء", "الظل"):
            assert client.post("/ar/year/pillars/", {"title_ar": title}).status_code == 302
        for wrong in ({}, {"title_en": "Two\nlines"}):
            assert client.post("/en/year/pillars/", wrong).status_code == 422
        page = page_of(a_visitor(), "/ar/year/")
    assert [(one.position, one.title) for one in house.cycle.pillars.all()] == [
        (1, {"ar": "الماء"}),
        (2, {"ar": "الظل"}),
    ]
    assert page.index("الماء") < page.index("الظل")
