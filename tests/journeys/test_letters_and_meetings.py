"""A circular goes from a template to the board, whatever way it is answered; and a meeting from its invitation to what
somebody has to do."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.factories.mails import a_mail, a_report
from tests.factories.word_files import word_file
from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import holders, in_role

#: Cities whose sherpa has an address.
CITIES = "s.role = 'sherpa' AND p.email <> '' AND s.ends IS NULL"
#: The letters of a circular in the order of its recipients: key, address, organisation, and the letter's words.
LETTERS = """
    SELECT l.public_id, p.email, a.organisation_id, l.body FROM correspondence_addressee a
    JOIN correspondence_circular c ON c.id = a.circular_id JOIN mail_letter l ON l.id = a.letter_id
    JOIN actors_seat s ON s.id = a.seat_id JOIN actors_person p ON p.id = s.person_id
    WHERE c.public_id = ? ORDER BY a.id
"""
INVITED = """
    SELECT p.token FROM taskforces_participation p JOIN taskforces_meeting m ON m.id = p.meeting_id
    JOIN actors_seat s ON s.id = p.seat_id WHERE m.public_id = ? AND s.public_id = ?
"""
ASKED = {"en": "the names of your delegation", "ar": "أسماء أعضاء وفدكم"}
MEETING = {"en": "Seating at the summit", "ar": "ترتيب الجلوس في القمة"}
MINUTES = {"en": "Everybody sits by the river they come from.", "ar": "يجلس الجميع بحسب النهر الذي جاؤوا منه."}
TO_DO = {"en": "Draw the plan of the seats.", "ar": "رسم مخطط المقاعد."}


def test_a_circular_goes_from_a_template_to_the_board(house: RunningHouse, guest: Callable[..., Guest]):
    sender = guest(house)
    sender.starts()
    sender.signs_in_as(in_role(house, "secretariat"))
    it_is_written_from_a_template(sender)
    bounced, mailed, by_link, owed = it_is_looked_at_and_sent(sender)

    brings(sender, a_report(f"{bounced[0]}@localhost"))
    brings(sender, a_mail(mailed[1], files={"names.docx": word_file("Names")}, In_Reply_To=f"<{mailed[0]}@localhost>"))
    sender.opens(sender.button(sender.says("Accept it as the answer")))
    somebody = guest(house)
    somebody.goes_to(f"/{somebody.language}/answer/{by_link[3].partition('/answer/')[2].split('/')[0]}/")
    somebody.hands.write(somebody.page.locator("textarea[name=words]"), "Four persons.")
    somebody.opens(somebody.button(somebody.says("Hand in the answer")))

    sender.goes_to(f"/{sender.language}/board/")
    sender.hands.pick(sender.page.locator("select[name=matter]"), the_matter(house))
    sender.opens(sender.button(sender.says("Show")))
    sender.opens(sender.link(sender.says("Remind those who owe")))
    sender.opens(sender.page.locator("form.send button"))
    reminded = (
        "SELECT organisation_id FROM correspondence_addressee a JOIN correspondence_reminder r ON r.addressee_id = a.id"
    )
    assert {
        one for (one,) in house.rows(f"{reminded} WHERE a.circular_id = (SELECT MAX(id) FROM correspondence_circular)")
    } == {
        bounced[2],
        owed[2],
    }


def it_is_written_from_a_template(sender: Guest) -> None:
    sender.goes_to(f"/{sender.language}/circulars/")
    sender.opens(sender.page.locator("#templates + ul a").first)
    sender.page.locator("input[name=due]").fill("2031-10-01T12:00")
    for code, words in ASKED.items():
        sender.hands.write(sender.page.locator(f"input[name=matter_{code}]"), words)
    chosen = sender.page.locator("select[name=organisations]")
    sender.unfolds(sender.page.locator("details", has=chosen))
    chosen.select_option([city.organisation for city in holders(sender.house, CITIES)[:4]])
    sender.opens(sender.button(sender.says("Save and look at it")))


def it_is_looked_at_and_sent(sender: Guest) -> list[tuple[str, str, int, str]]:
    first = sender.page.locator("#preview ~ p strong").inner_text()
    sender.opens(sender.link(sender.says("Next recipient")))
    expect(sender.page.locator("#preview ~ p strong")).not_to_have_text(first)
    circular = sender.page.url.partition("/circulars/")[2].partition("/")[0]
    sender.opens(sender.page.locator(".send button"))
    letters = sender.house.rows(LETTERS, circular)
    assert len(letters) == 4
    return letters


def the_matter(house: RunningHouse) -> str:
    return str(house.value("SELECT public_id FROM correspondence_matter ORDER BY id DESC LIMIT 1"))


def brings(sender: Guest, mail: bytes) -> None:
    """Take in a mail that came to a mailbox of the secretariat's own."""
    sender.goes_to(f"/{sender.language}/returns/mail/")
    file = {"name": "reply.eml", "mimeType": "message/rfc822", "buffer": mail}
    sender.page.locator("input[type=file]").set_input_files(file)
    sender.opens(sender.button(sender.says("Take it in")))


