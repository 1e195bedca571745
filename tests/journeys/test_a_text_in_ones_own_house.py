"""A group that has just begun negotiates its first text: the words are pasted, one city answers on the site, one by a
link without an account, one by mail; a change is put in brackets, a silence passes, and the text is frozen."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.mails import a_mail
from tests.factories.tables import a_workbook
from tests.journeys.faults import faults, sideways
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import RunningHouse, a_house_later, an_empty_house
from tests.journeys.persons import holders
from tests.journeys.test_the_beginning import OWN_CLASS, WORKBOOK, begin
from tests.libreoffice import Writer, why_not, writer

#: Who answers how: the city, its sherpa's address, and the words that it wants otherwise.
ON_THE_SITE, BY_LINK, BY_MAIL = "Tamra", "Wadi Nur", "Ain Zahra"
CITIES = {ON_THE_SITE: "sherpa@tamra.example", BY_LINK: "sherpa@wadi-nur.example", BY_MAIL: "sherpa@ain-zahra.example"}
TITLE = {"en": "Statement of the oases", "ar": "بيان الواحات"}
WORDS = {
    "en": [
        "Cities should keep their springs clean.",
        "We share water in dry years.",
        "We will publish what we measure.",
    ],
    "ar": ["ينبغي للمدن أن تحفظ ينابيعها نظيفة.", "نتقاسم المياه في سنوات الجفاف.", "سننشر ما نقيسه."],
}
WRITTEN = {
    ON_THE_SITE: {"do": "replace", "find": "should", "put": "shall"},
    BY_LINK: {"do": "replace", "find": "dry years", "put": "every dry year"},
    BY_MAIL: {"do": "replace", "find": "We will", "put": "We may"},
}
IN_STEP = ["على المدن أن تحفظ ينابيعها نظيفة.", "نتقاسم المياه في كل سنة جفاف."]
SECRETARIAT = "s.role = 'secretariat'"


class House:
    """The house as it is opened on one day after the other; each person keeps a window open."""

    def __init__(self, house: RunningHouse, arrive: Callable[..., Page], language: str) -> None:
        self.house, self.arrive, self.language = house, arrive, language
        self.met: dict[str, Guest] = {}

    @contextmanager
    def day(self, at: str) -> Iterator[None]:
        """Open the house at an instant."""
        with a_house_later(self.house, datetime.fromisoformat(f"{at}+00:00")) as self.house:
            for guest in self.met.values():
                guest.house = self.house
            yield
            for guest in self.met.values():
                guest.page.goto("about:blank")

    def someone(self, condition: str) -> Guest:
        """The first who holds such a seat, signed in."""
        if condition not in self.met:
            page = self.arrive((422,), locale=LOCALES[self.language])
            guest = Guest(Mouse(page), self.house, self.language, look=lambda page, _language: sideways(page))
            guest.starts()
            seat = holders(self.house, condition)[0].seat
            guest.opens(guest.link(guest.says("Sign in"), page.get_by_role("banner")))
            guest.opens(page.locator(f'button[formaction$="/as/{seat}/"]'))
            self.met[condition] = guest
        return self.met[condition]

    @property
    def secretariat(self) -> Guest:
        return self.someone(SECRETARIAT)

    def sherpa(self, city: str) -> Guest:
        return self.someone(f"p.email = '{CITIES[city]}'")

    def key(self, table: str) -> str:
        """The public identifier of the newest row."""
        return str(self.house.value(f"SELECT public_id FROM {table} ORDER BY id DESC LIMIT 1"))

    @property
    def text(self) -> str:
        return f"/{self.language}/texts/{self.key('communique_text')}/"

    @property
    def round(self) -> str:
        return f"/{self.language}/rounds/{self.key('communique_round')}/"


@pytest.fixture
def begun(visitor: Callable[..., Page], language: str, tmp_path: Path) -> House:
    """A house that somebody has just begun, with three cities and a sherpa of each."""
    page = visitor((422,), locale=LOCALES[language])
    with an_empty_house(tmp_path / "house") as (house, code):
        page.goto(f"{house.address}/{language}/begin/")
        page.locator("#code").fill(code)
        begin(page, language, look=lambda page, _language: sideways(page))
        page.goto(f"{house.address}/{language}/members/import/")
        sheet = [("City", "Class", "Full name", "Capacity", "E-mail")]
        sheet += [(city, OWN_CLASS[language], f"Sherpa of {city}", "Sherpa", CITIES[city]) for city in CITIES]
        page.locator("input[type=file]").set_input_files(
            {"name": "contacts.xlsx", "mimeType": WORKBOOK, "buffer": a_workbook({"Sheet": sheet})}
        )
        for button in ("form.action-form .button--strong", "form.action-form .button--strong", ".import-play button"):
            with page.expect_navigation():
                page.locator(button).click()
        page.goto("about:blank")
    return House(house, visitor, language)


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_new_group_negotiates_its_first_text(begun: House, tmp_path: Path):
    with begun.day("2031-06-02T08:00"):
        the_words_are_pasted(begun.secretariat)
        a_round_is_called(begun.secretariat, opens="2031-06-02T08:30", closes="2031-06-03T18:00")
        a_sherpa_gets_a_mandate(begun)
        the_cities_are_asked(begun)
    with begun.day("2031-06-02T12:00"), writer() as office:
        answers_on_the_site(begun, office, tmp_path)
        answers_by_link(begun, office, tmp_path)
        answers_by_mail(begun, office, tmp_path)
        look_well(begun.secretariat, f"{begun.text}title/", f"{begun.text}negotiators/", f"{begun.round}entered/")
    with begun.day("2031-06-04T09:00"):
        what_is_agreed_is_adopted_and_the_rest_bracketed(begun.secretariat, begun.text)
        the_languages_are_brought_into_step(begun)
        is_put_to_silence(begun.secretariat, begun.text)
        silence = f"/{begun.language}/silences/{begun.key('communique_silence')}/"
        look_well(begun.secretariat, f"{silence}calling-off/", f"{begun.text}statements/entry/")
    with begun.day("2031-06-08T09:00"):
        is_frozen(begun)


def look_well(someone: Guest, *paths: str) -> None:
    """Pages that the model year shows only when their forms are shut."""
    for path in paths:
        someone.page.goto(someone.house.address + path)
        assert faults(someone.page, someone.language) == [], path


def the_words_are_pasted(someone: Guest) -> None:
    someone.goes_to(f"/{someone.language}/texts/")
    someone.opens(someone.link(someone.says("Begin a text")))
    someone.hands.pick(someone.page.locator("[name=kind]"), "statement")
    for code, title in TITLE.items():
        someone.hands.write(someone.page.locator(f"[name=title_{code}]"), title)
    someone.opens(someone.button(someone.says("Begin the text")))
    someone.opens(someone.link(someone.says("Take in a document")))
    someone.unfolds(someone.page.locator("main details"))
    for code, clauses in WORDS.items():
        someone.hands.write(someone.page.locator(f"[name=pasted_{code}]"), "\n".join(clauses))
    someone.opens(someone.button(someone.says("Take it in")))
    someone.opens(someone.link(someone.says("Issue the first draft")))
    someone.opens(someone.button(someone.says("Issue the first draft")))
    for words in WORDS[someone.language]:
        expect(someone.page.get_by_role("main")).to_contain_text(words)


def a_round_is_called(someone: Guest, *, opens: str, closes: str) -> None:
    someone.opens(someone.link(someone.says("Call a round")))
    someone.hands.write(someone.page.locator("[name=opens]"), opens)
    someone.hands.write(someone.page.locator("[name=closes]"), closes)
    someone.hands.pick(someone.page.locator("[name=language]"), "en")
    someone.opens(someone.button(someone.says("Call the round")))


def a_sherpa_gets_a_mandate(house: House) -> None:
    """The city hands it in; after the first finding of the secretariat its sherpa may act."""
    sherpa, us = house.sherpa(ON_THE_SITE), house.secretariat
    [held] = holders(house.house, f"p.email = '{CITIES[ON_THE_SITE]}'")
    sherpa.goes_to(f"/{sherpa.language}/members/{held.organisation}/mandates/")
    sherpa.page.locator("select[name=seat]").select_option(held.seat)
    sherpa.page.locator("input[name=scopes][value=negotiate]").check()
    sherpa.page.locator("[name=evidence]").fill("Letter no. 214")
    sherpa.opens(sherpa.page.locator("form.action-form .button--strong"))
    us.goes_to(f"/{us.language}/mandates/{house.key('actors_mandate')}/examination/")
    us.opens(us.button(us.says("It is in order")))


def the_cities_are_asked(house: House) -> None:
    """A circular asks for the cities' answers; each letter has a link to answer by."""
    us = house.secretariat
    us.goes_to(f"/{us.language}/circulars/new/")
    for code in ("en", "ar"):
        us.page.locator(f"[name=subject_{code}]").fill("The first draft")
        us.page.locator(f"[name=body_{code}]").fill("Please write into the draft: {{ upload_link }}")
    us.page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    us.page.locator("[name=due]").fill("2031-06-03T18:00")
    for code in ("en", "ar"):
        us.page.locator(f"[name=matter_{code}]").fill("Words on the draft")
    us.opens(us.button(us.says("Save and look at it")))
    us.opens(us.page.locator("main form[action$='/sending/'] button"))


