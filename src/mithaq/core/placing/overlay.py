"""The changes of a paragraph as edits over the words of its clause.

The clause's words are laid beside the paragraph's original ones, word by word; where they are the same, the tracked
changes count as their author made them; where they differ, somebody changed them without tracking. What programs
exchange by themselves (quotation marks, spaces, tatweel) is no difference.

- Changes with nothing kept between them are one; a change inside a word is one of the whole word; words that were taken
  out and put in again are no change.
- The edits applied to the clause give the accepted words, but for what programs exchange.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from mithaq.core.docx.pieces import Mark, Piece
from mithaq.core.placing.units import END
from mithaq.core.placing.words import as_typed, reads_alike
from mithaq.core.redline.alignment import alignment
from mithaq.core.redline.cut import Cut, cut
from mithaq.core.text import tokens


@dataclass
class Run:
    """Words of the clause from `start` to `end` that read otherwise in the file, and who changed them. `tracked` is
    false where part of it is covered by no tracked change."""

    start: int
    end: int
    words: str
    marks: tuple[Mark, ...]
    tracked: bool

    def join(self, base: str, other: Run) -> None:
        """Take the run after it in, with the words between."""
        self.words += base[self.end : other.start] + other.words
        self.end = other.end
        self.marks = tuple(dict.fromkeys(self.marks + other.marks))
        self.tracked = self.tracked and other.tracked


@dataclass(frozen=True)
class Laid:
    """What is found of a paragraph on its clause. `spelled` where something differs only as programs make it."""

    runs: tuple[Run, ...]
    without_effect: tuple[Mark, ...]
    spelling: tuple[Mark, ...]
    spelled: bool


class _Fit(Enum):
    SAME = "same"
    SOFT = "soft"
    OTHER = "other"


#: From and to in the clause, from and to in the original, and how they compare.
_Stretch = tuple[int, int, int, int, _Fit]


def laid_over(base: str, pieces: Sequence[Piece]) -> Laid:
    """The changes that these pieces make to the words of the clause."""
    original = "".join(piece.text for piece in pieces if piece.in_original)
    stretches = _stretches(base, original)
    runs: list[Run] = []
    open_run: Run | None = None
    for run in _changes(stretches, pieces):
        if run is None:
            open_run = None
        elif open_run is None:
            open_run = run
            runs.append(run)
        else:
            open_run.words += run.words
            open_run.end = run.end
            open_run.marks = tuple(dict.fromkeys(open_run.marks + run.marks))
            open_run.tracked = open_run.tracked and run.tracked
    kept, idle, spelling = _tidied(base, runs)
    spelled = bool(spelling) or any(fit is _Fit.SOFT for *_places, fit in stretches)
    return Laid(tuple(kept), tuple(idle), tuple(spelling), spelled)


def _stretches(base: str, original: str) -> list[_Stretch]:
    if base == original:
        return [(0, len(base), 0, len(base), _Fit.SAME)] if base else []
    ours, theirs = cut(base), cut(original)
    found: list[_Stretch] = []
    at = to = word = other = 0
    for block in alignment(_folded(ours), _folded(theirs)):
        until, upto = at + _length(ours, word, block.old), to + _length(theirs, other, block.new)
        if (at, to) != (until, upto):
            found.append((at, until, to, upto, _Fit.OTHER))
        at, to = until, upto
        for place in range(block.size):
            mine, yours = block.old + place, block.new + place
            for one, two in zip(_with_space(ours, mine), _with_space(theirs, yours), strict=True):
                if one or two:
                    found.append((at, at + len(one), to, to + len(two), _fit(one, two)))
                    at, to = at + len(one), to + len(two)
        word, other = block.old + block.size, block.new + block.size
    if (at, to) != (len(base), len(original)):
        found.append((at, len(base), to, len(original), _Fit.OTHER))
    return _in_one(found)


def _folded(text: Cut) -> Cut:
    return Cut([_as_word(word) for word in text.words], text.parts)


def _with_space(text: Cut, place: int) -> tuple[str, str]:
    """A word, and the white space after it."""
    word = text.words[place]
    return word, text.parts[place][len(word) :]


@lru_cache(maxsize=50_000)
def _as_word(word: str) -> str:
    return as_typed(word)


def _length(text: Cut, start: int, end: int) -> int:
    return sum(map(len, text.parts[start:end]))


def _fit(one: str, two: str) -> _Fit:
    if one == two:
        return _Fit.SAME
    # A line of the clause may have become a paragraph; anywhere else an end divides it.
    return _Fit.OTHER if END in two and "\n" not in one else _Fit.SOFT


def _in_one(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Neighbours that are the same, in one."""
    found: list[_Stretch] = []
    for one in stretches:
        if found and found[-1][4] is one[4] is _Fit.SAME:
            before = found.pop()
            one = (before[0], one[1], before[2], one[3], _Fit.SAME)
        found.append(one)
    return found


@dataclass
class _Atom:
    """A piece with the place in the original at which it begins; what came has no length there."""

    start: int
    end: int
    piece: Piece


