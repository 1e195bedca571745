"""An empty installation becomes a running year of a group that is not a G20 group, in each language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.core.reading.test_png import a_png
from tests.factories.tables import a_workbook
from tests.journeys.faults import barriers_by_day_and_by_night, faults, sideways
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import an_empty_house

WORDS = {
    "en": {
        "group": "League of Oases",
        "mark": "OASIS",
        "title": "Gabès 2031",
        "secretariat": "Office of the League",
        "person": "Leila Ben Youssef",
    },
    "ar": {
        "group": "رابطة مدن الواحات",
        "mark": "واحات",
        "title": "قابس ٢٠٣١",
        "secretariat": "أمانة الرابطة",
        "person": "ليلى بن يوسف",
    },
}

#: A list as a secretariat keeps it: in its own order, with its own words for the classes, and a column of no use here.
LISTS = {
    "en": (
        ("Phone", "E-mail", "Full name", "Capacity", "City", "Membership class"),
        ("", "mayor@tamra.example", "Salma Idrissi", "Mayor", "Tamra", "Spring city"),
        ("+44 20 7946 0958", "sherpa@wadi-nur.example", "Karim Azzouz", "Sherpa", "Wadi Nur", "Spring city"),
        ("", "", "", "", "Ain Zahra", "Visiting city"),
    ),
    "ar": (
        ("الهاتف", "البريد الإلكتروني", "الاسم الكامل", "الصفة", "المدينة", "فئة العضوية"),
        ("", "mayor@tamra.example", "سلمى الإدريسي", "عمدة", "تمرة", "مدينة نبع"),
        ("+44 20 7946 0958", "sherpa@wadi-nur.example", "كريم عزوز", "شيربا", "وادي النور", "مدينة نبع"),
        ("", "", "", "", "عين زهرة", "مدينة زائرة"),
    ),
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN_CLASS = {"en": "Spring city", "ar": "مدينة نبع"}
VISITING = {"en": "Visiting city", "ar": "مدينة زائرة"}
#: What may stand nowhere in a house of another group. The blocs to which a country belongs are a fact of the world.
OTHERS_NAMES = re.compile(r"U20|G20|Urban 20|العشرين")
PAGES = (
    "", "members/", "members/counts/", "year/", "year/calendar/", "year/leaders/", "next-steps/", "circulars/", "board/",
    "overview/", "search/?q=a", "chronicle/", "texts/", "recommendations/", "press/", "meetings/",
)  # fmt: skip


def test_an_empty_installation_becomes_a_running_year(tmp_path: Path, visitor: Callable[..., Page], language: str):
    page = visitor(locale=LOCALES[language], viewport={"width": 390, "height": 800}, timezone_id="Africa/Tunis")
    with an_empty_house(tmp_path / "house") as (house, code):
        page.goto(f"{house.address}/{language}/members/")
        expect(page).to_have_url(f"{house.address}/{language}/begin/")
        assert faults(page, language) == []
        page.locator("#code").fill(code)
        begin(page, language)
        expect(page).to_have_url(f"{house.address}/{language}/next-steps/")
        expect(page.locator(".masthead")).to_contain_text(WORDS[language]["group"])
        expect(page.locator(".masthead__emblem")).to_be_visible()
        page.goto(f"{house.address}/{language}/year/calendar/")
        assert faults(page, language) == []
        assert house.value("SELECT COUNT(*) FROM cycle_deadline") == 19
        guest = Guest(Mouse(page), house, language)
        brings_a_list(guest)
        sends_the_first_circular(guest)
        for path in PAGES:
            page.goto(f"{house.address}/{language}/{path}")
            assert not OTHERS_NAMES.search(page.locator("body").inner_text()), path
        [other] = {"en", "ar"} - {language}
        page.goto(f"{house.address}/{other}/members/")
        assert [*sideways(page), *barriers_by_day_and_by_night(page)] == []  # names stand as they were given
        page.goto("about:blank")  # the house ends before the page would


def begin(page: Page, language: str, look: Callable[[Page, str], list[str]] = faults) -> None:
    """Go through the screens, each looked at for faults."""
    words = WORDS[language]

    def go_on() -> None:
        page.locator("main .button--strong").click()
        assert look(page, language) == []

    def write(name: str) -> None:
        page.locator(f"[name={name}_{language}]").fill(words[name])

    go_on()
    go_on()  # nothing is typed yet, so the screen says what is missing
    expect(page.locator("[role=alert]")).to_be_visible()
    write("group")
    write("mark")
    page.locator("[name=emblem]").set_input_files(
        {"name": "mark.png", "mimeType": "image/png", "buffer": a_png(40, 40)}
    )
    go_on()
    go_on()
    page.locator("[name=uses_sister_group]").uncheck()
    page.locator(f"[name=class_participating_{language}]").fill(OWN_CLASS[language])
    page.locator(f"[name=class_guest_{language}]").fill(VISITING[language])
    go_on()
    write("title")
    expect(page.locator("[name=time_zone]")).to_have_value(
        page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    )
    for name, day in (("leaders_summit", "2031-11-15"), ("starts", "2030-12-01"), ("ends", "2031-12-31")):
        page.locator(f"[name={name}]").fill(day)
    page.locator("[name=preview]").click()
    assert look(page, language) == []
    page.goto(page.url)  # as if the browser had been closed: what was typed is there
    expect(page.locator(f"[name=title_{language}]")).to_have_value(words["title"])
    go_on()
    write("secretariat")
    write("person")
    page.locator("[name=email]").fill("leila@oases.example")
    go_on()
    go_on()


def brings_a_list(guest: Guest) -> None:
    """From the next steps to the members, with every row taken over."""
    page, language = guest.page, guest.language
    guest.goes_to(f"/{language}/next-steps/")
    guest.opens(page.locator("main .button--strong"))
    page.locator("input[type=file]").set_input_files(
        {"name": "contacts.xlsx", "mimeType": WORKBOOK, "buffer": a_workbook({"Sheet": LISTS[language]})}
    )
    for button in ("form.action-form .button--strong", "form.action-form .button--strong", ".import-play button"):
        guest.opens(page.locator(button))
    kept = guest.house.rows("SELECT standing, COUNT(*) FROM members_membership GROUP BY standing ORDER BY standing")
    assert kept == [("guest", 1), ("participating", 2)]
    guest.goes_to(f"/{language}/members/")
    expect(page.get_by_role("main")).to_contain_text(OWN_CLASS[language])


def sends_the_first_circular(guest: Guest) -> None:
    """From the next steps to a letter in the outbox for each person who has an address."""
    page, language = guest.page, guest.language
    guest.goes_to(f"/{language}/next-steps/")
    guest.opens(guest.link(guest.says("Write a circular")))
    expect(page.get_by_label(OWN_CLASS[language])).to_be_checked()
    for code, words in (("en", "Welcome to the year"), ("ar", "أهلًا بكم في الدورة")):
        page.locator(f"[name=subject_{code}]").fill(words)
        page.locator(f"[name=body_{code}]").fill(words)
    guest.opens(guest.button(guest.says("Save and look at it")))
    guest.opens(page.locator("main form[action$='/sending/'] button"))
    assert guest.house.value("SELECT COUNT(*) FROM correspondence_addressee") == 2
