"""Answers to invitations: on the site, by the link of the letter, and as calendar programs send them by mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import icalendar
import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils.translation import override

from mithaq.correspondence.domain.take_in import take_in
from mithaq.correspondence.models import Incoming
from mithaq.correspondence.vocabulary import Doubt, MailState
from mithaq.desk.web.waiting import _invitations
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain import meet
from mithaq.taskforces.domain.reply import MOST_WITHOUT_ACCOUNT, Answered, reply, reply_by_link
from mithaq.taskforces.domain.take_back import take_back_invitation
from mithaq.taskforces.models import Meeting, Participation, Reply
from mithaq.taskforces.queries import answers_counted, with_their_answers
from tests.factories.folders import a_paper_file
from tests.factories.house import a_city, a_house, a_person, a_seated
from tests.factories.visits import a_visitor, queries_of, the_clock_at

STARTS = datetime(2031, 2, 5, 10, tzinfo=UTC)
GUEST = meet.Guest("Ola Nordin", "ola@river.example")
YES, NO = Answered("yes"), Answered("no")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def house(db):
    return a_house()


def said(**other):
    words = {"kind": "sherpas", "title": {"en": "First meeting"}, "starts": STARTS, "time_zone": "Asia/Riyadh"}
    words = {**words, **other}
    return meet.Said(**{"ends": words["starts"] + timedelta(hours=2), **words})


def a_meeting(house, *invited, guests=(), **other):
    return meet.call_meeting(house.cycle, said(**other), invited, guests=guests, **house.by_us)


def counted(meeting):
    return {
        key: count for key, count in answers_counted(with_their_answers(meeting.participations.all())).items() if count
    }


def a_reply(meeting, attendee, *, sender="", answer="ACCEPTED", sequence=0, more="", params=""):
    """A mail as a calendar program sends it when somebody answers."""
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"], letter["Subject"] = sender or attendee, "returns@secretariat.example", "Accepted"
    letter.set_content("")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Any//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{meeting.public_id}@meetings.mithaq",
        f"SEQUENCE:{sequence}",
        "DTSTAMP:20310120T090000Z",
        f"ATTENDEE;PARTSTAT={answer}{params}:mailto:{attendee}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    letter.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    return letter.as_bytes()


def take(house, content):
    incoming = take_in(content, seat=None, at=house.at)
    catch_up()
    incoming.refresh_from_db()
    return incoming


# On the site --------------------------------------------------------------------------------------------------------


def test_an_answer_is_counted_and_a_change_of_mind_replaces_it(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa, house.colleague)
    own = Participation.objects.get(seat=sherpa)
    reply(own, YES, seat=sherpa, at=house.at)
    assert counted(meeting) == {"yes": 1, "": 1}
    reply(own, Answered("represented", " Noor\nSalem "), seat=sherpa, at=house.at)
    assert counted(meeting) == {"represented": 1, "": 1}
    assert Reply.objects.count() == 2
    assert Reply.objects.latest("id").substitute == "Noor Salem"
    assert Act.objects.filter(verb="invitation.answered").count() == 2


def test_the_same_answer_twice_is_one(house):
    sherpa = a_seated(house)
    a_meeting(house, sherpa)
    for _again in range(2):
        reply(Participation.objects.get(), YES, seat=sherpa, at=house.at)
    assert Reply.objects.count() == 1


def test_a_colleague_of_the_same_organisation_answers_and_another_city_does_not(house):
    city = a_city(house)
    mayor, sherpa, stranger = a_seated(house, Role.MAYOR, city), a_seated(house, Role.SHERPA, city), a_seated(house)
    meeting = a_meeting(house, mayor)
    reply(Participation.objects.get(), NO, seat=sherpa, at=house.at)
    with pytest.raises(Refused):
        reply(Participation.objects.get(), YES, seat=stranger, at=house.at)
    assert counted(meeting) == {"no": 1}


def test_whoever_is_represented_says_by_whom(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    with pytest.raises(Refused, match="Say who comes instead"):
        reply(Participation.objects.get(), Answered("represented"), seat=sherpa, at=house.at)
    with the_clock_at(house.at):
        browser = a_visitor(sherpa)
        here = f"/en/meetings/invitations/{Participation.objects.get().public_id}/"
        page = browser.post(here, {"attendance": "represented"}).content.decode()
    assert "Say who comes instead." in page
    assert counted(meeting) == {"": 1}


def test_an_answer_to_other_hours_does_not_count_any_more(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    reply(Participation.objects.get(), YES, seat=sherpa, at=house.at)
    meet.change_meeting(meeting, said(title={"en": "Its new name"}), **house.by_us)
    assert counted(meeting) == {"yes": 1}
    meet.change_meeting(meeting, said(starts=STARTS + timedelta(days=1)), **house.by_us)
    assert counted(meeting) == {"": 1}


def test_nothing_is_answered_once_the_meeting_is_over_or_cancelled(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    with pytest.raises(Refused, match="over"):
        reply(Participation.objects.get(), YES, seat=sherpa, at=STARTS + timedelta(hours=2))
    meet.cancel_meeting(meeting, "Flood", **house.by_us)
    with pytest.raises(Refused, match="cancelled"):
        reply(Participation.objects.get(), YES, seat=sherpa, at=house.at)
    assert not Reply.objects.exists()


def test_the_desk_says_what_is_unanswered_and_to_whoever_called_how_many_answered(house):
    sherpa = a_seated(house)
    a_meeting(house, sherpa, house.colleague)
    (asked,) = _invitations(sherpa, house.at)
    assert asked.due == STARTS
    (called,) = _invitations(house.secretariat, house.at)
    assert (called.progress, called.state) == ((0, 2), "open")
    reply(Participation.objects.get(seat=sherpa), YES, seat=sherpa, at=house.at)
    assert list(_invitations(sherpa, house.at)) == []
    (called,) = _invitations(house.secretariat, house.at)
    assert called.progress == (1, 2)


def test_the_meetings_page_costs_the_same_with_one_and_with_many_invited(house):
    few, many = a_meeting(house, house.colleague), a_meeting(house, *[a_seated(house) for _one in range(5)])
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        costs = [len(queries_of(browser, one.get_absolute_url())) for one in (few, many)]
    assert costs[0] == costs[1] <= 8


# By the link --------------------------------------------------------------------------------------------------------


def test_a_guest_without_a_seat_is_written_to_and_answers_by_the_link_of_the_letter(house, client):
    meeting = a_meeting(house, guests=[GUEST])
    catch_up()
    send_waiting()
    (sent,) = mail.outbox
    assert sent.to == ["ola@river.example"]
    assert b"mailto:ola@river.example" in sent.attachments[0].get_payload(decode=True).replace(b"\r\n ", b"")
    guest = Participation.objects.get()
    assert guest.link("en") in sent.body
    here = f"/en/invited/{guest.token}/"
    with the_clock_at(house.at):
        shown = client.get(here)
        assert shown.status_code == 200
        assert shown["Cache-Control"] == "private, no-store"
        assert not Reply.objects.exists()  # looking at it answers nothing
        assert client.post(here, {"attendance": "no", "note": "On leave"}).status_code == 302
        assert "does not come" in client.get(here).content.decode()
    assert counted(meeting) == {"no": 1}
    assert Act.objects.get(verb="invitation.answer_received").seat is None


@pytest.mark.parametrize("token", ["x" * 48, "0"])
def test_a_link_that_leads_nowhere_is_not_there(house, client, token):
    assert client.get(f"/en/invited/{token}/").status_code == 404


def test_a_link_fills_no_disk(house):
    a_meeting(house, guests=[GUEST])
    token = Participation.objects.get().token
    for number in range(MOST_WITHOUT_ACCOUNT):
        reply_by_link(token, Answered("no", note=str(number)), at=house.at)
    with pytest.raises(Refused, match="as many answers"):
        reply_by_link(token, YES, at=house.at)


def test_documents_are_read_by_the_link_and_everybody_is_told_of_them(house, client):
    meeting = a_meeting(house, a_seated(house), guests=[GUEST])
    laid = meet.lay_before(meeting, receive(ContentFile(a_paper_file(), name="a.docx"), **house.by_us), **house.by_us)
    catch_up()
    assert Letter.objects.filter(subject__contains="To read before").count() == 2
    token = Participation.objects.get(seat=None).token
    other = a_meeting(house, guests=[GUEST])
    elsewhere = other.participations.get().token
    assert client.get(f"/en/invited/{token}/{laid.public_id}/file/").status_code == 200
    assert client.get(f"/en/invited/{elsewhere}/{laid.public_id}/file/").status_code == 404


def test_whoever_is_invited_later_gets_an_invitation_and_the_others_hear_of_the_change(house):
    meeting = a_meeting(house, a_seated(house))
    catch_up()
    meet.change_meeting(meeting, said(), guests=[GUEST], **house.by_us)
    catch_up()
    assert Letter.objects.get(address=GUEST.address).subject.startswith("\u2068Invitation")
    assert Letter.objects.filter(subject__contains="Changed").count() == 1


def test_the_form_invites_by_address_whoever_holds_a_seat_as_that_seat_and_others_as_guests(house):
    sherpa = a_seated(house)
    typed = {"title_en": "A talk", "kind": "other", "starts": "2031-02-05T10:00", "ends": "2031-02-05T12:00"}
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        wrong = browser.post("/en/meetings/new/", {**typed, "others": "nobody\n"}).content.decode()
        assert "There is no e-mail address on this line: nobody" in wrong
        others = f"{sherpa.person.email.upper()}\nOla Nordin <Ola@River.example>\nola@river.example"
        browser.post("/en/meetings/new/", {**typed, "others": others})
    invited = [(one.seat, one.guest_name, one.guest_address) for one in Meeting.objects.get().participations.all()]
    assert invited == [(sherpa, "", ""), (None, "Ola Nordin", "ola@river.example")]


# By mail ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer", "counts"), [("ACCEPTED", "yes"), ("TENTATIVE", "perhaps"), ("DECLINED", "no")])
def test_the_answer_of_a_calendar_program_is_filed(house, answer, counts):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    incoming = take(house, a_reply(meeting, sherpa.person.email, answer=answer, more="COMMENT:By train"))
    assert (incoming.state, incoming.returned) == (MailState.INVITATION, None)
    assert counted(meeting) == {counts: 1}
    assert (Reply.objects.get().note, Reply.objects.get().way) == ("By train", "mail")


def test_a_calendar_program_says_who_comes_instead(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    content = a_reply(
        meeting, sherpa.person.email, answer="DELEGATED", params=';DELEGATED-TO="mailto:Deputy@city.example"'
    )
    take(house, content)
    assert Reply.objects.get().substitute == "deputy@city.example"


def test_the_same_mail_is_filed_once(house):
    sherpa = a_seated(house)
    content = a_reply(a_meeting(house, sherpa), sherpa.person.email)
    take(house, content)
    take(house, content)
    assert Reply.objects.count() == 1


def test_a_mail_that_answers_for_somebody_else_goes_into_the_tray(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    incoming = take(house, a_reply(meeting, sherpa.person.email, sender="stranger@private.example"))
    assert incoming.returned.doubt == Doubt.NO_INVITATION
    assert counted(meeting) == {"": 1}


def test_an_answer_to_a_meeting_that_was_cancelled_goes_into_the_tray(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    meet.cancel_meeting(meeting, "Flood", **house.by_us)
    assert take(house, a_reply(meeting, sherpa.person.email)).returned.doubt == Doubt.NO_INVITATION
    assert not Reply.objects.exists()


def test_an_answer_to_the_hours_of_before_is_kept_and_does_not_count(house):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    meet.change_meeting(meeting, said(starts=STARTS + timedelta(days=1)), **house.by_us)
    take(house, a_reply(meeting, sherpa.person.email, sequence=0))
    assert (Reply.objects.count(), counted(meeting)) == (1, {"": 1})


@pytest.mark.parametrize("broken", ["METHOD:REQUEST", "UID:", "PARTSTAT=NEEDS-ACTION"])
def test_what_is_no_answer_of_a_calendar_program_is_no_answer_to_an_invitation(house, broken):
    sherpa = a_seated(house)
    meeting = a_meeting(house, sherpa)
    name = broken.partition(":")[0].partition("=")[0]
    content = a_reply(meeting, sherpa.person.email).decode()
    content = content.replace(
        {"METHOD": "METHOD:REPLY", "UID": f"UID:{meeting.public_id}", "PARTSTAT": "PARTSTAT=ACCEPTED"}[name], broken
    )
    take(house, content.encode())
    assert not Reply.objects.exists()
    assert Incoming.objects.get().returned is not None


def test_the_form_of_a_link_may_say_where_it_comes_from(house):
    """A page that says "no-referrer" makes browsers send `Origin: null` with its form, and the form is refused."""
    a_meeting(house, guests=[GUEST])
    with the_clock_at(house.at):
        page = a_visitor().get(f"/en/invited/{Participation.objects.get().token}/")
    assert page["Referrer-Policy"] == "same-origin"


# Taken back ---------------------------------------------------------------------------------------------------------


def events_of(letters):
    """What the calendar files of letters say to whom: method, address, revision and status."""
    said = []
    for letter in letters:
        file = icalendar.Calendar.from_ical(letter.attachments[0].get_payload(decode=True))
        (event,) = file.walk("VEVENT")
        address = str(event["attendee"]).removeprefix("mailto:")
        said.append((file["method"], address, event["sequence"], event["status"]))
    return said


@pytest.fixture
def two_invited(house):
    """A meeting to which two sherpas and a guest are invited, and their addresses; the letters have gone out."""
    one, other = (a_seated(house, person=a_person(house, email=f"{name}@city.example")) for name in ("one", "other"))
    meeting = a_meeting(house, one, other, guests=[GUEST])
    catch_up()
    send_waiting()
    mail.outbox.clear()
    return meeting, one, other


def test_an_invitation_is_taken_back_from_one_person_and_nobody_else_hears_of_it(house, two_invited):
    meeting, one, other = two_invited
    reply(Participation.objects.get(seat=one), YES, seat=one, at=house.at)
    reply(Participation.objects.get(seat=other), YES, seat=other, at=house.at)
    own = Participation.objects.get(seat=one)
    taken = take_back_invitation(own, "The room is\ntoo small.", **house.by_us)
    assert taken.reason == "The room is too small."
    catch_up()
    assert send_waiting() == 1
    assert events_of(mail.outbox) == [("CANCEL", "one@city.example", 1, "CANCELLED")]
    assert "has been taken back" in mail.outbox[0].body
    assert "The room is too small." in mail.outbox[0].body
    assert "/invited/" not in mail.outbox[0].body
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, meeting.reason) == (None, "")
    assert counted(meeting) == {"yes": 1, "": 1}
    assert Reply.objects.filter(participation=own).count() == 1
    with the_clock_at(house.at):
        assert a_visitor().get(f"/en/invited/{own.token}/").status_code == 404
    with pytest.raises(Refused):
        reply(own, NO, seat=one, at=house.at)


def test_taking_back_twice_is_once(house, two_invited):
    own = Participation.objects.get(seat=two_invited[1])
    first, second = (take_back_invitation(own, "", **house.by_us) for _again in range(2))
    assert first == second
    assert Act.objects.filter(verb="invitation.taken_back").count() == 1
    with the_clock_at(house.at):
        here = f"/en/meetings/invitations/{own.public_id}/taking-back/"
        answered = a_visitor(house.secretariat).post(here)
        assert (answered.status_code, answered["Location"]) == (302, f"/en/meetings/{own.meeting.public_id}/")
    catch_up()
    assert send_waiting() == 1


def test_a_guest_is_told_at_the_address_of_the_invitation(house, two_invited):
    guest = Participation.objects.get(seat=None)
    take_back_invitation(guest, **house.by_us)
    catch_up()
    assert send_waiting() == 1
    assert events_of(mail.outbox) == [("CANCEL", "ola@river.example", 1, "CANCELLED")]
    assert mail.outbox[0].to == ["ola@river.example"]


def test_whoever_is_named_again_is_invited_anew_with_a_later_revision(house, two_invited):
    meeting, one, _other = two_invited
    own = Participation.objects.get(seat=one)
    take_back_invitation(own, **house.by_us)
    meet.change_meeting(meeting, said(), invited=[one], **house.by_us)
    catch_up()
    assert send_waiting() == 4  # the one whose invitation was taken back is written to twice
    to_one = [event for event in events_of(mail.outbox) if event[1] == "one@city.example"]
    assert to_one == [("CANCEL", "one@city.example", 1, "CANCELLED"), ("REQUEST", "one@city.example", 2, "CONFIRMED")]
    assert "You are invited" in [letter for letter in mail.outbox if letter.to == ["one@city.example"]][1].body
    take_back_invitation(Participation.objects.get(seat=one), **house.by_us)
    assert own.taken_back.count() == 2


def test_a_circle_does_not_bring_back_whose_invitation_was_taken_back(house, two_invited):
    meeting, one, other = two_invited
    take_back_invitation(Participation.objects.get(seat=one), **house.by_us)
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        sent = {
            "kind": "sherpas",
            "title_en": "First meeting",
            "starts": "2031-02-05T13:00",
            "ends": "2031-02-05T15:00",
            "circles": ["sherpas"],
        }
        assert browser.post(f"/en/meetings/{meeting.public_id}/change/", sent).status_code == 302
    assert not Participation.objects.get(seat=one).is_invited
    assert Participation.objects.get(seat=other).is_invited


def test_an_invitation_that_was_never_sent_out_takes_nothing_into_the_calendar(house):
    one = a_seated(house, person=a_person(house, email="one@city.example"))
    a_meeting(house, one)
    catch_up()
    take_back_invitation(Participation.objects.get(), **house.by_us)
    catch_up()
    assert send_waiting() == 2
    assert {event[0] for event in events_of(mail.outbox)} == {"CANCEL"}


def test_whoever_is_not_invited_any_more_reads_the_meeting_no_more(house, two_invited):
    meeting, one, other = two_invited
    page = f"/en/meetings/{meeting.public_id}/"
    with the_clock_at(house.at):
        assert a_visitor(one).get(page).status_code == 200
        take_back_invitation(Participation.objects.get(seat=one), **house.by_us)
        assert a_visitor(one).get(page).status_code == 404
        assert a_visitor(other).get(page).status_code == 200


def test_only_whoever_keeps_the_meeting_takes_invitations_back_and_only_before_it_is_over(house, two_invited):
    meeting, one, other = two_invited
    own = Participation.objects.get(seat=one)
    here = f"/en/meetings/invitations/{own.public_id}/taking-back/"
    with the_clock_at(house.at):
        assert a_visitor(other).post(here).status_code == 404
        assert a_visitor(one).get(here).status_code == 404
    with pytest.raises(Refused):
        take_back_invitation(own, seat=other, at=house.at)
    with pytest.raises(Refused, match="over"):
        take_back_invitation(own, seat=house.secretariat, at=meeting.ends)
    assert Participation.objects.get(seat=one).is_invited


def test_the_meetings_page_tells_those_who_keep_it_whose_invitation_was_taken_back(house, two_invited):
    meeting, one, other = two_invited
    own = Participation.objects.get(seat=one)
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        page = browser.get(f"/en/meetings/{meeting.public_id}/").content.decode()
        assert f"/en/meetings/invitations/{own.public_id}/taking-back/" in page
        browser.post(f"/en/meetings/invitations/{own.public_id}/taking-back/", {"reason": "The room is too small."})
        page = browser.get(f"/en/meetings/{meeting.public_id}/").content.decode()
        assert "Invitations taken back" in page
        assert "The room is too small." in page
        assert "took back an invitation to a meeting." in page
        others = a_visitor(other).get(f"/en/meetings/{meeting.public_id}/").content.decode()
    assert "The room is too small." not in others
    assert "took back an invitation to a meeting." in others
