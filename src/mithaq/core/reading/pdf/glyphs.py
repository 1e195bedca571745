"""The words of a PDF page with their places, as PDFium finds them.

Coordinates are points from the top left corner of the page as it is read (a turned page is turned back), so that
`top` grows downwards. A word is what stands without a space; where fonts or sizes change inside it, its pieces are
words that touch.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2.raw as pdfium

from mithaq.core.text import script_of

#: A gap of this share of the letters' height parts two words, even where the file has no space.
_GAP = 0.28
#: A page with more signs than this is no page that a person reads.
MOST_SIGNS = 100_000
#: Marks that only set direction, zero-width signs, the byte order mark.
_INVISIBLE = frozenset((0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x061C, 0xFEFF))
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


@dataclass(frozen=True, slots=True)
class Sign:
    """One letter: what it stands for, and from where to where it goes along the line."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its letters, its baseline, and the size of its letters in points.

    Each letter's own place is kept for words that are read from the right only: a thousand pages have millions.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    is_rtl: bool = False
    #: The letters of a word that is read from the right, in the order in which the file has them.
    places: tuple[Sign, ...] = ()

    @property
    def signs(self) -> Iterable[Sign]:
        """Its letters with their places; those of a Latin word stand at equal distances."""
        if self.places:
            return self.places
        step = (self.right - self.left) / max(len(self.text), 1)
        return [Sign(letter, self.left + at * step, self.left + (at + 1) * step) for at, letter in enumerate(self.text)]


@dataclass(frozen=True)
class _Drawn:
    text: str
    left: float
    right: float
    base: float
    size: float
    #: Quarter turns of the writing, counter-clockwise.
    turns: int


def words_of(page: ctypes.c_void_p, width: float, height: float) -> list[Word]:
    """The words of an open page, in the order in which the file draws them; writing across the page is left out."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        found = list(_words(text, width, height))
    finally:
        pdfium.FPDFText_ClosePage(text)
    turned = Counter(turns for turns, _word in found)
    if not turned:
        return []
    most = turned.most_common(1)[0][0]
    return [word for turns, word in found if turns == most]


def _words(text: ctypes.c_void_p, width: float, height: float) -> Iterator[tuple[int, Word]]:
    looking = _Looking(text, width, height)
    held: list[Sign] = []
    first: _Drawn | None = None
    bold = False
    for index in range(min(pdfium.FPDFText_CountChars(text), MOST_SIGNS)):
        letter = _letter(pdfium.FPDFText_GetUnicode(text, index))
        if not letter:
            continue
        turns = first.turns if first else None
        drawn = looking.drawn(index, letter, turns) if letter.strip() else None
        if drawn and held and letter.isdigit() and not held[-1].text.isdigit() and _is_raised(text, index, drawn):
            drawn = replace(drawn, size=drawn.size * 0.6, base=drawn.base - drawn.size * 0.3)
        if first and (drawn is None or not _follows(first, held[-1], drawn)):
            yield first.turns, _word(first, held, bold)
            first, held = None, []
        if drawn is None:
            continue
        if first is None:
            alone = looking.drawn(index, letter, None)
            if alone is not None and alone.turns != drawn.turns:
                drawn = alone
            first, bold = drawn, _is_bold(text, index)
        held.append(Sign(drawn.text, drawn.left, drawn.right))
    if first:
        yield first.turns, _word(first, held, bold)


def _letter(code: int) -> str:
    if code in (0xFFFE, 0xFFFF, 2) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        # PDFium writes U+FFFE and U+0002 for a hyphen at which a word is broken.
        return "-" if code in (0xFFFE, 2) else "\ufffd"
    return " " if code < 0x20 else "" if code in _INVISIBLE else chr(code)


class _Looking:
    """Asks PDFium where the signs of a page stand."""

    def __init__(self, text: ctypes.c_void_p, width: float, height: float) -> None:
        self._text, self._width, self._height = text, width, height
        self._box, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def drawn(self, index: int, letter: str, turns: int | None) -> _Drawn | None:
        """The sign with this index. `turns` is that of the word it may belong to: a word does not turn inside."""
        box, x, y = self._box, self._x, self._y
        if not pdfium.FPDFText_GetLooseCharBox(self._text, index, box):
            return None
        if not pdfium.FPDFText_GetCharOrigin(self._text, index, x, y):
            return None
        if turns is None:
            turns = round(pdfium.FPDFText_GetCharAngle(self._text, index) / (math.pi / 2)) % 4
        if turns == 0:
            left, right, base, size = box.left, box.right, self._height - y.value, box.top - box.bottom
        elif turns == 1:
            left, right, base, size = box.bottom, box.top, x.value, box.right - box.left
        elif turns == 2:
            left, right, base, size = self._width - box.right, self._width - box.left, y.value, box.top - box.bottom
        else:
            left, right = self._height - box.top, self._height - box.bottom
            base, size = self._width - x.value, box.right - box.left
        return _Drawn(letter, min(left, right), max(left, right), base, abs(size) or 1.0, turns)


def _is_raised(text: ctypes.c_void_p, index: int, drawn: _Drawn) -> bool:
    """Whether a digit stands above the line though its size does not tell: fonts have raised digits of their own."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    if drawn.turns or not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return False
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return bottom.value - y.value > drawn.size * 0.18


def _follows(first: _Drawn, last: Sign, drawn: _Drawn) -> bool:
    """Whether a letter belongs to the word before it: same line, same size, and touching on either side."""
    gap = max(drawn.left - last.end, last.start - drawn.right)
    return (
        drawn.turns == first.turns
        and abs(drawn.base - first.base) < first.size * 0.12
        and 0.85 < drawn.size / first.size < 1.18
        and gap < first.size * _GAP
    )


def _word(first: _Drawn, signs: list[Sign], bold: bool) -> Word:
    text = "".join([sign.text for sign in signs])
    is_rtl = not text.isascii() and script_of(text) in ("Arab", "Hebr")
    if not is_rtl and any(one.start > other.start for one, other in pairwise(signs)):
        # The file may have the letters in another order than the page.
        text = "".join([sign.text for sign in sorted(signs, key=lambda sign: sign.start)])
    return Word(
        text,
        min([sign.start for sign in signs]),
        max([sign.end for sign in signs]),
        first.base,
        first.size,
        bold,
        is_rtl,
        tuple(signs) if is_rtl else (),
    )


def _is_bold(text: ctypes.c_void_p, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    if not length:
        return False
    folded = name.value.decode("utf-8", "replace").casefold()
    return any(mark in folded for mark in _BOLD) or bool(flags.value & (1 << 18))