def the_letter_to(house: House, address: str) -> tuple[str, str]:
    """The letter that asks somebody for an answer, and its key; the worker writes it in a while."""
    asks = """SELECT l.body, l.public_id FROM mail_letter l JOIN actors_seat s ON s.id = l.seat_id
              JOIN actors_person p ON p.id = s.person_id WHERE p.email = ? AND l.body LIKE '%/answer/%'"""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if found := house.house.rows(asks, address):
            return str(found[0][0]), str(found[0][1])
        time.sleep(0.2)
    said = house.house.rows("SELECT address, body FROM mail_letter")
    raise AssertionError(f"no letter with a link: {said}")


def takes_along(someone: Guest, link: Locator, office: Writer, folder: Path, city: str) -> Path:
    """Take the draft along in English, and write in it as the city wants."""
    with someone.page.expect_download() as coming:
        link.click()
    taken = folder / f"{city}.docx"
    coming.value.save_as(taken)
    return office.edited(taken, folder / f"{city} answers.docx", city, [WRITTEN[city]])


def copy_of(us: Guest, house: House, city: str) -> Locator:
    """The copy that the secretariat takes from the page of the round for a city that owes an answer."""
    us.goes_to(house.round)
    return us.page.locator("main .owing li", has_text=city).get_by_role("link")


