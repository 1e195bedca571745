"""The next year, opened from the last one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from mithaq.core.backwards import Week
from mithaq.core.glossary import Entry
from mithaq.cycle.domain.arrange import lead, name_classes, set_deadline
from mithaq.cycle.domain.calendar import lay_out, move_deadlines
from mithaq.cycle.domain.glossary import enter_term, take_away_term
from mithaq.cycle.domain.laid_out import laid_out
from mithaq.cycle.models import Cycle
from mithaq.cycle.vocabulary import Leading
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.next_year import NextYear, open_next_year
from mithaq.members.models import Membership
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.visits import a_visitor, the_clock_at

ZONE = ZoneInfo("Africa/Tunis")
NEXT = NextYear({"en": "The year after"}, date(2032, 1, 5), date(2032, 12, 31), date(2032, 12, 18))


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    house = a_house()
    week, summit = Week(frozenset({4, 5})), date(2031, 12, 20)
    laid = laid_out(summit, week, ZONE, house.cycle.starts, house.cycle.ends)
    lay_out(house.cycle, summit, week, ZONE.key, laid, **house.by_us)
    name_classes(house.cycle, [("participating", {"en": "Member city"})], **house.by_us)
    lead(house.cycle, a_city(house, "Chair"), Leading.CHAIR, **house.by_us)
    lead(house.cycle, a_city(house, "Convener"), Leading.CONVENER, **house.by_us)
    return house


def test_the_group_its_conveners_and_the_chosen_members_come_along_and_the_chair_does_not(house):
    again = list(Membership.objects.filter(organisation__name__en="Convener"))
    cycle = open_next_year(house.cycle, NEXT, again, **house.by_us)
    assert (cycle.group, cycle.mark, cycle.authentic) == (
        house.cycle.group,
        house.cycle.mark,
        house.cycle.authentic,
    )
    assert cycle.classes == [{"standing": "participating", "title": {"en": "Member city"}}]
    assert [(one.role, str(one.organisation)) for one in cycle.leaders.all()] == [("convener", "Convener")]
    assert [(str(one.organisation), one.starts) for one in cycle.memberships.all()] == [("Convener", NEXT.starts)]
    assert house.cycle.memberships.filter(ends__isnull=True).count() == 2


def test_the_calendar_moves_with_the_summit_and_keeps_what_was_moved_by_hand(house):
    papers = house.cycle.deadlines.get(key="papers_due")
    move_deadlines([(papers, papers.at - timedelta(days=5))], **house.by_us)
    set_deadline(house.cycle, "own", "papers", {"en": "Ours"}, datetime(2031, 6, 1, 9, tzinfo=ZONE), **house.by_us)
    cycle = open_next_year(house.cycle, NEXT, [], **house.by_us)
    assert cycle.working_calendar.leaders_summit == NEXT.leaders_summit
    before = {one.key: one.at.astimezone(ZONE) for one in house.cycle.deadlines.all()}
    after = {one.key: one.at.astimezone(ZONE) for one in cycle.deadlines.all()}
    assert set(after) == set(before)
    for key, at in after.items():
        assert 364 <= (at.date() - before[key].date()).days <= 368
        assert at.time() == before[key].time()
        assert at.weekday() not in (4, 5)
    assert cycle.phases.count() == house.cycle.phases.count()


def test_the_glossary_comes_along_without_the_terms_that_were_taken_away(house):
    sherpa = Entry({"en": "sherpa", "ar": "شيربا"}, {"ar": ("شربا",)}, "One word only")
    enter_term(house.cycle, sherpa, **house.by_us)
    take_away_term(enter_term(house.cycle, Entry({"en": "envoy"}, {}), **house.by_us), **house.by_us)
    cycle = open_next_year(house.cycle, NEXT, [], **house.by_us)
    assert [term.said for term in cycle.terms.all()] == [sherpa]
    assert house.cycle.terms.count() == 1


def test_a_year_that_does_not_come_after_is_refused(house):
    with pytest.raises(Refused, match="after the last one"):
        open_next_year(house.cycle, NextYear({}, house.cycle.starts, NEXT.ends, NEXT.leaders_summit), [], **house.by_us)
    assert Cycle.objects.count() == 1


def test_what_comes_along_is_shown_first(house):
    enter_term(house.cycle, Entry({"en": "sherpa"}, {}), **house.by_us)
    leaving = a_seated(house, Role.SHERPA, ends=date(2031, 12, 1))
    browser = a_visitor(house.secretariat)
    again = [str(one.pk) for one in Membership.objects.all()]
    typed = {
        "title_en": "The year after",
        "starts": "2032-01-05",
        "ends": "2032-12-31",
        "leaders_summit": "2032-12-18",
        "again": again,
    }
    with the_clock_at(house.at):
        assert "must lie within" in browser.post("/en/next-year/", {**typed, "ends": "2032-02-01"}).content.decode()
        page = browser.post("/en/next-year/", {**typed, "preview": "1"}).content.decode()
        assert leaving.sentence in page
        assert "The zero draft goes to the cities" in page
        assert "Terms of the glossary: 1." in page
        assert Cycle.objects.count() == 1
        assert browser.post("/en/next-year/", typed).headers["Location"] == "/en/next-steps/"
        assert "open already" in browser.post("/en/next-year/", {**typed, "starts": "2032-02-01"}).content.decode()
    assert Cycle.objects.order_by("-year").first().memberships.count() == 3


def test_the_new_year_rests_on_the_public_holidays_of_the_secretariats_country(house):
    home = house.secretariat.organisation
    home.country = "TN"
    home.save()
    cycle = open_next_year(house.cycle, NEXT, [], **house.by_us)
    rests = set(cycle.working_calendar.holidays)
    assert {"2032-03-20", "2032-05-01"} <= rests
    days = {one.at.astimezone(ZONE).date().isoformat() for one in cycle.deadlines.all()}
    assert not days & rests
