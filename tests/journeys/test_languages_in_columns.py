"""However many languages a text has, they stand side by side where the page is wide enough, and never around a corner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from mithaq.foundation.ui.templatetags.values import direction_of

SOURCES = Path(__file__).parents[2] / "src/mithaq"
SHEETS = ("foundation/ui/static/ui/css/text.css", "communique/static/communique/text.css",
          "foundation/ui/static/ui/css/print.css")  # fmt: skip
LANGUAGES = ("en", "ar", "fr", "es", "zh")
#: Where each wording that is shown begins, in the direction of the page, and how far down.
PLACES = """() => [...document.querySelectorAll('.clause__wording')].filter(one => one.checkVisibility()).map(one => {
  const box = one.getBoundingClientRect(); return [one.lang, Math.round(box.x), Math.round(box.y)] })"""


def page_of(number: int, levels: int, direction: str, *, is_asked: bool) -> str:
    """A clause in so many languages, each of so many paragraphs, as the page of a text draws it."""
    said = "".join(
        f'<div class="clause__wording" lang="{one}" dir="{direction_of(one)}"><p>Words, words and words.</p></div>'
        for _level in range(levels)
        for one in LANGUAGES[:number]
    )
    kind = ("" if is_asked else " text--own") + (" text--in-columns" if number > 2 else "")
    styles = "".join(
        f"<style{' media=print' if 'print' in name else ''}>{(SOURCES / name).read_text()}</style>" for name in SHEETS
    )
    return (
        f'<!doctype html><html dir="{direction}"><style>@layer components, rooms, utilities; * {{ margin: 0 }}</style>'
        f'{styles}<div class="text{kind}"><article class="clause"><p class="clause__number">1</p>'
        f'<div class="clause__wordings clause__wordings--{number}">{said}</div></article></div></html>'
    )


def rows_of(page: Page) -> list[list[str]]:
    """The languages that stand in one line of the page, in its direction, from the top."""
    back = -1 if page.evaluate("document.dir") == "rtl" else 1
    found: dict[int, list[tuple[int, str]]] = {}
    for language, across, down in page.evaluate(PLACES):
        found.setdefault(down, []).append((back * across, language))
    return [[language for _across, language in sorted(found[down])] for down in sorted(found)]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize(
    ("number", "width", "shown"),
    [
        (2, 800, 2),
        (2, 500, 1),
        (3, 1200, 3),
        (3, 900, 2),
        (3, 500, 1),
        (4, 1200, 4),
        (4, 900, 2),
        (5, 1300, 5),
        (5, 500, 1),
    ],
)
def test_what_nobody_chose_is_as_many_languages_as_the_page_is_wide_for(
    visitor: Callable[..., Page], direction: str, levels: int, number: int, width: int, shown: int
) -> None:
    page = visitor(viewport={"width": width, "height": 800})
    page.set_content(page_of(number, levels, direction, is_asked=False))
    assert rows_of(page) == [list(LANGUAGES[:shown])] * levels


@pytest.mark.parametrize(
    ("number", "width", "together"),
    [(2, 800, 2), (2, 500, 1), (3, 900, 3), (3, 500, 1), (4, 1000, 4), (4, 800, 1), (5, 1300, 5), (5, 1000, 1)],
)
def test_all_that_were_asked_for_stand_in_one_line_or_each_in_its_own(
    visitor: Callable[..., Page], number: int, width: int, together: int
) -> None:
    page: Any = visitor(viewport={"width": width, "height": 800})
    page.set_content(page_of(number, 1, "ltr", is_asked=True))
    wanted = list(LANGUAGES[:number])
    assert rows_of(page) == ([wanted] if together > 1 else [[one] for one in wanted])


@pytest.mark.parametrize(("number", "rows"), [(2, 1), (3, 1), (4, 2), (5, 5)])
def test_all_are_printed_and_none_is_alone_beside_nothing(visitor: Callable[..., Page], number: int, rows: int) -> None:
    page = visitor(viewport={"width": 700, "height": 900})
    page.set_content(page_of(number, 1, "ltr", is_asked=False))
    page.emulate_media(media="print")
    found = rows_of(page)
    assert [one for row in found for one in row] == list(LANGUAGES[:number])
    assert len(found) == rows
    assert len({len(row) for row in found}) == 1
