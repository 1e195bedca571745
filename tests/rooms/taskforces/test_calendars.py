"""Calendars to subscribe to: the public one and a seat's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.utils.translation import override

from mithaq.cycle.domain.arrange import set_deadline
from mithaq.cycle.domain.calendar import cancel, move_deadlines
from mithaq.taskforces.domain import meet
from mithaq.taskforces.domain.feed import close_feed, open_feed, token_of
from mithaq.taskforces.models import FeedKey
from tests.factories.house import OPENING, a_house, a_seated
from tests.factories.visits import a_visitor, the_clock_at

DUE = datetime(2031, 5, 15, 14, tzinfo=UTC)
MEETS = datetime(2031, 6, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    house = a_house()
    title = {"en": "Papers, due", "ar": "أوراق العمل"}
    set_deadline(house.cycle, "papers", "papers", title, DUE, **house.by_us)
    return house


def events(browser, path="calendars/year.ics", language="en", at=OPENING):
    with the_clock_at(at):
        answer = browser.get(f"/{language}/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return {str(one["summary"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def a_meeting(house, *invited, **other):
    said = meet.Said("other", {"en": "Closed talks"}, MEETS, MEETS + timedelta(hours=1), "UTC", **other)
    return meet.call_meeting(house.cycle, said, invited, **house.by_us)


def test_the_public_calendar_holds_deadlines_in_both_languages(house):
    assert list(events(a_visitor())) == ["Papers, due"]
    assert list(events(a_visitor(), language="ar")) == ["أوراق العمل"]


def test_a_deadline_keeps_its_uid_counts_its_changes_and_ends_as_cancelled(house):
    deadline = house.cycle.deadlines.get()
    first = events(a_visitor())["Papers, due"]
    move_deadlines([(deadline, DUE + timedelta(days=1))], **house.by_us)
    second = events(a_visitor())["Papers, due"]
    cancel(deadline, "No papers", **house.by_us)
    third = events(a_visitor())["Papers, due"]
    assert len({str(one["uid"]) for one in (first, second, third)}) == 1
    assert [one["sequence"] for one in (first, second, third)] == [0, 1, 2]
    assert [str(one["status"]) for one in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_public_calendar_does_not_hold_what_is_not_announced_whoever_asks(house):
    a_meeting(house)
    assert "Closed talks" not in events(a_visitor(house.secretariat))


def test_ones_own_calendar_holds_the_meetings_one_is_invited_to(house):
    sherpa, other = a_seated(house), a_seated(house)
    a_meeting(house, sherpa, link="https://meet.example/closed")
    own, others = (token_of(open_feed(seat=seat, at=OPENING)) for seat in (sherpa, other))
    mine = events(a_visitor(), f"calendars/{own}/year.ics")
    assert "https://meet.example/closed" in str(mine["Closed talks"]["description"])
    assert "Closed talks" not in events(a_visitor(), f"calendars/{others}/year.ics")


def status(path, at=OPENING):
    with the_clock_at(at):
        return a_visitor().get(f"/en/{path}").status_code


def test_a_revoked_a_replaced_and_a_guessed_address_open_nothing(house):
    sherpa = a_seated(house)
    first = token_of(open_feed(seat=sherpa, at=OPENING))
    second = token_of(open_feed(seat=sherpa, at=OPENING))
    assert [status(f"calendars/{token}/year.ics") for token in (first, second)] == [404, 200]
    assert status(f"calendars/{second[:-1]}0x/year.ics") == 404
    assert status(f"calendars/{FeedKey.objects.first().public_id}/year.ics") == 404
    close_feed(seat=sherpa, at=OPENING)
    assert status(f"calendars/{second}/year.ics") == 404


def test_an_address_ends_with_the_seat(house):
    seat = a_seated(house, ends=(OPENING + timedelta(days=10)).date())
    token = token_of(open_feed(seat=seat, at=OPENING))
    assert status(f"calendars/{token}/year.ics", OPENING + timedelta(days=10)) == 200
    assert status(f"calendars/{token}/year.ics", OPENING + timedelta(days=11)) == 404


def test_a_seat_makes_and_revokes_its_address_in_the_browser(house):
    browser = a_visitor(a_seated(house))
    with the_clock_at(OPENING):
        browser.post("/en/calendars/")
        assert token_of(FeedKey.objects.get()) in browser.get("/en/calendars/").content.decode()
        browser.post("/en/calendars/", {"revoke": "1"})
        assert "An address that only you know" in browser.get("/en/calendars/").content.decode()
        assert a_visitor().post("/en/calendars/").status_code == 404
