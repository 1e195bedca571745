"""Chromium for the journeys: a fresh visitor each time, whose browser must not complain about our pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import SWITCHES, chromium


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
    """
    contexts, complaints = [], []

    def arrive(**wishes: Any) -> Page:
        context = browser.new_context(**wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield arrive
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """One page of one visitor."""
    return visitor()