def answers_on_the_site(house: House, office: Writer, folder: Path) -> None:
    sherpa = house.sherpa(ON_THE_SITE)
    sherpa.goes_to(house.round)
    link = sherpa.link(sherpa.says("Take the draft to write in (Word, %(language)s)", language="English"))
    written = takes_along(sherpa, link, office, folder, ON_THE_SITE)
    sherpa.goes_to(house.round)
    sherpa.opens(sherpa.link(sherpa.says("Bring a Word file with your changes")))
    sherpa.page.locator("[name=chosen]").set_input_files(written)
    sherpa.opens(sherpa.button(sherpa.says("Bring and look")))
    is_taken_in_and_released(sherpa)


def is_taken_in_and_released(someone: Guest) -> None:
    expect(someone.page.locator(".file__summed")).to_be_visible()
    someone.opens(someone.button(someone.says("Take it into the return")))
    someone.opens(someone.link(someone.says("Release the return")))
    someone.opens(someone.button(someone.says("Release this return")))


def answers_by_link(house: House, office: Writer, folder: Path) -> None:
    """Somebody who has no account opens the link of the letter; the secretariat takes what came into the round."""
    us = house.secretariat
    written = takes_along(us, copy_of(us, house, BY_LINK), office, folder, BY_LINK)
    body, _key = the_letter_to(house, CITIES[BY_LINK])
    token = body.partition("/answer/")[2].split("/")[0]
    stranger = Guest(
        Mouse(house.arrive(locale=LOCALES[house.language])),
        house.house,
        house.language,
        look=lambda page, _language: sideways(page),
    )
    stranger.goes_to(f"/{house.language}/answer/{token}/")
    stranger.page.locator("input[type=file]").set_input_files(written)
    stranger.opens(stranger.button(stranger.says("Hand in the answer")))
    stranger.page.goto("about:blank")
    is_accepted_and_entered(house, us)