def test_a_meeting_goes_from_its_invitation_to_what_somebody_has_to_do(
    house: RunningHouse, guest: Callable[..., Guest]
):
    keeper, sherpa = guest(house), holders(house, CITIES)[0]
    keeper.starts()
    keeper.signs_in_as(in_role(house, "secretariat"))
    meeting = it_is_called(
        keeper,
        house.value(
            "SELECT p.email FROM actors_person p JOIN actors_seat s ON s.person_id = p.id WHERE s.public_id = ?",
            sherpa.seat,
        ),
    )
    invited = guest(house)
    invited.goes_to(f"/{invited.language}/invited/{house.value(INVITED, meeting, sherpa.seat)}/")
    invited.hands.choose(invited.page.locator("input[name=attendance][value=yes]"))
    invited.opens(invited.button(invited.says("Send the answer")))

    keeper.goes_to(f"/{keeper.language}/meetings/{meeting}/")
    expect(keeper.page.locator(".invited .badge--done")).to_have_count(1)
    what_came_of_it_is_kept(keeper, sherpa.seat)
    keeper.signs_out()
    keeper.signs_in_as(sherpa)
    keeper.goes_to(f"/{keeper.language}/")
    expect(keeper.page.get_by_role("main")).to_contain_text(keeper.names(TO_DO))


def it_is_called(keeper: Guest, address: str) -> str:
    keeper.goes_to(f"/{keeper.language}/meetings/new/")
    for code, title in MEETING.items():
        keeper.hands.write(keeper.page.locator(f"input[name=title_{code}]"), title)
    keeper.page.locator("input[name=starts]").fill("2031-09-28T10:00")
    keeper.page.locator("input[name=ends]").fill("2031-09-30T10:00")
    keeper.hands.write(keeper.page.locator("textarea[name=others]"), address)
    keeper.opens(keeper.button(keeper.says("Call it and invite")))
    expect(keeper.heading).to_have_text(keeper.names(MEETING))
    return keeper.page.url.partition("/meetings/")[2].strip("/")


def what_came_of_it_is_kept(keeper: Guest, owner: str) -> None:
    keeper.opens(keeper.link(keeper.says("Write down what came of it")))
    for code, words in MINUTES.items():
        keeper.hands.write(keeper.page.locator(f"textarea[name=minutes_{code}]"), words)
    keeper.opens(keeper.button(keeper.says("Keep the minutes")))
    expect(keeper.page.locator(".minutes")).to_contain_text(keeper.names(MINUTES))
    keeper.opens(keeper.link(keeper.says("Write down what came of it")))
    for code, words in TO_DO.items():
        keeper.hands.write(keeper.page.locator(f"[name=text_{code}]"), words)
    keeper.hands.pick(keeper.page.locator("select[name=kind]"), "action")
    keeper.hands.pick(keeper.page.locator("select[name=owner]"), owner)
    keeper.page.locator("input[name=due]").fill("2031-10-01")
    keeper.opens(keeper.button(keeper.says("Note it")))
    expect(keeper.page.locator(".actions")).to_contain_text(keeper.names(TO_DO))
