"""The calendar as the secretariat works on it: counted, moved with what hangs on it, cancelled, undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from mithaq.core.backwards import Week
from mithaq.cycle.domain.arrange import set_deadline
from mithaq.cycle.domain.calendar import cancel, lay_out, move_deadlines, move_phase, undo
from mithaq.cycle.domain.laid_out import laid_out
from mithaq.cycle.models import CalendarChange, Deadline, Phase
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from tests.factories.house import OPENING, a_house, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

SUMMIT, ZONE, WEEK = date(2031, 12, 20), "Africa/Tunis", Week(frozenset({4, 5}))


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    return a_house()


def counted(house, summit=SUMMIT):
    laid = laid_out(summit, WEEK, ZoneInfo(ZONE), house.cycle.starts, house.cycle.ends)
    lay_out(house.cycle, summit, WEEK, ZONE, laid, **house.by_us)
    return {one.key: one for one in Deadline.objects.all()}


def test_counting_enters_phases_and_deadlines_and_counting_anew_moves_them(house):
    before = counted(house)
    again = counted(house, SUMMIT + timedelta(days=7))
    assert (len(before), len(again), Phase.objects.count()) == (19, 19, 7)
    assert again["text_frozen"].at > before["text_frozen"].at
    assert again["text_frozen"].revision == 1
    assert CalendarChange.objects.filter(deadline__key="text_frozen").count() == 1


def test_counting_the_same_twice_changes_nothing(house):
    counted(house)
    counted(house)
    assert not CalendarChange.objects.exists()


def test_what_was_cancelled_stays_cancelled_when_it_is_counted_anew(house):
    cancel(counted(house)["zero_draft"], "No zero draft this year", **house.by_us)
    assert "zero_draft" not in counted(house, SUMMIT + timedelta(days=7))


def test_a_calendar_that_does_not_fit_is_refused_whole(house):
    laid = laid_out(house.cycle.starts + timedelta(days=60), WEEK, ZoneInfo(ZONE), house.cycle.starts, house.cycle.ends)
    with pytest.raises(Refused):
        lay_out(house.cycle, SUMMIT, WEEK, ZONE, laid, **house.by_us)
    assert not Deadline.objects.exists()


def test_a_moved_deadline_says_why_and_what_it_was_and_can_be_undone(house):
    deadline = counted(house)["papers_due"]
    was, to = deadline.at, deadline.at + timedelta(days=3)
    move_deadlines([(deadline, to)], "Holiday in Tunis", **house.by_us)
    change = CalendarChange.objects.get()
    assert (change.before["at"], change.after["at"], change.reason) == (
        was.isoformat(),
        to.isoformat(),
        "Holiday in Tunis",
    )
    undo(change, **house.by_us)
    deadline.refresh_from_db()
    assert (deadline.at, deadline.revision) == (was, 2)
    assert [act.verb for act in Act.objects.order_by("-sequence")[:2]] == ["deadline.restored", "deadline.moved"]


def test_only_the_latest_change_can_be_undone(house):
    deadline = counted(house)["papers_due"]
    for days in (1, 2):
        move_deadlines([(deadline, deadline.at + timedelta(days=days))], **house.by_us)
    with pytest.raises(Refused, match="changed again since"):
        undo(CalendarChange.objects.order_by("id").first(), **house.by_us)


def test_a_cancelled_deadline_is_gone_from_the_year_and_comes_back(house):
    counted(house)
    deadline = Deadline.objects.get(key="mandates_due")
    with pytest.raises(Refused, match="Say why"):
        cancel(deadline, "  ", **house.by_us)
    cancel(deadline, "Mandates run on", **house.by_us)
    assert not Deadline.objects.filter(key="mandates_due").exists()
    with pytest.raises(Refused, match="cancelled meanwhile"):
        move_deadlines([(deadline, deadline.at)], **house.by_us)
    undo(CalendarChange.objects.get(), **house.by_us)
    assert Deadline.objects.filter(key="mandates_due").exists()


def test_a_phase_that_was_cancelled_does_not_come_back_beside_its_successor(house):
    counted(house)
    phase = Phase.objects.get(kind="papers")
    cancel(phase, "No papers", **house.by_us)
    Phase.objects.create(
        cycle=house.cycle, kind="papers", title={"en": "Papers"}, opens=OPENING, closes=OPENING + timedelta(days=1)
    )
    with pytest.raises(Refused, match="Another phase"):
        undo(CalendarChange.objects.get(), **house.by_us)


def test_a_phase_keeps_its_order(house):
    counted(house)
    phase = Phase.objects.get(kind="papers")
    with pytest.raises(Refused, match="must close after"):
        move_phase(phase, phase.closes, phase.opens, **house.by_us)


def test_a_sherpa_changes_nothing(house):
    deadline = counted(house)["papers_due"]
    with pytest.raises(Refused):
        move_deadlines([(deadline, deadline.at)], seat=a_seated(house, Role.SHERPA), at=house.at)


# In the browser -----------------------------------------------------------------------------------------------------


def test_moving_in_the_browser_shows_what_hangs_on_it_and_moves_what_stays_ticked(house):
    deadlines = counted(house)
    zero = deadlines["zero_draft"]
    local = zero.at.astimezone(ZoneInfo(ZONE)) + timedelta(days=7)
    typed = {"at": local.strftime("%Y-%m-%dT%H:%M"), "also": [deadlines["papers_due"].public_id], "reason": "Snow"}
    address = f"/en/year/calendar/deadlines/{zero.public_id}/"
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        page = browser.post(address, {**typed, "preview": "1"}).content.decode()
        assert "Working papers are due" in page
        assert not CalendarChange.objects.exists()
        assert browser.post(address, typed).status_code == 302
    moved = {one.key: one.at - deadlines[one.key].at for one in Deadline.objects.all()}
    assert {key for key, by in moved.items() if by} == {"zero_draft", "papers_due"}
    assert moved["zero_draft"] == timedelta(days=7)


def test_an_hour_that_the_clocks_leave_out_is_refused_beside_the_field(house):
    deadline = counted(house)["papers_due"]
    set_deadline(house.cycle, "own", "papers", {"en": "Own"}, deadline.at, **house.by_us)
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        page = browser.post(f"/en/year/calendar/deadlines/{deadline.public_id}/", {"at": "tomorrow"}).content.decode()
    assert "Give the day and the time, such as 2031-10-02 12:00." in page


def test_counting_in_the_browser_is_looked_at_first(house):
    browser = a_visitor(house.secretariat)
    typed = {"leaders_summit": "2031-12-20", "off": ["4", "5"], "holidays": "", "time_zone": ZONE}
    with the_clock_at(house.at):
        page = browser.post("/en/year/calendar/counting/", {**typed, "preview": "1"}).content.decode()
        assert "The zero draft goes to the cities" in page
        assert not Deadline.objects.exists()
        assert browser.post("/en/year/calendar/counting/", typed).status_code == 302
    assert Deadline.objects.count() == 19


def test_the_public_holidays_of_a_country_are_added_and_nothing_is_due_on_them(house):
    browser = a_visitor(house.secretariat)
    typed = {"leaders_summit": "2031-12-20", "off": ["4", "5"], "holidays": "2031-03-03", "time_zone": ZONE}
    with the_clock_at(house.at):
        page = browser.post("/en/year/calendar/counting/", {**typed, "country": "SA", "fill": "1"}).content.decode()
        assert "Founding Day" in page
        assert not Deadline.objects.exists()
        days = page.split('name="holidays"')[1].split(">")[1].split("<")[0].split()
        assert {"2031-03-03", "2031-02-22", "2031-09-23"} <= set(days)
        browser.post("/en/year/calendar/counting/", {**typed, "holidays": "\n".join(days)})
        nowhere = browser.post("/en/year/calendar/counting/", {**typed, "country": "Atlantis", "fill": "1"})
        assert nowhere.status_code == 200
    rests = set(days)
    assert not [one for one in Deadline.objects.all() if one.at.astimezone(ZoneInfo(ZONE)).date().isoformat() in rests]
    assert Deadline.objects.count() == 19


def test_a_deadline_and_a_phase_of_ones_own(house):
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        assert (
            "one language at least" in browser.post("/en/year/calendar/deadlines/", {"title_en": ""}).content.decode()
        )
        browser.post(
            "/en/year/calendar/deadlines/", {"title_ar": "موعدنا", "at": "٢٠٣١-٠٣-٠١ ١٢:٠٠", "phase": "papers"}
        )
        phase = {"title_en": "Talks", "kind": "negotiation", "opens": "2031-04-01T09:00", "closes": "2031-03-01T09:00"}
        assert "must close after" in browser.post("/en/year/calendar/phases/", phase).content.decode()
        browser.post("/en/year/calendar/phases/", {**phase, "closes": "2031-05-01T09:00"})
    assert Deadline.objects.get().at == datetime(2031, 3, 1, 12, tzinfo=ZoneInfo("UTC"))
    assert Phase.objects.get().title == {"en": "Talks"}


def test_the_pages_cost_the_same_with_one_and_with_many_changes(house):
    deadlines = list(counted(house).values())
    browser = a_visitor(house.secretariat)
    with the_clock_at(house.at):
        few = len(queries_of(browser, "/en/year/calendar/"))
        for deadline in deadlines:
            move_deadlines([(deadline, deadline.at + timedelta(hours=1))], "Because", **house.by_us)
        assert len(queries_of(browser, "/en/year/calendar/")) == few <= 8
        for address in (f"/en/year/calendar/deadlines/{deadlines[0].public_id}/", "/en/year/", "/en/calendars/"):
            assert len(queries_of(browser, address)) <= 8, address


def test_the_calendar_reads_the_reason_as_text(house):
    deadline = counted(house)["papers_due"]
    move_deadlines([(deadline, deadline.at + timedelta(days=1))], "<script>x</script>", **house.by_us)
    with the_clock_at(house.at):
        assert "<script>x" not in page_of(a_visitor(house.secretariat), "/en/year/calendar/")
