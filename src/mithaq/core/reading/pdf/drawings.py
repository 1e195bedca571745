"""What is drawn on a PDF page besides its letters and tells how it is to be read: rules of tables, and bullets that are
dots and no letters."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium

from mithaq.core.reading.pdf.glyphs import Word

#: A page with more drawings than this is a map or a chart.
MOST_OBJECTS = 20_000
#: A rule is this thin and this long, a bullet this wide, in points.
_THIN, _LONG, _SMALLEST, _LARGEST = 2.5, 15.0, 1.5, 9.0
#: A bullet stands this near to its words, and this high above their baseline, as shares of their height.
_NEAR, _HIGH = 2.5, 0.75


@dataclass(frozen=True)
class Drawn:
    """The heights of the horizontal lines from the top, and the middle of each dot (from the left, from the top)."""

    rules: list[float]
    dots: list[tuple[float, float]]


def drawn_on(page: ctypes.c_void_p, height: float) -> Drawn:
    """What is drawn on an open page."""
    rules: list[float] = []
    dots: list[tuple[float, float]] = []
    box = [ctypes.c_float() for _side in range(4)]
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium.FPDFPageObj_GetBounds(drawn, *box):
            continue
        left, bottom, right, top = (side.value for side in box)
        wide, tall = right - left, top - bottom
        if wide > _LONG:
            rules += [height - top] if tall < _THIN else [height - top, height - bottom]
        elif _SMALLEST < wide < _LARGEST and abs(wide - tall) < 1.0:
            dots.append(((left + right) / 2, height - (top + bottom) / 2))
    return Drawn(sorted(rules), dots)


def with_bullets(words: Sequence[Word], dots: Sequence[tuple[float, float]]) -> list[Word]:
    """The words, and a bullet for each dot that stands before the first word of a line."""
    told = list(words)
    for across, down in dots:
        near = [word for word in words if 0 < word.base - down < word.size * _HIGH]
        beside = min(near, key=lambda word: min(abs(word.left - across), abs(across - word.right)), default=None)
        if beside is None:
            continue
        before = all(word.left > across for word in near)
        after = all(word.right < across for word in near)
        distance = beside.left - across if before else across - beside.right
        if (before or after) and distance < beside.size * _NEAR:
            told.append(replace(beside, text="•", left=across - 1, right=across + 1, is_rtl=False, places=()))
    return told
