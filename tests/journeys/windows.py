"""Windows that stay open: whoever looks at many pages as the same person comes to them in one window, as a reader does.

A window of its own for each page costs four times what the page does, since Chromium starts a process for it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.journeys.barriers import AXE

#: More are not kept open at once, since each goes on counting down and listening to its house.
MOST_WINDOWS = 8
ANSWERED_WITH = re.compile(r"the server responded with a status of (\d+)")


@dataclass
class Window:
    """A window in which one page after the other is looked at, and what they logged as errors."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@dataclass
class Windows:
    """The windows of a browser by who looks out of them; the one least lately asked for goes first."""

    browser: Browser
    open: OrderedDict[object, Window] = field(default_factory=OrderedDict)

    def of(self, whose: object, refused: tuple[int, ...], **wishes: Any) -> Window:
        """The window of somebody, without a complaint; opened as `wishes` say where it is not open yet."""
        if whose not in self.open:
            if len(self.open) == MOST_WINDOWS:
                self.open.popitem(last=False)[1].page.context.close()
            self.open[whose] = self._opened(refused, wishes)
        self.open.move_to_end(whose)
        window = self.open[whose]
        window.complaints.clear()
        window.page.emulate_media(color_scheme="light")
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
