"""Every kind of page in both languages, on a desk and on phones, by day and by night.

`MITHAQ_PICTURES=folder bin/test --complete tests/journeys/test_every_page.py` leaves a picture of each there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page, StorageState

from tests.journeys.barriers import barriers
from tests.journeys.entrances import signed_in
from tests.journeys.faults import barriers_by_day_and_by_night, broken_pictures, sideways, strange_language
from tests.journeys.guests import LOCALES
from tests.journeys.houses import RunningHouse
from tests.journeys.places import NO_PAGES, PLACES, Place
from tests.journeys.windows import Window, Windows

DESK, PHONE = 1280, 390


def unasked(page: Page) -> list[str]:
    """Where only the width matters: what the barriers are, the two others say."""
    return []


#: A desk, where colours are looked at by night too; a desk at 200 %; a phone; and a narrower phone. What scrolls
#: sideways on none of these does so nowhere.
WIDTHS: dict[int, Callable[[Page], list[str]]] = {
    DESK: barriers_by_day_and_by_night,
    640: unasked,
    PHONE: barriers,
    320: unasked,
}
SAMPLE = {"the declaration", "register"}

#: What a page about a refusal answers with.
REFUSED = (403, 404, 409, 422)

Doors = dict[tuple[str, str], StorageState]


@pytest.fixture(scope="session")
def doors() -> Doors:
    """Whoever has signed in once need not do so for each page."""
    return {}


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Nor need they open a window for each."""
    opened = Windows(browser)
    yield opened
    opened.close()


@pytest.fixture
def visit(
    browser: Browser, windows: Windows, doors: Doors, language: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[Place], Page]]:
    """Come to a place as the person who may; its page is open and as it should be looked at.

    At the end of the test it may not have logged an error.
    """
    seen: list[Window] = []

    def come_to(place: Place) -> Page:
        house = request.getfixturevalue("finished_house" if place.at_the_end else "house_to_look_at")
        door = _door(browser, house, place.who, doors)
        window = windows.of((house.address, language), door, REFUSED, locale=LOCALES[language])
        seen.append(window)
        page = window.page
        page.set_viewport_size({"width": DESK, "height": 800})
        page.goto(place.address(house, language))
        if place.then:
            place.then(page)
            page.wait_for_load_state()
        return page

    yield come_to
    assert [window.complaints for window in seen if window.complaints] == []


def _door(browser: Browser, house: RunningHouse, who: str, doors: Doors) -> StorageState | None:
    if not who:
        return None
    if (house.address, who) not in doors:
        doors[house.address, who] = signed_in(browser, house, who)
    return doors[house.address, who]


def looked_at_closely(place: Place) -> object:
    """All of them take minutes; a few are looked at each time."""
    return pytest.param(place, id=place.name, marks=() if place.name in SAMPLE else pytest.mark.long)


@pytest.mark.parametrize("place", [looked_at_closely(place) for place in PLACES])
def test_nothing_hinders_or_overflows_on(place: Place, visit: Callable[[Place], Page], language: str):
    page = visit(place)
    found = [*strange_language(page, language), *broken_pictures(page)]
    for width, barriers_of in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {fault}" for fault in (*sideways(page), *barriers_of(page))]
        if width in (DESK, PHONE):
            leave_pictures(page, f"{place.name}, {language}, {width}")
    assert found == []


def test_every_page_has_its_place(house_to_look_at: RunningHouse, finished_house: RunningHouse):
    shown = {view_of(place.address(finished_house if place.at_the_end else house_to_look_at, "en")) for place in PLACES}
    assert views(get_resolver("mithaq.site.urls")) - shown - NO_PAGES == set()


def view_of(address: str) -> str:
    path = "/" + address.split("/", 3)[3].partition("?")[0]
    try:
        return resolve(path).view_name
    except Resolver404:  # the style book stands in a demonstration only
        return ""


def views(resolver: URLResolver, spaces: str = "") -> set[str]:
    """The names of all views that the rooms have."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.add(f"{spaces}{entry.name}")
        else:
            found |= views(entry, f"{entry.namespace}:" if entry.namespace else spaces)
    return found


def leave_pictures(page: Page, name: str) -> None:
    """A picture by day and one by night, where somebody asked for pictures."""
    folder = os.environ.get("MITHAQ_PICTURES")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=Path(folder) / f"{name}, {scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
