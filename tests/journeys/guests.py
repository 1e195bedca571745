"""Somebody who visits a house in a language, and whose every page is looked at for faults."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Locator, Page, expect

from tests.journeys.faults import faults
from tests.journeys.hands import Hands
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import Holder

LOCALES = {"en": "en-GB", "ar": "ar-SA"}

#: What may differ in a page that is the same to the eye: the clock, and what is counted.
DIGITS = re.compile(r"\d+")


@dataclass
class Guest:
    """A person at a browser. `look` is what every page that is come to is looked at for; a page that stands in
    `looked_at`, because it said the same before, is not looked at twice."""

    hands: Hands
    house: RunningHouse
    language: str
    look: Callable[[Page, str], list[str]] = faults
    looked_at: set[str] = field(default_factory=set)

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.hands.page

    def says(self, phrase: str, **values: object) -> str:
        """A phrase of the interface in the guest's language."""
        with translation.override(self.language):
            return gettext(phrase) % values if values else gettext(phrase)

    def counts(self, one: str, several: str, count: int, **values: object) -> str:
        """A phrase that counts, in the guest's language."""
        with translation.override(self.language):
            return ngettext(one, several, count) % values

    def names(self, words: dict[str, str]) -> str:
        """A name as the guest's language has it."""
        return words[self.language]

    # --- what stands on the page

    def link(self, words: str, place: Locator | None = None) -> Locator:
        """The one link of the page, or of a place on it, that is called this."""
        return (place or self.page.get_by_role("main")).get_by_role("link", name=words, exact=True)

    def button(self, words: str, place: Locator | None = None) -> Locator:
        """The one button of the page, or of a place on it, that is called this."""
        return (place or self.page.get_by_role("main")).get_by_role("button", name=words, exact=True)

    def labelled(self, label: str) -> Locator:
        """The field with this label; a field that nobody must fill says so after it."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))

    @property
    def heading(self) -> Locator:
        """The page's own title."""
        return self.page.get_by_role("heading", level=1)

    @property
    def thread(self) -> Locator:
        """The page's place on the thread."""
        return self.page.get_by_role("navigation", name=self.says("The thread"))

    # --- what is done

    def goes_to(self, path: str) -> None:
        """Open an address of the house."""
        self.page.goto(self.house.address + path)
        self.looks()

    def opens(self, target: Locator) -> None:
        """Activate what leads to another page, and look at it."""
        with self.page.expect_navigation():
            self.hands.activate(target)
        self.looks()

    def unfolds(self, target: Locator) -> None:
        """Open what is folded."""
        self.hands.activate(target.locator("summary"))
        expect(target).to_have_attribute("open", "")

    def looks(self) -> None:
        """See that nothing is wrong with the page."""
        seen = _as_it_is_seen(self.page)
        if seen not in self.looked_at:
            found = self.look(self.page, self.language)
            assert found == [], (self.page.url, found)
            self.looked_at.add(seen)

    def in_another_tab(self) -> Guest:
        """The same person in the same browser, with another tab."""
        return replace(self, hands=type(self.hands)(self.page.context.new_page()))

    def starts(self) -> None:
        """Come to the house without knowing an address in it."""
        self.goes_to("/")
        expect(self.page).to_have_url(f"{self.house.address}/{self.language}/")

    def signs_in_as(self, holder: Holder) -> None:
        """From the start, become one of the persons of the demonstration."""
        self.opens(self.link(self.says("Sign in"), self.page.get_by_role("banner")))
        person = self.page.locator(f'button[formaction$="/as/{holder.seat}/"]')
        if not person.is_visible():
            self.unfolds(self.page.locator("details", has=person))
        self.opens(person)
        expect(self.page.get_by_role("banner").locator(".seat")).to_contain_text(self.names(holder.name))

    def signs_out(self) -> None:
        """Leave, from wherever one is."""
        self.unfolds(self.page.locator(".seat-menu"))
        self.opens(self.button(self.says("Sign out"), self.page.get_by_role("banner")))
        expect(self.link(self.says("Sign in"), self.page.get_by_role("banner"))).to_be_visible()


def _as_it_is_seen(page: Page) -> str:
    """The page's width and words without any digit."""
    width = (page.viewport_size or {}).get("width")
    return f"{width} {DIGITS.sub('', page.locator('body').inner_text())}"
