"""Lines put back into paragraphs, over columns and pages.

A line begins a paragraph when it stands further down than lines do, when its size differs, when it opens with a number,
a label or a bullet where one may open, when it is indented otherwise than the lines of its paragraph, or when the line
before it stopped short. A paragraph goes on in the next column or on the next page while its sentence does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from mithaq.core.reading.openings import Opened, Opening, follows, opened
from mithaq.core.reading.pdf.lines import Line

#: A sentence, or an item of a list, ends here.
_ENDS = re.compile(r"[.;:!?؛؟。：…]['\"”’»)\]]*\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*[.;:؛]?$|\)[;.؛]?$")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf076\uf0d8\uf02d\uf0fc\uf06e", "•"))
_NOTE = re.compile(r"[(\[]?(\d{1,3}|[*†‡§]+|[a-z](?=[\s)\]]))[.)\]]?\s*(?=\S)")
#: Words that keep their hyphen wherever a line ends.
_BEFORE = """
anti cross full half high ill inter-city large long low mid near net non open peer post pre pro self semi short single
small so socio well year
"""
_AFTER = """
aged based being building carbon centred city driven effective efficient emission energy free friendly income led level
making neutral oriented positive related resilient responsive round scale sensitive sharing term treatment up wide year
"""
_BEFORE_HYPHENS, _AFTER_HYPHENS = frozenset(_BEFORE.split()), frozenset(_AFTER.split())
#: Letters smaller than this share of those of the text are a footnote's.
_SMALL = 0.93


@dataclass(frozen=True)
class Placed:
    """A line with the page on which it stands (from 1)."""

    line: Line
    page: int


@dataclass
class Block:
    """The lines of one paragraph."""

    lines: list[Placed]
    opened: Opened
    note: str = ""

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def first(self) -> Line:
        return self.lines[0].line

    @property
    def last(self) -> Placed:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return median(placed.line.size for placed in self.lines)

    @property
    def bold(self) -> bool:
        return all(placed.line.bold for placed in self.lines)

    @property
    def is_listed(self) -> bool:
        return self.opened.kind is not Opening.PLAIN


@dataclass
class Rhythm:
    """How the lines of a document stand: the size of its text, the distance between its lines, its words."""

    size: float
    leading: dict[float, float]
    #: Each word of the document, folded, to tell a hyphen of its own from one at the end of a line.
    words: Counter[str] = field(default_factory=Counter)

    def leads(self, size: float) -> float:
        """The distance between two lines of one paragraph in letters of this size."""
        return self.leading.get(round(size * 2) / 2, size * 1.25)


def rhythm_of(lines: Sequence[Placed], in_cells: Sequence[Placed] = ()) -> Rhythm:
    """What is usual in these lines; what they do not show, the lines in the cells of tables tell."""
    words: Counter[str] = Counter()
    for placed in (*lines, *in_cells):
        words.update(placed.line.text.casefold().split())
    letters = _letters_by_size(lines) or _letters_by_size(in_cells)
    size = letters.most_common(1)[0][0] if letters else 10.0
    return Rhythm(size, {**_leading(in_cells), **_leading(lines)}, words)


def _letters_by_size(lines: Sequence[Placed]) -> Counter[float]:
    letters: Counter[float] = Counter()
    for placed in lines:
        letters[round(placed.line.size * 2) / 2] += len(placed.line.text)
    return letters


def _leading(lines: Sequence[Placed]) -> dict[float, float]:
    gaps: dict[float, list[float]] = defaultdict(list)
    for before, placed in pairwise(lines):
        line, size = placed.line, round(placed.line.size * 2) / 2
        if before.page == placed.page and before.line.column == line.column:
            gap = line.base - before.line.base
            if 0 < gap < size * 3 and round(before.line.size * 2) / 2 == size:
                gaps[size].append(gap)
    return {size: sorted(found)[len(found) * 2 // 5] for size, found in gaps.items()}


def blocks_of(lines: Sequence[Placed], rhythm: Rhythm, *, with_notes: bool = True) -> list[Block]:
    """The paragraphs of a sequence of lines, each footnote after the paragraph during which its page ended."""
    notes = _footnotes(lines, rhythm) if with_notes else set()
    edges = _edges(lines, rhythm)
    blocks: list[Block] = []
    held: list[Block] = []
    current: Block | None = None
    note: Block | None = None
    for at, placed in enumerate(lines):
        placed = Placed(placed.line, placed.page)
        begun = opened(placed.line.text.translate(_BULLETS))
        if at in notes:
            mark = _NOTE.match(placed.line.text)
            if note is None or (mark and at - 1 not in notes) or (mark and _outdented(note, placed.line)):
                note = Block([placed], begun, note=mark[1] if mark else "*")
                held.append(note)
            else:
                note.lines.append(placed)
            continue
        note = None
        if current is None or _begins(current, placed, begun, edges[at - 1] if at else 0.0, rhythm):
            blocks += held
            held = []
            current = Block([placed], begun)
            blocks.append(current)
        else:
            current.lines.append(placed)
    return blocks + held


def _outdented(note: Block, line: Line) -> bool:
    """Whether a line begins where the first line of the footnote does, and not where it goes on."""
    others = [placed.line.start for placed in note.lines[1:]]
    return line.start <= note.first.start + 1.5 and (not others or line.start < min(others) - 1.5 or bool(
        _ENDS.search(note.last.line.text)
    ))  # fmt: skip


def _edges(lines: Sequence[Placed], rhythm: Rhythm) -> list[float]:
    """For each line, where the longest line of its run ends: the run has one size and no white in it."""
    runs: list[list[int]] = []
    for at, placed in enumerate(lines):
        before = lines[at - 1] if at else None
        if before and _runs_on(before, placed, rhythm):
            runs[-1].append(at)
        else:
            runs.append([at])
    edges = [0.0] * len(lines)
    for run in runs:
        end = max(lines[at].line.end for at in run)
        for at in run:
            edges[at] = end
    return edges


def _runs_on(before: Placed, placed: Placed, rhythm: Rhythm) -> bool:
    gap = placed.line.base - before.line.base
    return (
        before.page == placed.page
        and before.line.column == placed.line.column
        and 0 < gap < rhythm.leads(placed.line.size) * 1.3 + 1
        and abs(before.line.size - placed.line.size) < rhythm.size * 0.08
    )


def _begins(current: Block, placed: Placed, begun: Opened, edge: float, rhythm: Rhythm) -> bool:
    before, line = current.last, placed.line
    if abs(line.size - before.line.size) > rhythm.size * 0.08 and not _is_mixed(line, before.line, rhythm):
        return True
    ended = bool(_ENDS.search(before.line.text))
    is_short = _is_short(before.line, line, edge)
    gap = line.base - before.line.base
    if before.page != placed.page or before.line.column != line.column or gap <= 0:
        return _begins_elsewhere(current, line, begun, ended and (is_short or not current.is_listed))
    if gap > rhythm.leads(line.size) * 1.3 + 1:
        return True
    if line.bold != before.line.bold and (ended or is_short or gap > rhythm.leads(line.size) * 1.12):
        return True
    if begun.kind is not Opening.PLAIN and _may_open(current, line, begun, ended or is_short):
        return True
    if current.size > rhythm.size * 1.08 or (current.bold and not current.is_listed):
        return ended and is_short and not current.bold
    return _is_set_apart(current, line, ended, is_short)


def _is_mixed(line: Line, before: Line, rhythm: Rhythm) -> bool:
    """Whether two lines differ in size only because other fonts stand in them (an Arabic word, a formula)."""
    return bool({round(w.size) for w in line.words} & {round(w.size) for w in before.words}) and (
        abs(line.size - before.size) < rhythm.size * 0.4
        and len({round(w.size) for w in (*line.words, *before.words)}) > 2
    )


def _begins_elsewhere(current: Block, line: Line, begun: Opened, ended: bool) -> bool:
    """Whether a line in another column or on another page begins a paragraph. An item of a list whose last line is full
    goes on there, though a sentence ends with it."""
    if begun.kind is not Opening.PLAIN or line.bold != current.last.line.bold:
        return True
    if not ended:
        return False
    return not line.text[:1].islower()


def _may_open(current: Block, line: Line, begun: Opened, at_an_end: bool) -> bool:
    """Whether a number, label or bullet at the head of a line opens a paragraph: a line of running text may begin
    with a year or a number too."""
    if at_an_end or begun.kind in (Opening.BULLET, Opening.LABELLED) or _stands_out(current, line):
        return True
    return begun.kind is Opening.NUMBERED and follows(current.opened.number, begun.number)


def _stands_out(current: Block, line: Line) -> bool:
    """Whether a line begins elsewhere than the lines of its paragraph go on."""
    goes_on = [placed.line.start for placed in current.lines[1:]]
    if goes_on:
        return abs(line.start - goes_on[-1]) > line.size * 0.5
    return current.is_listed and abs(line.start - current.first.start) < line.size * 0.3


def _is_short(before: Line, line: Line, edge: float) -> bool:
    """Whether the first word of a line would still have stood on the line before it."""
    words = line.words
    first = words[-1] if line.is_rtl else words[0]
    return before.end + (first.right - first.left) + line.size * 0.3 < edge - 0.5


def _is_set_apart(current: Block, line: Line, ended: bool, is_short: bool) -> bool:
    """Whether a plain line begins a paragraph by its indent, or because the line before it stopped short."""
    before = current.last.line
    further = line.start - before.start
    if len(current.lines) == 1:
        if current.is_listed:
            return ended and is_short and further < line.size * 0.3
        return (further > line.size * 0.8 and (ended or is_short)) or (ended and is_short)
    if further > line.size * 0.8 and ended:
        return True
    if further < -line.size * 0.8 and (ended or is_short):
        return True
    return is_short and (ended or not line.text[:1].islower())


# Footnotes -----------------------------------------------------------------------------------------------------------


def _footnotes(lines: Sequence[Placed], rhythm: Rhythm) -> set[int]:
    """The lines at the foot of a column in small letters, from the first that begins with a mark."""
    found: set[int] = set()
    columns: dict[tuple[int, tuple[float, float]], list[int]] = defaultdict(list)
    for at, placed in enumerate(lines):
        columns[placed.page, placed.line.column].append(at)
    for inside in columns.values():
        foot: list[int] = []
        for at in reversed(inside):
            if lines[at].line.size >= rhythm.size * _SMALL and len(lines[at].line.text) > 3:
                break
            foot.append(at)
        foot.reverse()
        while foot and not _NOTE.match(lines[foot[0]].line.text):
            foot.pop(0)
        if len(foot) < len(inside):
            found.update(foot)
    return found


# What a paragraph says -----------------------------------------------------------------------------------------------


def text_of(block: Block, rhythm: Rhythm) -> str:
    """The words of a paragraph on one line, a word that was broken at the end of a line put together again."""
    said = ""
    for placed in block.lines:
        text = placed.line.text
        if not said:
            said = text
        elif broken := _BROKEN.search(said):
            said = said[: broken.start()] + _hyphen(said, text, rhythm) + text
        elif _is_unspaced(said[-1:]) and _is_unspaced(text[:1]):
            said += text
        else:
            said = f"{said} {text}"
    said = said.translate(_BULLETS)
    if block.note:
        said = _NOTE.sub("", said, count=1)
    return said.strip()


def _hyphen(said: str, text: str, rhythm: Rhythm) -> str:
    """The hyphen between two halves, if it is one of the word's own."""
    if said.endswith("\u00ad"):
        return ""
    first = re.split(r"[\s(“\"]", said)[-1]
    second = re.split(r"[\s,.;:)”\"]", text)[0]
    whole = (first[:-1] + second).casefold()
    with_hyphen = f"{first[:-1]}-{second}".casefold()
    together = sum(count for word, count in _alike(rhythm.words, whole))
    apart = sum(count for word, count in _alike(rhythm.words, with_hyphen))
    if apart or together:
        return "-" if apart > together else ""
    # A capital or a digit is never the second half of a broken word.
    is_whole = first[:-1].casefold() in _BEFORE_HYPHENS or second.casefold() in _AFTER_HYPHENS
    return "-" if is_whole or not second[:1].islower() else ""


def _alike(words: Counter[str], word: str) -> Iterable[tuple[str, int]]:
    """The word as it stands in the document, with the signs that may follow it."""
    return [(word + sign, words[word + sign]) for sign in ("", ",", ".", ";", ":", ")") if words[word + sign]]


def _is_unspaced(letter: str) -> bool:
    """Whether the letter belongs to a script that is written without spaces."""
    return "\u3000" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef"
