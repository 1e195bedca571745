"""Calendar files as other programs read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from mithaq.core.icalendars import Entry, Invited, calendar_file

AT = datetime(2031, 3, 30, 10, tzinfo=ZoneInfo("Europe/Paris"))
STAMP = datetime(2031, 1, 6, 9, tzinfo=UTC)


def an_entry(**other):
    return Entry(**{"uid": "x@test", "title": "Sherpas", "starts": AT, "ends": AT, "stamped": STAMP, **other})


def read(content):
    return icalendar.Calendar.from_ical(content)


def the_event(content):
    (event,) = read(content).walk("VEVENT")
    return event


def test_a_zone_that_is_named_is_described():
    zones = [zone["tzid"] for zone in read(calendar_file([an_entry()])).walk("VTIMEZONE")]
    assert zones == ["Europe/Paris"]
    assert the_event(calendar_file([an_entry()]))["dtstart"].dt.astimezone(UTC) == AT.astimezone(UTC)


def test_words_with_commas_semicolons_and_backslashes_come_back_as_they_were():
    title = "Rivers, banks; and \\ levees: أنهار، وضفاف"
    assert str(the_event(calendar_file([an_entry(title=title)]))["summary"]) == title


def test_line_breaks_in_a_title_open_no_new_property():
    content = calendar_file([an_entry(title="A\r\nATTENDEE:mailto:evil@x.example\nB")])
    assert "attendee" not in the_event(content)
    assert str(the_event(content)["summary"]) == "A ATTENDEE:mailto:evil@x.example B"


def test_lines_are_folded_at_75_octets_also_in_arabic():
    content = calendar_file([an_entry(title="اجتماع " * 40)])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    content.decode()


def test_a_change_keeps_the_uid_and_counts_on():
    first, second = (the_event(calendar_file([an_entry(revision=n)])) for n in (0, 1))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)


def test_what_is_cancelled_is_sent_as_cancelled():
    assert the_event(calendar_file([an_entry(is_cancelled=True)]))["status"] == "CANCELLED"


def test_a_deadline_makes_nobody_busy_and_a_meeting_does():
    meeting = an_entry(ends=AT + timedelta(hours=2), is_busy=True)
    assert the_event(calendar_file([an_entry()]))["transp"] == "TRANSPARENT"
    assert the_event(calendar_file([meeting]))["transp"] == "OPAQUE"


def test_an_invitation_says_who_invites_whom():
    invited = Invited("office@house.example", "amina@city.example", 'Amina "Mina"; Tunis')
    content = calendar_file([an_entry()], method="REQUEST", invited=invited)
    event = the_event(content)
    assert read(content)["method"] == "REQUEST"
    assert event["organizer"] == "mailto:office@house.example"
    assert event["attendee"] == "mailto:amina@city.example"
    assert event["attendee"].params["CN"] == "Amina 'Mina'; Tunis"
    assert event["attendee"].params["RSVP"] == "TRUE"


@pytest.mark.parametrize("name", ["", "The year"])
def test_a_feed_may_have_a_name(name):
    assert read(calendar_file([], name=name)).get("x-wr-calname", "") == name
