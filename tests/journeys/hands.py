"""How somebody acts on a page: with the keyboard alone, or with a mouse where no script runs."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page, expect

#: More stops than any page of ours has.
MOST_STOPS = 500
#: Pixels around an element in which its focus may show.
AROUND = 8

IS_FOCUSED = "place => place === document.activeElement"
#: Whether the focus is where it should be, and whether it is nowhere on the page.
WHERE = "place => [({})(place), document.activeElement === document.body]"
#: Whether something of the element is not hidden behind another.
IS_IN_SIGHT = """place => [...place.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((part) => {
  const top = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
  return top && (place.contains(top) || top.contains(place) && top.tagName === 'LABEL');
}))"""


class Hands(Protocol):
    """What can be done with the things of a page."""

    page: Page

    def activate(self, target: Locator) -> None:
        """Follow a link, press a button, open what is folded."""

    def write(self, target: Locator, words: str) -> None:
        """Put words into an empty field."""

    def choose(self, target: Locator) -> None:
        """Choose one of several radio buttons."""

    def pick(self, target: Locator, option: str) -> None:
        """Pick an option of a list by its value."""


class Keyboard:
    """Nothing but keys. What cannot be reached by Tab, or does not show that it is focused, fails."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def activate(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, words: str) -> None:
        self.reach(target)
        self.page.keyboard.insert_text(words)

    def choose(self, target: Locator) -> None:
        place = _the_one(target)
        group = target.get_attribute("name")
        self._tab_until(f"place => document.activeElement.name === {group!r}", place)
        for _ in range(self.page.locator(f"input[name={group}]").count()):
            if place.evaluate(IS_FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        _check_that_focus_is_seen(self.page, place)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, option: str) -> None:
        self.reach(target)
        for _ in range(target.locator("option").count()):
            if target.input_value() == option:
                return
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_value(option)

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Go on with Tab (or Shift+Tab) until the target has the focus, and see that it does."""
        place = _the_one(target)
        self._tab_until(IS_FOCUSED, place, key)
        _check_that_focus_is_seen(self.page, place)

    def _tab_until(self, there: str, place: ElementHandle, key: str = "Tab") -> None:
        ends = 0
        for _ in range(MOST_STOPS):
            is_there, is_nowhere = place.evaluate(WHERE.format(there))
            if is_there:
                return
            ends += is_nowhere
            if ends > 2:  # it was there at the start, and is there again after the last stop and after the first round
                break
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not reach {place.evaluate('place => place.outerHTML')[:300]}")


class Mouse:
    """A mouse and a keyboard for words; works where scripts do not run."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def activate(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)

    def choose(self, target: Locator) -> None:
        target.check()

    def pick(self, target: Locator, option: str) -> None:
        target.select_option(option)


def _the_one(target: Locator) -> ElementHandle:
    expect(target).to_have_count(1)
    return target.element_handle()


def _check_that_focus_is_seen(page: Page, place: ElementHandle) -> None:
    what = place.evaluate("place => place.outerHTML")[:300]
    assert place.evaluate(IS_IN_SIGHT), f"hidden behind something while it has the focus: {what}"
    assert is_seen(page, place), f"its focus is not seen: {what}"


def is_seen(page: Page, place: ElementHandle) -> bool:
    """Whether what has the focus looks otherwise without it."""
    focused = _picture(page, place)
    place.evaluate("place => place.blur()")
    blurred = _picture(page, place)
    place.evaluate("place => place.focus({focusVisible: true, preventScroll: true})")
    return focused != blurred


def _picture(page: Page, place: ElementHandle) -> bytes:
    box = place.bounding_box()
    assert box is not None
    room = page.viewport_size or {"width": 1280, "height": 720}
    left, top = max(box["x"] - AROUND, 0), max(box["y"] - AROUND, 0)
    right = min(box["x"] + box["width"] + AROUND, room["width"])
    bottom = min(box["y"] + box["height"] + AROUND, room["height"])
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return page.screenshot(clip=clip)  # type: ignore[arg-type]
