"""The declaration on paper: every clause, every city, every reservation, on a few sheets and none cut off."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.journeys.faults import sideways
from tests.journeys.houses import RunningHouse

#: The width in CSS pixels that A4 leaves between the margins of the print sheet.
PAPER = {"width": 658, "height": 1000}
#: A declaration of twenty-seven points and forty cities, with its pictures; thirteen sheets would be a waste.
MOST_SHEETS = 12
PRINTED = "places => places.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1).length"

CLAUSES = "SELECT COUNT(*) FROM communique_placement p JOIN communique_freezing f ON f.draft_id = p.draft_id"
NAMED = "SELECT COUNT(*) FROM endorsements_endorsement WHERE may_be_named"
RESERVED = """SELECT COUNT(*) FROM endorsements_reservation r JOIN endorsements_endorsement e ON e.id = r.endorsement_id
              WHERE e.may_be_named"""


def test_the_declaration_is_whole_on_paper(finished_house: RunningHouse, visitor: Callable[..., Page], language: str):
    page = visitor(viewport=PAPER)
    text = finished_house.value("SELECT public_id FROM communique_text")
    page.goto(f"{finished_house.address}/{language}/declarations/{text}/")
    page.emulate_media(media="print")
    for printed, wanted in ((".text .clause", CLAUSES), (".roll__entry", NAMED), (".reservation", RESERVED)):
        assert page.locator(printed).evaluate_all(PRINTED) == finished_house.value(wanted), printed
    assert sideways(page) == []
    assert page.locator(".rail, .masthead__tools, .footer, .button").evaluate_all(PRINTED) == 0
    assert 3 <= sheets(page.pdf(prefer_css_page_size=True)) <= MOST_SHEETS


def sheets(pdf: bytes) -> int:
    """The number of pages, as the PDF's own root says."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))
