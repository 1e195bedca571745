"""Chromium and running houses for the journeys: a fresh visitor each time, whose browser must not complain."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import SWITCHES, chromium
from tests.factories.played_years import (
    PlayedYear,
    played,
    shelf_of,
    the_demonstrations_clock,
    the_end_of_the_year,
)
from tests.journeys.entrances import issue_a_release, signed_in
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Keyboard
from tests.journeys.houses import RunningHouse, a_house, furnished
from tests.journeys.windows import complaints_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Playwright keeps an event loop in this thread, which Django would take for async code."""
    path = chromium()
    if not path:
        pytest.skip("Chromium is not installed; bin/setup says how")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield chrome
        chrome.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody new: `visitor(locale="ar-SA", viewport=..., color_scheme="dark")`.

    At the end of the test no page may have logged an error: a refused script, a missing file, an exception.
    `refused=[409]` names the answers that a story is about, which a browser calls an error too.
    """
    contexts: list[BrowserContext] = []
    complaints: list[list[str]] = []

    def arrive(refused: tuple[int, ...] = (), **wishes: Any) -> Page:
        # Colours that move would be measured on their way.
        context = browser.new_context(**{"reduced_motion": "reduce", **wishes})
        contexts.append(context)
        complaints.append(complaints_of(context, refused))
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()
    assert list(chain(*complaints)) == []


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """One page of one visitor."""
    return visitor()


@pytest.fixture(params=["en", "ar"], ids=["in English", "in Arabic"])
def language(request: pytest.FixtureRequest) -> str:
    """The language in which a story takes place; it takes place in each."""
    return str(request.param)


@pytest.fixture(scope="session")
def year_at_the_call(tmp_path_factory: pytest.TempPathFactory) -> PlayedYear:
    """The model year at the demonstration's clock: the text is frozen, the call open, nothing published."""
    shelf = shelf_of(tmp_path_factory)
    return furnished(played(the_demonstrations_clock(), shelf), shelf)


@pytest.fixture(scope="session")
def year_at_its_end(tmp_path_factory: pytest.TempPathFactory) -> PlayedYear:
    """The whole model year: published, with a city that came late and one that withdrew."""
    shelf = shelf_of(tmp_path_factory)
    return furnished(played(the_end_of_the_year(), shelf), shelf)


@pytest.fixture
def house(year_at_the_call: PlayedYear, tmp_path: Path) -> Iterator[RunningHouse]:
    """A house at the open call for one story, which may change it."""
    with a_house(year_at_the_call, tmp_path / "house") as running:
        yield running


@pytest.fixture(scope="session")
def house_to_look_at(year_at_the_call: PlayedYear, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A house at the open call in which nobody changes anything."""
    with a_house(year_at_the_call, tmp_path_factory.mktemp("to-look-at") / "house") as running:
        yield running


@pytest.fixture(scope="session")
def house_that_is_called(
    year_at_the_call: PlayedYear, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningHouse]:
    """A house at the open call in which stories endorse, each for a city that has not done so yet."""
    with a_house(year_at_the_call, tmp_path_factory.mktemp("called") / "house") as running:
        yield running


@pytest.fixture(scope="session")
def finished_house(
    browser: Browser, year_at_its_end: PlayedYear, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningHouse]:
    """A house at the end of the year, with a release to the press, in which nobody changes anything more."""
    with a_house(year_at_its_end, tmp_path_factory.mktemp("finished") / "house") as running:
        with browser.new_context(storage_state=signed_in(browser, running, "secretariat")) as context:
            issue_a_release(context.new_page(), running)
        yield running


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """Pages in which some story found nothing wrong."""
    return set()


@pytest.fixture
def guest(visitor: Callable[..., Page], language: str, looked_at: set[str]) -> Callable[..., Guest]:
    """Somebody with a keyboard: `guest(house)`; other words go to the browser."""

    def arrive(house: RunningHouse, **wishes: Any) -> Guest:
        keyboard = Keyboard(visitor(locale=LOCALES[language], **wishes))
        return Guest(keyboard, house, language, looked_at=looked_at)

    return arrive
