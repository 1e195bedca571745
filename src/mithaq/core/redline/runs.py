"""A comparison of two wordings as runs of text, and as edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mithaq.core.redline.alignment import alignment
from mithaq.core.redline.cut import Cut, cut
from mithaq.core.redline.edit import Edit
from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.moves import Span, moves


def redline(old: str, new: str) -> tuple[Run, ...]:
    """What became of the old wording in the new one, in runs."""
    if old == new:
        return (Run(Kind.KEPT, old),) if old else ()
    return tuple(_runs(cut(old), cut(new)))


def accepted(runs: Iterable[Run]) -> str:
    """The new wording: without what was deleted."""
    return "".join([run.text for run in runs if run.kind is not Kind.DELETED])


def rejected(runs: Iterable[Run]) -> str:
    """The old wording: without what was inserted."""
    return "".join([run.text for run in runs if run.kind is not Kind.INSERTED])


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The changes as edits over the old wording, sorted; applied to it they give the new one."""
    return edits_of(redline(old, new))


def edits_of(runs: Iterable[Run]) -> tuple[Edit, ...]:
    """The changes as edits over the old wording, sorted: one for each stretch between two that are kept."""
    edits: list[Edit] = []
    place = start = 0
    replacement = ""
    for run in (*runs, Run(Kind.KEPT, "")):
        if run.kind is Kind.DELETED:
            place += len(run.text)
        elif run.kind is Kind.INSERTED:
            replacement += run.text
        else:
            if place > start or replacement:
                edits.append(Edit(start, place, replacement))
            place += len(run.text)
            start, replacement = place, ""
    return tuple(edits)


def _runs(old: Cut, new: Cut) -> list[Run]:
    """The runs between two cut texts: kept words, and between them what differs, the white space included."""
    made = _Made()
    blocks = alignment(old, new)
    moved = moves(old.words, new.words, blocks) if len(blocks) > 2 else []
    away = [(move.old, number) for number, move in enumerate(moved, start=1)]
    here = sorted((move.new, number) for number, move in enumerate(moved, start=1))
    at_old = at_new = 0
    for block in blocks:
        if moved:
            made.change_in_parts(_parted(old, at_old, block.old, away), _parted(new, at_new, block.new, here))
        else:
            made.change(old.between(at_old, block.old), new.between(at_new, block.new))
        at_old, at_new = block.old + block.size, block.new + block.size
        first = block.old
        # Where the white space agrees too, the words are kept in one piece.
        if old.parts[first:at_old] != new.parts[block.new : at_new]:
            for place, there in zip(range(block.old, at_old), range(block.new, at_new), strict=True):
                if old.parts[place] != new.parts[there]:
                    word = old.words[place]
                    made.keep(old.between(first, place) + word)
                    made.change(old.parts[place][len(word) :], new.parts[there][len(word) :])
                    first = place + 1
        made.keep(old.between(first, at_old))
    return made.finished()


def _parted(text: Cut, start: int, end: int, moved: Sequence[tuple[Span, int]]) -> list[tuple[str, int | None]]:
    """A change in parts, each with the number of its move."""
    parts: list[tuple[str, int | None]] = []
    for span, number in moved:
        if start <= span.start and span.end <= end:
            parts += [(text.between(start, span.start), None), (text.between(span.start, span.end), number)]
            start = span.end
    return [*parts, (text.between(start, end), None)]


class _Made:
    """Runs in the making: what is kept, then what is deleted and inserted after it, each with its move."""

    def __init__(self) -> None:
        self._done: list[Run] = []
        self._kept = ""
        self._deleted: list[tuple[str, int | None]] = []
        self._inserted: list[tuple[str, int | None]] = []

    def change(self, deleted: str, inserted: str) -> None:
        if deleted:
            _add(self._deleted, deleted, None)
        if inserted:
            _add(self._inserted, inserted, None)

    def change_in_parts(self, deleted: list[tuple[str, int | None]], inserted: list[tuple[str, int | None]]) -> None:
        for text, move in deleted:
            _add(self._deleted, text, move)
        for text, move in inserted:
            _add(self._inserted, text, move)

    def keep(self, text: str) -> None:
        if text:
            if self._deleted or self._inserted:
                self._close()
            self._kept += text

    def finished(self) -> list[Run]:
        if self._deleted or self._inserted:
            self._close()
        if self._kept:
            self._done.append(Run(Kind.KEPT, self._kept))
        return self._done

    def _close(self) -> None:
        """Write down what was kept and what changed after it; the white space both share at the ends is kept."""
        deleted, inserted, after = self._deleted, self._inserted, ""
        if deleted and inserted:
            before, after = _without_shared_space(deleted, inserted)
            self._kept += before
        if deleted or inserted:
            if self._kept:
                self._done.append(Run(Kind.KEPT, self._kept))
                self._kept = ""
            self._done += [Run(Kind.DELETED, text, move) for text, move in deleted]
            self._done += [Run(Kind.INSERTED, text, move) for text, move in inserted]
        self._kept += after
        self._deleted, self._inserted = [], []


def _add(parts: list[tuple[str, int | None]], text: str, move: int | None) -> None:
    """Put a part behind the others; white space alone, and what has the same move, is no part of its own."""
    if not text:
        return
    if parts:
        last, its_move = parts[-1]
        if its_move == move or text.isspace():
            parts[-1] = last + text, its_move
            return
        if last.isspace():
            parts[-1] = last + text, move
            return
    parts.append((text, move))


def _without_shared_space(one: list[tuple[str, int | None]], other: list[tuple[str, int | None]]) -> tuple[str, str]:
    """Take the white space with which both begin, and with which both end, out of them; what was taken."""
    (first, move), (first_other, move_other) = one[0], other[0]
    if first[0] == first_other[0] and first[0].isspace():
        lead = _shared_space(first, first_other)
        before = first[:lead]
        one[0], other[0] = (first[lead:], move), (first_other[lead:], move_other)
    else:
        before = ""
    (last, move), (last_other, move_other) = one[-1], other[-1]
    tail = _shared_space(last[::-1], last_other[::-1])
    after = last[len(last) - tail :]
    one[-1], other[-1] = (last[: len(last) - tail], move), (last_other[: len(last_other) - tail], move_other)
    one[:], other[:] = [part for part in one if part[0]], [part for part in other if part[0]]
    return before, after


def _shared_space(one: str, other: str) -> int:
    """How many code points of white space both begin with."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right or not left.isspace():
            break
        shared += 1
    return shared