def is_accepted_and_entered(house: House, us: Guest) -> None:
    """What came in is accepted as the city's answer, taken into the round, and released for it."""
    us.goes_to(f"/{us.language}/returns/{house.key('correspondence_return')}/")
    us.opens(us.button(us.says("Accept it as the answer")))
    us.goes_to(f"{house.round}files/")
    us.opens(us.page.locator("main form", has=us.page.locator("[name=came]")).get_by_role("button"))
    is_taken_in_and_released(us)


def answers_by_mail(house: House, office: Writer, folder: Path) -> None:
    us = house.secretariat
    written = takes_along(us, copy_of(us, house, BY_MAIL), office, folder, BY_MAIL)
    _body, letter = the_letter_to(house, CITIES[BY_MAIL])
    mail = a_mail(CITIES[BY_MAIL], files={"answer.docx": written.read_bytes()}, In_Reply_To=f"<{letter}@localhost>")
    us.goes_to(f"/{us.language}/returns/")
    us.opens(us.link(us.says("Take in a mail")))
    us.page.locator("input[type=file]").set_input_files(
        {"name": "reply.eml", "mimeType": "message/rfc822", "buffer": mail}
    )
    us.opens(us.button(us.says("Take it in")))
    is_accepted_and_entered(house, us)


def what_is_agreed_is_adopted_and_the_rest_bracketed(us: Guest, text: str) -> None:
    us.goes_to(text)
    us.opens(us.link(us.says("Amendments on the table")))
    for outcome, cities in (("adopted", (ON_THE_SITE, BY_LINK)), ("bracketed", (BY_MAIL,))):
        for city in cities:
            us.page.locator("main .card", has_text=city).locator("[name=chosen]").check()
        us.hands.choose(us.page.locator(f"[name=outcome][value={outcome}]"))
        us.opens(us.button(us.says("Decide")))
    us.opens(us.link(us.says("Compile the next draft")))
    us.opens(us.button(us.says("Compile this draft")))
    expect(us.page.get_by_role("main")).to_contain_text("We share water in every dry year.")


def the_languages_are_brought_into_step(house: House) -> None:
    """A secretariat of one person: a sherpa proposes the words in Arabic, and the secretariat approves them."""
    for someone, done in (
        (house.sherpa(ON_THE_SITE), "Propose these words"),
        (house.secretariat, "Approve these words"),
    ):
        for words in IN_STEP:
            someone.goes_to(f"{house.text}translations/?language=ar")
            someone.opens(someone.link(someone.says("Go to the next clause that waits")))
            if someone is not house.secretariat:
                someone.page.locator("[name=words]").fill(words)
            someone.opens(someone.button(someone.says(done)))


def is_put_to_silence(us: Guest, text: str) -> None:
    us.goes_to(text)
    us.opens(us.link(us.says("Put the draft to silence")))
    us.opens(us.button(us.says("Put the draft to silence")))


def is_frozen(house: House) -> None:
    """What is frozen has the agreed words in both languages, and its bytes have the hash that the page shows."""
    us = house.secretariat
    us.goes_to(house.text)
    us.opens(us.link(us.says("Freeze the text")))
    us.opens(us.button(us.says("Freeze this text")))
    agreed = us.page.request.get(f"{us.house.address}{house.text}canonical.json").body()
    said = json.dumps(json.loads(agreed), ensure_ascii=False)
    assert all(words in said for words in ("Cities shall keep", "every dry year", *IN_STEP))
    frozen = us.house.value("SELECT hash FROM communique_freezing")
    assert hashlib.sha256(agreed).hexdigest() == frozen
    expect(us.page.get_by_role("main")).to_contain_text(frozen[:16])