def _changes(stretches: Sequence[_Stretch], pieces: Sequence[Piece]) -> Iterator[Run | None]:
    """What is changed, in order; None wherever something is kept."""
    atoms = _atoms(pieces)
    at = 0
    base = 0
    for base, until, start, end, fit in stretches:
        while at < len(atoms) and atoms[at].end <= start and atoms[at].start == atoms[at].end:
            yield _came(base, atoms[at])
            at += 1
        inside: list[_Atom] = []
        while at < len(atoms) and atoms[at].start < end:
            inside.append(atoms[at])
            if atoms[at].end > end:
                break
            at += 1
        if fit is _Fit.SAME:
            yield from _as_made(base, start, end, inside)
        else:
            yield _as_whole(base, until, start, end, inside, fit)
        base = until
    for atom in atoms[at:]:
        if atom.start == atom.end:
            yield _came(base, atom)


def _atoms(pieces: Sequence[Piece]) -> list[_Atom]:
    atoms, at = [], 0
    for piece in pieces:
        until = at + (len(piece.text) if piece.in_original else 0)
        atoms.append(_Atom(at, until, piece))
        at = until
    return atoms


def _came(base: int, atom: _Atom) -> Run:
    return Run(base, base, atom.piece.text if atom.piece.in_accepted else "", atom.piece.marks, True)


def _as_made(base: int, start: int, end: int, inside: Sequence[_Atom]) -> Iterator[Run | None]:
    """The changes of a stretch that reads in the original as in the clause."""
    for atom in inside:
        here = base + max(atom.start, start) - start
        if atom.start == atom.end:
            yield _came(here, atom)
        elif atom.piece.in_accepted:
            yield None
        else:
            yield Run(here, base + min(atom.end, end) - start, "", atom.piece.marks, True)


def _as_whole(base: int, until: int, start: int, end: int, inside: Sequence[_Atom], fit: _Fit) -> Run | None:
    """A stretch that does not read as the clause: changed as a whole, or kept if it differs as programs make it."""
    marks = tuple(dict.fromkeys(mark for atom in inside for mark in atom.piece.marks))
    if fit is _Fit.SOFT and not marks:
        return None
    words = "".join(
        atom.piece.text
        if atom.start == atom.end
        else atom.piece.text[max(start - atom.start, 0) : min(end, atom.end) - atom.start]
        for atom in inside
        if atom.piece.in_accepted
    )
    return Run(base, until, words, marks, fit is _Fit.SOFT)


def _tidied(base: str, runs: Sequence[Run]) -> tuple[list[Run], list[Mark], list[Mark]]:
    """The runs on the borders of words, without those that change nothing: they, and those that only spell."""
    bounds = _bounds(base) if runs else []
    idle: list[Mark] = []
    spelling: list[Mark] = []
    wide: list[tuple[int, int, Run]] = []
    for run in runs:
        _trim(base, run)
        if run.start == run.end and not run.words:
            idle += run.marks
            continue
        start, end = _widened(base, bounds, run)
        if wide and start < wide[-1][1]:
            before = wide[-1]
            before[2].join(base, run)
            wide[-1] = (before[0], max(before[1], end), before[2])
        else:
            wide.append((start, end, run))
    changed = []
    for start, end, run in wide:
        words = base[start : run.start] + run.words + base[run.end : end]
        was = base[start:end]
        if was == words.replace(END, "\n"):
            idle += run.marks
        elif END not in words and reads_alike(was, words):
            spelling += run.marks
        else:
            lead, tail = _shared_space(was, words)
            words = words[lead : len(words) - tail]
            changed.append(Run(start + lead, end - tail, words, run.marks, run.tracked))
    return changed, idle, spelling


def _shared_space(one: str, other: str) -> tuple[int, int]:
    """How many spaces both texts begin with, and how many both end with besides."""
    most = min(len(one), len(other))
    lead = 0
    while lead < most and one[lead] == other[lead] and one[lead].isspace():
        lead += 1
    tail = 0
    while tail < most - lead and one[-1 - tail] == other[-1 - tail] and one[-1 - tail].isspace():
        tail += 1
    return lead, tail


def _trim(base: str, run: Run) -> None:
    """Leave out the words at both ends that were taken out and put in as they were."""
    was, now = tokens(base[run.start : run.end]), tokens(run.words)
    shared = 0
    while shared < min(len(was), len(now)) and was[shared] == now[shared]:
        run.start += len(was[shared])
        shared += 1
    was, now = was[shared:], now[shared:]
    while was and now and was[-1] == now[-1]:
        run.end -= len(was.pop())
        now.pop()
    run.words = "".join(now)


def _bounds(base: str) -> list[int]:
    """Where words begin and end in a text."""
    found, at = [0], 0
    for token in tokens(base):
        found += [at, at + len(token.rstrip())]
        at += len(token)
    return sorted({*found, len(base)})


def _widened(base: str, bounds: Sequence[int], run: Run) -> tuple[int, int]:
    """Where the run begins and ends if it begins and ends where words do, in the clause and in the file."""
    start, end = run.start, run.end
    after = run.words[:1] or base[end : end + 1]
    if start and (not _is_bound(bounds, start) or _glued(base[start - 1], after)):
        start = bounds[bisect_left(bounds, start) - 1]
    last = run.words[-1:] or base[max(run.start - 1, 0) : run.start]
    if end < len(base) and (not _is_bound(bounds, end) or _glued(last, base[end])):
        end = bounds[bisect_right(bounds, end)]
    return start, end


def _is_bound(bounds: Sequence[int], place: int) -> bool:
    at = bisect_left(bounds, place)
    return at < len(bounds) and bounds[at] == place


def _glued(one: str, other: str) -> bool:
    """Whether two signs beside one another belong to one word."""
    return bool(one) and bool(other) and not one.isspace() and not other.isspace() and len(tokens(one + other)) == 1
