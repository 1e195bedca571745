"""Somebody new, in a year that has just begun, gets from two files to a closed consolidation in which nothing is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.factories.played_years import MODEL_YEAR
from tests.factories.word_files import paragraph, word_file
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import an_empty_house
from tests.journeys.test_the_beginning import begin

OWN = {
    "en": (
        "Recommendations",
        "Tell every city of the basin of a coming flood within one hour.",
        "Paint all boats red.",
    ),
    "ar": ("التوصيات", "إبلاغ كل مدينة في الحوض بالفيضان المقبل خلال ساعة واحدة.", "طلاء القوارب كلها باللون الأحمر."),
}
TITLES = {"en": ("After the Water", "Our own paper"), "ar": ("بعد الماء", "ورقتنا")}
REASON = {"en": "Nobody else asks for it.", "ar": "لم يطلبها أحد سوانا."}
OPEN = """
SELECT COUNT(*) FROM recommendations_recommendation r
WHERE NOT EXISTS (SELECT 1 FROM recommendations_source s WHERE s.recommendation_id = r.id)
AND NOT EXISTS (SELECT 1 FROM recommendations_dropped d WHERE d.recommendation_id = r.id)
"""


def test_a_newcomer_gets_from_two_files_to_a_closed_consolidation(
    tmp_path: Path, visitor: Callable[..., Page], language: str, looked_at: set[str]
):
    page = visitor(locale=LOCALES[language])
    with an_empty_house(tmp_path / "house") as (house, code):
        page.goto(f"{house.address}/{language}/begin/")
        page.locator("#code").fill(code)
        begin(page, language, look=lambda page, language: [])  # its own story looks at these screens
        newcomer = Guest(Mouse(page), house, language, looked_at=looked_at)
        heading, *said = OWN[language]
        own = word_file(paragraph(heading), *(paragraph(f"{place}. {one}") for place, one in enumerate(said, 1)))
        papers = ((MODEL_YEAR / "papers" / "after-the-water.docx").read_bytes(), own)
        for title, content in zip(TITLES[language], papers, strict=True):
            hands_in(newcomer, title, content)
            reads_in(newcomer)
        puts_together(newcomer)
        drops_what_stands_alone(newcomer)
        closes(newcomer)
        page.goto("about:blank")  # the house ends before the page would


def hands_in(guest: Guest, title: str, content: bytes) -> None:
    page, language = guest.page, guest.language
    guest.goes_to(f"/{language}/hand-in/")
    page.locator("input[type=file]").set_input_files(
        {"name": f"{len(content)}.docx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator(f"input[name=title_{language}]").fill(title)
    guest.opens(guest.button(guest.says("Hand in")))
    expect(guest.heading).to_have_text(title)


def reads_in(guest: Guest) -> None:
    """Read the paper, confirm what was found beside its places, and enter it."""
    guest.opens(guest.link(guest.says("Read the recommendations out of it")))
    guest.opens(guest.button(guest.says("Read this paper")))
    main = guest.page.get_by_role("main")
    guest.opens(main.locator(".action-form button.button--strong"))
    guest.opens(guest.button(guest.says("Enter the confirmed recommendations")))


def puts_together(guest: Guest) -> None:
    """Accept the suggested groups, as many as there are."""
    guest.goes_to(f"/{guest.language}/table/")
    before = guest.house.value(OPEN)
    assert before > 5
    together = guest.page.get_by_role("button", name=guest.says("Put this group together"), exact=True)
    for _ in range(4):
        if not together.count():
            break
        guest.opens(together.first)
    assert guest.house.value(OPEN) < before


def drops_what_stands_alone(guest: Guest) -> None:
    page = guest.page
    ticks: Locator = page.locator("[name=chosen]")
    while ticks.count():
        for place in range(ticks.count()):
            ticks.nth(place).check()
        guest.unfolds(page.locator("details", has=page.locator("[name=do][value=drop]")))
        page.locator(f"[name=reason_{guest.language}]").fill(REASON[guest.language])
        guest.opens(page.locator("[name=do][value=drop]"))
    assert guest.house.value(OPEN) == 0


def closes(guest: Guest) -> None:
    guest.opens(guest.link(guest.says("What became of each of them, what was dropped, and closing")))
    expect(guest.page.locator("#open")).to_have_count(0)
    guest.opens(guest.link(guest.says("Close the consolidation")))
    guest.opens(guest.page.locator("main .button--strong"))
    expect(guest.page.get_by_role("main")).to_contain_text(guest.says("The consolidation is closed"))
    guest.opens(guest.link(guest.says("See it as a picture")))
    expect(guest.page.locator("main svg").first).to_be_visible()
    assert re.search(r"/coverage/flow/", guest.page.url)
