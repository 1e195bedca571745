"""A city that never signs in answers a circular: the letter goes out, the reply is taken in, checked, and on the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import pgettext
from playwright.sync_api import Page, expect

from tests.factories.mails import a_mail
from tests.factories.word_files import word_file
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role

#: Those who were sent a circular that asks for something, and have not answered; one person of each organisation.
OWING = """
    SELECT l.public_id, p.email, o.name ->> ?, a.organisation_id, m.id
    FROM correspondence_addressee a
    JOIN mail_letter l ON l.id = a.letter_id JOIN actors_organisation o ON o.id = a.organisation_id
    JOIN actors_seat s ON s.id = a.seat_id JOIN actors_person p ON p.id = s.person_id AND p.email <> ''
    JOIN correspondence_matter m ON m.circular_id = a.circular_id
    WHERE NOT EXISTS (SELECT 1 FROM correspondence_return r
                      WHERE r.organisation_id = a.organisation_id AND r.matter_id = m.id)
    AND m.id = (SELECT MAX(id) FROM correspondence_matter)
    GROUP BY a.organisation_id ORDER BY a.organisation_id LIMIT 3
"""


@dataclass(frozen=True)
class Letter:
    """A letter of the house that waits for an answer."""

    key: str
    address: str
    city: str
    organisation: int
    matter: int

    def answered(self, sender: str = "", **more: str) -> bytes:
        """A mail that answers it, with a file, as a mail program writes one."""
        files = {"comments.docx": word_file("We agree with every point.")}
        return a_mail(sender or self.address, files=files, In_Reply_To=f"<{self.key}@localhost>", **more)


def test_a_city_answers_by_mail_alone(house: RunningHouse, visitor: Callable[..., Page], language: str):
    page = visitor(locale=LOCALES[language], viewport={"width": 390, "height": 844})
    guest = Guest(Mouse(page), house, language)
    first, second, third = (Letter(*row) for row in house.rows(OWING, language))
    guest.starts()
    guest.signs_in_as(in_role(house, "secretariat"))

    takes_in(guest, first.answered())
    expect(guest.heading).to_have_text(first.city)
    guest.opens(guest.button(guest.says("Accept it as the answer")))
    checked = "SELECT COUNT(*) FROM correspondence_check c JOIN correspondence_return r ON r.id = c.returned_id"
    mine = f"{checked} WHERE r.organisation_id = ? AND r.matter_id = ? AND c.outcome = 'accepted'"
    assert house.value(mine, first.organisation, first.matter) == 1

    takes_in(guest, second.answered(Auto_Submitted="auto-replied"))  # somebody is out of office: nothing is answered
    expect(page).to_have_url(f"{house.address}/{language}/returns/?view=machines")

    takes_in(guest, second.answered(sender=third.address))  # from another city's address: a person says whose it is
    expect(guest.heading).to_have_text(guest.says("A return that is not filed yet"))
    answers = "SELECT COUNT(*) FROM correspondence_return WHERE organisation_id IN (?, ?) AND matter_id = ?"
    assert house.value(answers, second.organisation, third.organisation, first.matter) == 0

    guest.goes_to(f"/{language}/board/")
    with translation.override(language):
        answered = pgettext("answer", "answered")
    lines = page.get_by_role("row")
    expect(lines.filter(has_text=first.city).filter(has_text=answered).first).to_be_visible()


def takes_in(guest: Guest, mail: bytes) -> None:
    """Bring a mail that came to a mailbox of the secretariat's own."""
    guest.goes_to(f"/{guest.language}/returns/")
    guest.opens(guest.link(guest.says("Take in a mail")))
    guest.page.locator("input[type=file]").set_input_files(
        {"name": "reply.eml", "mimeType": "message/rfc822", "buffer": mail}
    )
    guest.opens(guest.button(guest.says("Take it in")))
