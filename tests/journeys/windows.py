"""Windows that stay open: whoever looks at many pages comes to them in one window, as a reader does.

A window of its own for each page costs four times what the page does, since Chromium starts a process for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState

from tests.journeys.barriers import AXE

ANSWERED_WITH = re.compile(r"the server responded with a status of (\d+)")


@dataclass
class Window:
    """A window in which one page after the other is looked at, and what they logged as errors."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@dataclass
class Windows:
    """The windows of a browser, one for each house and language; whoever comes brings their own cookies."""

    browser: Browser
    open: dict[object, Window] = field(default_factory=dict)

    def of(self, where: object, door: StorageState | None, refused: tuple[int, ...], **wishes: Any) -> Window:
        """The window there, empty and without a complaint, for whoever `door` lets in; opened as `wishes` say."""
        if where not in self.open:
            self.open[where] = self._opened(refused, wishes)
        window = self.open[where]
        window.page.goto("about:blank")  # what the last page still asks for, it asks as who came to it
        window.page.emulate_media(color_scheme="light")
        context = window.page.context
        context.clear_cookies()
        if door:
            context.add_cookies(door["cookies"])
        window.complaints.clear()
        return window

    def close(self) -> None:
        """Close them all."""
        for window in self.open.values():
            window.page.context.close()
        self.open.clear()

    def _opened(self, refused: tuple[int, ...], wishes: dict[str, Any]) -> Window:
        # Colours that move would be measured on their way.
        context = self.browser.new_context(**{"reduced_motion": "reduce", **wishes})
        context.add_init_script(path=AXE)
        complaints = complaints_of(context, refused)
        return Window(context.new_page(), complaints)


def complaints_of(context: BrowserContext, refused: tuple[int, ...]) -> list[str]:
    """A list that fills with what the context's pages log as errors: a refused script, a missing file, an exception.
    The answers in `refused` are no error, though a browser calls them one."""
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        answered = ANSWERED_WITH.search(said.text)
        if said.type == "error" and not (answered and int(answered[1]) in refused):
            complaints.append(said.text)

    context.on("console", hear)
    context.on("weberror", lambda fault: complaints.append(str(fault.error)))
    return complaints
