"""What stands on the margins of PDF pages and is no part of the text: running heads, running feet, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from mithaq.core.reading.openings import Opening, opened
from mithaq.core.reading.pdf.lines import Line
from mithaq.core.text import western_digits

#: The shares of a page's height at its top and bottom in which heads and feet stand, and how many lines they have.
_MARGIN, _LINES = 0.16, 4
#: A head stands at the same height on every page, give or take these points.
_SAME_HEIGHT = 5.0
#: The white between them and the text, as a share of the letters' height: more than between two lines.
_WHITE = 1.35
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|seite|página|صفحة|ص)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|de|von|من)\s*\d{1,4})?[-–—|.\s]*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """Of each page, which of its lines (from the top, by their place) are heads and feet."""
    near: dict[tuple[bool, str], list[tuple[int, int]]] = defaultdict(list)
    found: list[set[int]] = [set() for _page in pages]
    for page, lines in enumerate(pages):
        for at, is_top in _on_the_margins(lines, heights[page]):
            near[is_top, _NUMBERS.sub("#", western_digits(lines[at].text))].append((page, at))
            if _is_outermost(at, is_top, len(lines)) and _PAGE_NUMBER.fullmatch(western_digits(lines[at].text)):
                found[page].add(at)
    for alike in near.values():
        for page, at in alike:
            line = pages[page][at]
            if any(_runs_on(line, page, pages[p][a], p) for p, a in alike if p != page):
                found[page].add(at)
    return [_set_apart(running, lines) for running, lines in zip(found, pages, strict=True)]


def _set_apart(running: set[int], lines: Sequence[Line]) -> set[int]:
    """Those that stand outermost, with white between them and the text: a line of the text may be repeated too."""
    kept: set[int] = set()
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        block = list(takewhile(running.__contains__, order))
        if not block or len(block) == len(lines):
            kept.update(block)
            continue
        within = block[-1] + order.step
        line = lines[block[-1]]
        if abs(lines[within].base - line.base) > _WHITE * max(line.size, lines[within].size):
            kept.update(block)
    return kept


def _on_the_margins(lines: Sequence[Line], height: float) -> list[tuple[int, bool]]:
    top = [(at, True) for at, line in enumerate(lines[:_LINES]) if line.base < height * _MARGIN]
    first = max(len(lines) - _LINES, 0)
    foot = [(at, False) for at in range(first, len(lines)) if lines[at].base > height * (1 - _MARGIN)]
    return top + foot


def _is_outermost(at: int, is_top: bool, count: int) -> bool:
    return at == 0 if is_top else at == count - 1


def _runs_on(line: Line, page: int, other: Line, elsewhere: int) -> bool:
    """Whether two lines that differ in their numbers at most are the same head: word for word, or counting pages."""
    if abs(line.base - other.base) > _SAME_HEIGHT:
        return False
    if line.text == other.text:
        return True
    if opened(line.text).kind is Opening.LABELLED:
        return False
    some, others = (_NUMBERS.findall(western_digits(one.text)) for one in (line, other))
    differing = [int(b) - int(a) for a, b in zip(some, others, strict=True) if a != b]
    return differing == [elsewhere - page]
