"""Meetings: called, moved, cancelled, kept on record; who reads what of them; and the letters they send."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils.translation import override

from mithaq.correspondence.domain.write import prefer_language
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain import meet
from mithaq.taskforces.domain.set_up import enrol
from mithaq.taskforces.models import Group, Meeting, Outcome, Participation
from mithaq.taskforces.queries import meetings_from_inside, meetings_visible_to, seats_invited
from mithaq.taskforces.vocabulary import GroupRole
from tests.factories.folders import a_paper_file
from tests.factories.house import a_city, a_group, a_house, a_person, a_seated
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

STARTS = datetime(2031, 2, 5, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    return a_house()


def said(**other):
    words = {
        "kind": "sherpas",
        "title": {"en": "First meeting", "ar": "الاجتماع الأول"},
        "starts": STARTS,
        "ends": STARTS + timedelta(hours=2),
        "time_zone": "Asia/Riyadh",
        "link": "https://meet.example/x",
        "agenda": [{"en": "Opening", "ar": "الافتتاح"}],
    }
    return meet.Said(**{**words, **other})


def a_meeting(house, *invited, group=None, **other):
    return meet.call_meeting(house.cycle, said(**other), invited, group, **house.by_us)


# The letters --------------------------------------------------------------------------------------------------------


def test_everybody_invited_gets_the_time_in_their_own_zone_and_a_calendar_file(house):
    sherpa = a_seated(house, Role.SHERPA, a_city(house, "Te Waipuru", zone="Pacific/Auckland"))
    a_meeting(house, sherpa)
    catch_up()
    assert "Wednesday 5 February 2031, 23:00, Auckland time" in Letter.objects.get().body
    assert "Riyadh" in Letter.objects.get().body
    send_waiting()
    (sent,) = mail.outbox
    (part,) = sent.attachments
    assert part.get_param("method") == "REQUEST"
    (event,) = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert event["dtstart"].dt.astimezone(UTC) == STARTS
    assert event["attendee"] == f"mailto:{sherpa.person.email}"
    assert event["sequence"] == 0


def test_moving_and_cancelling_send_updates_of_the_same_entry(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    meeting = meet.change_meeting(meeting, said(starts=STARTS + timedelta(hours=1)), "Fog", **house.by_us)
    catch_up()
    send_waiting()
    meet.cancel_meeting(meeting, "Flood", **house.by_us)
    catch_up()
    send_waiting()
    parts = [message.attachments[0] for message in mail.outbox]
    events = [icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0] for part in parts]
    assert {event["uid"] for event in events} == {f"{meeting.public_id}@meetings.mithaq"}
    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST", "CANCEL"]
    assert (events[-1]["sequence"], events[-1]["status"]) == (2, "CANCELLED")
    assert "Flood" in Letter.objects.first().body


def test_whoever_reads_the_chronicle_twice_is_invited_once(house):
    a_meeting(house, a_seated(house))
    catch_up()
    catch_up()
    assert Letter.objects.count() == 1


def test_a_seat_that_ended_is_not_written_to(house):
    a_meeting(house, a_seated(house, ends=house.at.date() - timedelta(days=0)))
    Participation.objects.get()
    seat = Participation.objects.get().seat
    seat.ends = seat.starts = house.at.date() - timedelta(days=1)
    seat.save()
    catch_up()
    assert not Letter.objects.exists()


# Who reads what -----------------------------------------------------------------------------------------------------


def test_an_unannounced_meeting_is_seen_by_those_invited_and_those_who_look_after_the_year(house):
    city = a_city(house)
    sherpa, colleague = a_seated(house, Role.SHERPA, city), a_seated(house, Role.MAYOR, city)
    meeting = a_meeting(house, sherpa)
    stranger, press = a_seated(house), a_seated(house, Role.PRESS)
    reads = {
        seat: meeting in meetings_visible_to(seat, house.at)
        for seat in (sherpa, colleague, house.secretariat, stranger, press, None)
    }
    assert reads == {
        sherpa: True, colleague: True, house.secretariat: True, stranger: False, press: False, None: False
    }  # fmt: skip


def test_of_an_announced_meeting_strangers_read_when_and_where_and_nothing_else(house):
    meeting = a_meeting(house, a_seated(house), is_announced=True)
    meet.keep_minutes(meeting, "en", "Secret words", seat=house.secretariat, at=STARTS)
    with the_clock_at(STARTS + timedelta(days=1)):
        page = page_of(a_visitor(), f"/en/meetings/{meeting.public_id}/")
        inside = page_of(a_visitor(house.secretariat), f"/en/meetings/{meeting.public_id}/")
        ics = a_visitor().get(f"/en/meetings/{meeting.public_id}/meeting.ics").content.decode()
    assert "First meeting" in page
    assert "Opening" in page
    for words in ("Secret words", "meet.example"):
        assert words not in page
        assert words not in ics
        assert words in inside


def test_what_one_may_not_see_is_what_is_not_there(house):
    meeting = a_meeting(house, a_seated(house))
    browser = a_visitor(a_seated(house))
    with the_clock_at(house.at):
        for rest in ("", "change/", "record/", "meeting.ics"):
            assert browser.get(f"/en/meetings/{meeting.public_id}/{rest}").status_code == 404
            assert browser.get(f"/en/meetings/zzzzzzzzzzzz/{rest}").status_code == 404


def test_members_of_a_group_read_its_meetings_from_inside_while_they_work_in_it(house):
    group, city = a_group(house), a_city(house)
    seat = a_seated(house, Role.SHERPA, city)
    meeting = a_meeting(house, group=group)
    assert meeting not in meetings_from_inside(seat, house.at)
    enrol(group, city, GroupRole.MEMBER, house.at.date(), **house.by_us)
    assert meeting in meetings_from_inside(seat, house.at)


# Who may ------------------------------------------------------------------------------------------------------------


def test_a_group_is_called_by_those_who_chair_it_and_by_no_other_city(house):
    group, city = a_group(house), a_city(house)
    chair, other = a_seated(house, Role.SHERPA, city), a_seated(house)
    enrol(group, city, GroupRole.CHAIR, house.at.date(), **house.by_us)
    meet.call_meeting(house.cycle, said(), (), group, seat=chair, at=house.at)
    for seat, of in ((other, group), (chair, None), (chair, a_group(house))):
        with pytest.raises(Refused):
            meet.call_meeting(house.cycle, said(), (), of, seat=seat, at=house.at)


def test_a_meeting_that_is_over_or_cancelled_is_not_changed(house):
    meeting = a_meeting(house)
    with pytest.raises(Refused, match="over"):
        meet.change_meeting(meeting, said(), seat=house.secretariat, at=STARTS + timedelta(days=1))
    meet.cancel_meeting(meeting, "Storm", **house.by_us)
    with pytest.raises(Refused, match="cancelled"):
        meet.cancel_meeting(meeting, "Storm", **house.by_us)


def test_nobody_was_at_a_meeting_that_has_not_begun(house):
    meeting = a_meeting(house)
    with pytest.raises(Refused, match="has not begun"):
        meet.note_presence(meeting, [], **house.by_us)
    with pytest.raises(Refused, match="has not begun"):
        meet.keep_minutes(meeting, "en", "Words", **house.by_us)


def test_a_meeting_ends_after_it_starts(house):
    with pytest.raises(Refused, match="end after"):
        a_meeting(house, ends=STARTS)


# What came of it ----------------------------------------------------------------------------------------------------


def test_minutes_written_anew_leave_the_earlier_words_on_record(house):
    meeting = a_meeting(house)
    for text in ("First words", "Better words"):
        meet.keep_minutes(meeting, "en", text, seat=house.secretariat, at=STARTS)
    with the_clock_at(STARTS):
        page = page_of(a_visitor(house.secretariat), f"/en/meetings/{meeting.public_id}/")
    assert "Better words" in page
    assert "First words" not in page
    assert meeting.minutes.count() == 2


def test_an_action_waits_on_its_owners_desk_until_it_is_done(house):
    owner = a_seated(house)
    meeting = a_meeting(house, owner)
    by = {"seat": house.secretariat, "at": STARTS}
    action = meet.assign(meeting, {"en": "Bring the sheet"}, owner, date(2031, 2, 10), **by)
    with the_clock_at(STARTS):
        assert "Bring the sheet" in page_of(a_visitor(owner), "/en/")
        a_visitor(owner).post(f"/en/meetings/actions/{action.public_id}/completion/")
        assert "Bring the sheet" not in page_of(a_visitor(owner), "/en/")
    with pytest.raises(Refused, match="already"):
        meet.complete(action, seat=owner, at=STARTS)


def test_another_city_cannot_say_that_an_action_is_done(house):
    owner, other = a_seated(house), a_seated(house)
    meeting = a_meeting(house, owner, other)
    by = {"seat": house.secretariat, "at": STARTS}
    action = meet.assign(meeting, {"en": "Bring the sheet"}, owner, date(2031, 2, 10), **by)
    with pytest.raises(Refused, match="Only its owner"):
        meet.complete(action, seat=other, at=STARTS)


def test_a_document_is_given_out_to_those_who_take_part(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa, is_announced=True)
    file = receive(ContentFile(a_paper_file(), name="plan.docx"), **house.by_us)
    laid = meet.lay_before(meeting, file, **house.by_us)
    assert meet.lay_before(meeting, file, **house.by_us) == laid
    address = f"/en/meetings/documents/{laid.public_id}/file/"
    with the_clock_at(house.at):
        assert a_visitor(sherpa).get(address).content == a_paper_file()
        assert a_visitor(a_seated(house)).get(address).status_code == 404


# In the browser -----------------------------------------------------------------------------------------------------


def test_a_meeting_is_called_in_the_browser_on_the_callers_own_clock(house):
    sherpa = a_seated(house)
    browser = a_visitor(house.secretariat)
    typed = {
        "title_en": "Kick-off",
        "kind": "sherpas",
        "starts": "2031-02-05T10:00",
        "ends": "2031-02-05T09:00",
        "agenda_en": "One\n\nTwo",
        "agenda_ar": "واحد",
        "circles": ["sherpas"],
    }
    with the_clock_at(house.at):
        assert "must end after" in browser.post("/en/meetings/new/", typed).content.decode()
        browser.post("/en/meetings/new/", {**typed, "ends": "2031-02-05T12:00"})
    meeting = Meeting.objects.get()
    assert meeting.starts == STARTS
    assert meeting.agenda == [{"en": "One", "ar": "واحد"}, {"en": "Two"}]
    assert [one.seat for one in meeting.participations.all()] == [sherpa]


def test_a_line_break_in_a_title_is_refused(house):
    with the_clock_at(house.at):
        page = a_visitor(house.secretariat).post("/en/meetings/new/", {"title_en": "A\r\nBcc: b@c.example"})
    assert "Write this on one line" in page.content.decode()


def test_what_came_of_it_is_kept_part_by_part(house):
    sherpa, guest = a_seated(house), a_seated(house, person=a_person(house, email="Guest@city.example"))
    meeting = a_meeting(house, sherpa)
    browser, address = a_visitor(house.secretariat), f"/en/meetings/{meeting.public_id}/record/"
    with the_clock_at(STARTS + timedelta(hours=3)):
        browser.post(address, {"part": "minutes", "minutes_en": "We met."})
        wrong = browser.post(address, {"part": "outcome", "kind": "action", "text_en": "Write"}).content.decode()
        assert "Say who does it." in wrong
        assert "Write</textarea>" in wrong
        action = {"kind": "action", "text_en": "Write", "owner": sherpa.public_id, "due": "٢٠٣١-٠٢-١٠"}
        browser.post(address, {"part": "outcome", **action})
        unknown = browser.post(address, {"part": "presence", "others": "who@x.example"}).content.decode()
        assert "Nobody who holds a seat has this address" in unknown
        browser.post(
            address,
            {
                "part": "presence",
                "present": [meeting.participations.get(seat=sherpa).public_id],
                "others": "guest@CITY.example",
            },
        )
        other = browser.post(address, {"part": "document", "file": ContentFile(b"MZ program", name="x.pdf")})
        assert "Nothing was changed" in other.content.decode()
    assert Outcome.objects.get().due == date(2031, 2, 10)
    assert {one.seat for one in meeting.participations.filter(was_there=True)} == {sherpa, guest}


def test_pages_cost_the_same_with_one_and_with_many(house):
    browser = a_visitor(house.secretariat)
    meeting = a_meeting(house, a_seated(house))
    addresses = ("/en/meetings/", f"/en/meetings/{meeting.public_id}/", f"/en/meetings/{meeting.public_id}/record/")
    with the_clock_at(STARTS):
        few = [len(queries_of(browser, address)) for address in addresses]
        for _ in range(3):
            a_meeting(house, a_seated(house), group=a_group(house))
            meet.change_meeting(meeting, said(), "", [a_seated(house)], seat=house.secretariat, at=STARTS)
            meet.note_decision(meeting, {"en": "Agreed"}, seat=house.secretariat, at=STARTS)
        assert [len(queries_of(browser, address)) for address in addresses] == few
    assert max(few) <= 8


def test_circles_hold_the_seats_of_the_years_cities(house):
    group, city = a_group(house), a_city(house)
    sherpa, mayor = a_seated(house, Role.SHERPA, city), a_seated(house, Role.MAYOR, city)
    enrol(group, city, GroupRole.MEMBER, house.at.date(), **house.by_us)
    asked = {circle: seats_invited([circle], house.cycle, group, house.at) for circle in ("sherpas", "mayors", "group")}
    assert asked == {"sherpas": [sherpa], "mayors": [mayor], "group": [sherpa]}


def test_an_announced_meeting_does_not_name_the_group_to_those_who_may_not_read_its_page(house):
    group = a_group(house)
    Group.objects.filter(pk=group.pk).update(title={"en": "The inner circle"}, reach="group")
    stranger = a_seated(house)
    meeting = meet.call_meeting(
        house.cycle, said(title={"en": "A meeting of some"}, is_announced=True), [house.colleague], group, **house.by_us
    )
    with the_clock_at(house.at):
        for visitor, named in (
            (a_visitor(), False),
            (a_visitor(stranger), False),
            (a_visitor(house.secretariat), True),
        ):
            for address in ("/en/meetings/", f"/en/meetings/{meeting.public_id}/"):
                page = visitor.get(address).content.decode()
                assert "A meeting of some" in page
                assert ("The inner circle" in page, group.public_id in page) == (named, named)


@pytest.mark.parametrize(("preferred", "written"), [("", "en, ar"), ("ar", "ar"), ("fr", "en")])
def test_an_invitation_is_in_the_language_that_is_read_there_where_the_house_speaks_it(house, preferred, written):
    sherpa = a_seated(house)
    if preferred:
        prefer_language(sherpa.organisation, preferred, **house.by_us)
    a_meeting(house, sherpa)
    catch_up()
    assert Letter.objects.get().language == written
