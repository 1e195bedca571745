"""Words put into lines, and lines into the order in which a person reads them: columns, and bands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from mithaq.core.reading.pdf.glyphs import Sign, Word
from mithaq.core.text import script_of

#: A white gap as wide as this share of the letters' size may part two columns.
_GUTTER = 0.75
#: A gutter stands in the middle of the text, and not beside hanging numbers.
_EDGE = 0.22
#: Columns have this many lines at least.
_FEWEST = 3
_OPENS, _CLOSES = "([{«“", ")]}»”"
_MIRRORED = str.maketrans("()[]{}<>«»“”", ")(][}{><»«”“")
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_ENDS_FIRST = re.compile(r"^([.،؛:!؟])\s*([^\W\d_].*[^.،؛:!؟])$", re.DOTALL)
_ALEFS = "اأإآٱ"
_LEADS = re.compile(r"(?:\s*[.…·_]){5,}\s*")


@dataclass(frozen=True)
class Line:
    """Words on one baseline."""

    words: tuple[Word, ...]
    #: The white margins of its column.
    column: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @cached_property
    def base(self) -> float:
        return median(word.base for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters; of an Arabic line the largest: some files tell the height of each shape."""
        if self.is_rtl:
            return max(word.size for word in self.words)
        if len({word.size for word in self.words}) == 1:
            return self.words[0].size
        return median(word.size for word in self.words for _letter in word.text)

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @cached_property
    def is_rtl(self) -> bool:
        if not any(word.is_rtl for word in self.words):
            return False
        return script_of("".join(word.text for word in self.words)) in ("Arab", "Hebr")

    @cached_property
    def text(self) -> str:
        """What the line says, in the order in which it is read."""
        return from_right(self.words) if self.is_rtl else from_left(self.words, self.size, self.base)

    @property
    def start(self) -> float:
        """How far from the side where reading begins: from the left, or from the right for Arabic (negative)."""
        return -self.right if self.is_rtl else self.left

    @property
    def end(self) -> float:
        """Where it ends, measured as `start` is."""
        return -self.left if self.is_rtl else self.right


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The words by their baselines, from the top; raised and lowered signs stand on the line that they touch."""
    rows: list[list[Word]] = []
    small: list[Word] = []
    ordered = sorted(words, key=lambda word: word.base)
    if not ordered:
        return []
    body = median(word.size for word in ordered)
    for word in ordered:
        row = rows[-1] if rows else None
        if row and abs(word.base - row[0].base) < min(word.size, row[0].size) * 0.28:
            row.append(word)
        elif word.size < body * 0.8 and len(word.text) <= 4:
            small.append(word)
        else:
            rows.append([word])
    for word in small:
        _put_on_a_line(word, rows)
    rows.sort(key=lambda row: median(word.base for word in row))
    return [Line(tuple(sorted(row, key=lambda word: word.left))) for row in rows]


def _put_on_a_line(word: Word, rows: list[list[Word]]) -> None:
    """A small sign stands on the line whose letters it touches; else it is a line of its own."""
    for row in rows:
        above = row[0].base - word.base
        near = min(max(other.left - word.right, word.left - other.right) for other in row)
        if -0.35 < above / row[0].size < 0.6 and near < row[0].size * 0.5 and word.size < row[0].size * 0.85:
            row.append(word)
            return
    same = next((row for row in rows if abs(row[0].base - word.base) < word.size * 0.28), None)
    if same is not None:
        same.append(word)
    else:
        rows.append([word])


# What a line says ----------------------------------------------------------------------------------------------------


def from_left(words: Sequence[Word], size: float, base: float) -> str:
    """The words from left to right. The raised mark of a footnote is left out; a raised power is written as one."""
    said: list[str] = []
    before: Word | None = None
    for word in _arabic_turned(words):
        text = _turned(word.places) if word.is_rtl else word.text
        if not text.isascii():
            text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        if before and word.size < size * 0.85 and base - word.base > size * 0.12:
            power = text.translate(str.maketrans("23", "²³"))
            if power in "²³" and re.search(r"(?:^|\W)(?:[kcdm]?m|ft)$", before.text):
                said.append(power)
            elif not re.fullmatch(r"[\d*†‡,§]+", text):
                said.append(text)
            continue
        if before and max(word.left - before.right, before.left - word.right) > size * 0.08:
            said.append(" ")
        said.append(text)
        before = word
    told = "".join(said)
    if any(word.is_rtl for word in words):
        told = _mirrored_back(told)
    return _LEADS.sub(" …… ", told).strip()


def _arabic_turned(words: Sequence[Word]) -> list[Word]:
    """The words of a line from left to right, neighbouring Arabic ones among them from right to left."""
    told: list[Word] = []
    run: list[Word] = []
    for word in words:
        if word.is_rtl:
            run.insert(0, word)
        else:
            told += [*run, word]
            run = []
    return [*told, *run]


def _mirrored_back(text: str) -> str:
    """Brackets around Latin words that were mirrored because Arabic stands on their line."""
    text = re.sub(r"(?<=\w)\((?=[.,;:؛،]*(?:\s|$))", ")", text)
    return re.sub(r"(?:(?<=\s)|^)\)(?=\w)", "(", text)


def from_right(words: Sequence[Word]) -> str:
    """The words of an Arabic line from right to left, the Latin words and the numbers in it from left to right."""
    size = max(word.size for word in words)
    chunks: list[str] = []
    pieces: list[Sign] = []
    last: float | None = None
    for word in sorted(words, key=lambda word: -word.right):
        if last is not None and last - word.right > size * 0.08:
            chunks.append(_turned(pieces))
            pieces = []
        pieces.extend(word.signs)
        last = min(word.left, last) if last is not None else word.left
    chunks.append(_turned(pieces))
    told = _brackets_as_read(" ".join(_latin_in_order([chunk for chunk in chunks if chunk])))
    # Where the paragraph was set from the left, the sign that ends it stands before its first word.
    told = _ENDS_FIRST.sub(r"\2\1", told)
    return _LEADS.sub(" …… ", unicodedata.normalize("NFKC", told)).strip()


def _turned(signs: Sequence[Sign]) -> str:
    """The signs of one word as they are read: from the right, runs of Latin letters and digits from the left."""
    ordered = _lam_before_alef(sorted(signs, key=lambda sign: -(sign.start + sign.end)))
    said: list[str] = []
    run: list[str] = []
    for letter in ordered:
        if _goes_right(letter) or (run and letter in "-./,:@_+%٪٫٬’'"):
            run.append(letter)
        else:
            said.extend(_run_as_read(run))
            said.append(letter)
            run = []
    said.extend(_run_as_read(run))
    return "".join(said)


def _lam_before_alef(signs: Sequence[Sign]) -> list[str]:
    """The letters of the signs, with the two that one shape stands for in the order in which they are read."""
    told = [sign.text for sign in signs]
    for place, (one, other) in enumerate(pairwise(signs)):
        if other.text == "ل" and one.text in _ALEFS and (one.start, one.end) == (other.start, other.end):
            told[place : place + 2] = other.text, one.text
    return told


def _run_as_read(run: list[str]) -> list[str]:
    """A run from left to right; the signs at its end that stand outside of it stay behind it."""
    inside = len(run)
    while inside and not _goes_right(run[inside - 1]):
        inside -= 1
    return [*reversed(run[:inside]), *run[inside:]]


def _goes_right(letter: str) -> bool:
    return letter.isdigit() or (letter.isalpha() and script_of(letter) not in ("Arab", "Hebr"))


def _latin_in_order(chunks: list[str]) -> list[str]:
    """Neighbouring Latin words in their own order."""
    said: list[str] = []
    run: list[str] = []
    for chunk in chunks:
        if any(_goes_right(letter) and not letter.isdigit() for letter in chunk):
            run.insert(0, chunk)
        else:
            said.extend(run)
            run = []
            said.append(chunk)
    return [*said, *run]


def _brackets_as_read(text: str) -> str:
    """Brackets as they are written: a file may hold those that are drawn, which are mirrored."""
    found = next((letter for letter in text if letter in _OPENS + _CLOSES), "")
    return text.translate(_MIRRORED) if found and found in _CLOSES else text


# The order of reading ------------------------------------------------------------------------------------------------


def in_reading_order(words: Sequence[Word], rtl: bool, depth: int = 0) -> list[Line]:
    """The lines of a region as they are read: bands from the top; in a band of columns one column after the other."""
    rows = lines_of(words)
    if not rows:
        return []
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    told: list[Line] = []
    for band, gutter in _bands(rows, left, right) if depth < 3 else [(rows, None)]:
        if gutter is None:
            told += [replace(line, column=(left, right)) for line in band]
            continue
        inside = [word for row in band for word in row.words]
        sides = [[w for w in inside if w.right <= gutter[1]], [w for w in inside if w.right > gutter[1]]]
        for side in reversed(sides) if rtl else sides:
            told += in_reading_order(side, rtl, depth + 1)
    return told


def _bands(rows: Sequence[Line], left: float, right: float) -> list[tuple[list[Line], tuple[float, float] | None]]:
    """Neighbouring rows that share a gutter, and those between them that have none."""
    found: list[tuple[list[Line], tuple[float, float] | None]] = []
    at = 0
    while at < len(rows):
        gutters = _gaps(rows[at], left, right)
        upto = at + 1
        while upto < len(rows) and (shared := _shared(gutters, _gaps(rows[upto], left, right))):
            gutters, upto = shared, upto + 1
        gutter = max(gutters, key=lambda gap: gap[1] - gap[0]) if gutters else None
        if gutter and _are_columns(rows[at:upto], gutter):
            found.append((list(rows[at:upto]), gutter))
            at = upto
        else:
            if found and found[-1][1] is None:
                found[-1][0].append(rows[at])
            else:
                found.append(([rows[at]], None))
            at += 1
    return found


def _gaps(row: Line, left: float, right: float) -> list[tuple[float, float]]:
    """The white between and beside the words of a row, in the middle of the text."""
    low, high = left + (right - left) * _EDGE, right - (right - left) * _EDGE
    found = []
    reached = low
    for start, end in [*sorted((word.left, word.right) for word in row.words), (high, high)]:
        if min(start, high) - reached >= row.size * _GUTTER:
            found.append((reached, min(start, high)))
        reached = max(reached, end)
    return found


def _shared(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found = [(max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others]
    return [gap for gap in found if gap[1] - gap[0] >= 6.0]


def _are_columns(rows: Sequence[Line], gutter: tuple[float, float]) -> bool:
    """Whether lines of running text stand on both sides of a gutter."""
    middle = (gutter[0] + gutter[1]) / 2
    sides = [[word for row in rows for word in row.words if (word.right > middle) is side] for side in (False, True)]
    if not all(sides):
        return False
    for side in sides:
        lines = lines_of(side)
        if len(lines) < _FEWEST or sum(len(line.text) for line in lines) / len(lines) < 12:
            return False
    return True
