"""A partner hands in a study; its pages are searched in both languages; a paper draws on it; it becomes public."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.factories.set_papers import set_paper
from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role

TITLE = {"en": "Lanterns of the Ferrymen", "ar": "فوانيس المراكبية"}
STUDY = set_paper("The ferrymen hang lanterns.\n\n#pagebreak()\n\nعلّق المراكبية الفوانيس على ضفاف النهر.")


def test_a_study_comes_in_is_found_by_its_pages_is_cited_and_becomes_public(
    house: RunningHouse, guest: Callable[[RunningHouse], Guest]
):
    partner = guest(house)
    page = partner.page
    partner.starts()
    partner.signs_in_as(in_role(house, "partner"))
    partner.goes_to(f"/{partner.language}/studies/")
    partner.opens(partner.link(partner.says("Hand in a study")))
    page.locator("input[name=file]").set_input_files(
        {"name": "lanterns.pdf", "mimeType": "application/pdf", "buffer": STUDY}
    )
    for language, title in TITLE.items():
        page.locator(f"input[name=title_{language}]").fill(title)
    narrows_the_languages(partner)
    partner.opens(partner.button(partner.says("Hand in")))
    expect(partner.heading).to_have_text(TITLE[partner.language])
    address = page.url.removeprefix(house.address)

    is_read_by_the_worker(house)
    for asked, found in (("lantern", "lanterns"), ("الفوانيس", "الفوانيس")):
        partner.goes_to(f"/{partner.language}/studies/")
        page.locator("main input[name=q]").fill(asked)
        partner.opens(partner.button(partner.says("Search")))
        expect(page.locator(".shelf__places mark", has_text=found).first).to_be_visible()
    partner.goes_to(address)
    partner.unfolds(page.locator("details", has=page.locator("select[name=paper]")))
    page.locator("select[name=paper]").select_option(index=1)
    partner.opens(partner.button(partner.says("Note it")))
    expect(page.locator(".study__papers li")).to_have_count(1)
    partner.signs_out()

    partner.signs_in_as(in_role(house, "secretariat"))
    partner.goes_to(address)
    partner.opens(partner.button(partner.says("Make it public")))
    partner.signs_out()
    partner.goes_to(address)
    expect(partner.heading).to_have_text(TITLE[partner.language])


def narrows_the_languages(someone: Guest) -> None:
    """What is typed above a long list leaves the boxes with those words in sight, and those that are ticked."""
    languages = someone.page.locator(".field--choices", has=someone.page.locator("[name=languages]"))
    field, boxes = languages.locator(".narrow input"), languages.locator(".many > div")
    boxes.first.get_by_role("checkbox").check()
    field.fill({"en": "swah", "ar": "سواح"}[someone.language])
    expect(boxes.filter(visible=True)).to_have_count(2)
    field.fill("")
    boxes.first.get_by_role("checkbox").uncheck()


def is_read_by_the_worker(house: RunningHouse) -> None:
    """Wait until no study's file waits to be read."""
    for _second in range(60):
        if not house.value("SELECT COUNT(*) FROM library_study WHERE looked = 'waiting'"):
            return
        time.sleep(1)
    raise AssertionError("the worker has not read the study")
