"""An empty installation becomes a running year of a group that is not a G20 group, in each language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.core.reading.test_png import a_png
from tests.journeys.faults import faults
from tests.journeys.guests import LOCALES
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


def test_an_empty_installation_becomes_a_running_year(tmp_path: Path, visitor: Callable[..., Page], language: str):
    page = visitor(locale=LOCALES[language], viewport={"width": 390, "height": 800})
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


def begin(page: Page, language: str) -> None:
    """Go through the screens, each looked at for faults."""
    words = WORDS[language]

    def go_on() -> None:
        page.locator("main .button--strong").click()
        assert faults(page, language) == []

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
    go_on()
    write("title")
    for name, day in (("leaders_summit", "2031-11-15"), ("starts", "2030-12-01"), ("ends", "2031-12-31")):
        page.locator(f"[name={name}]").fill(day)
    page.locator("[name=preview]").click()
    assert faults(page, language) == []
    page.goto(page.url)  # as if the browser had been closed: what was typed is there
    expect(page.locator(f"[name=title_{language}]")).to_have_value(words["title"])
    go_on()
    write("secretariat")
    write("person")
    page.locator("[name=email]").fill("leila@oases.example")
    go_on()
    go_on()
