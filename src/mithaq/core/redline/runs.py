"""A comparison of two wordings as runs of text, and as edits."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from mithaq.core.redline.alignment import alignment
from mithaq.core.redline.cut import Cut, cut
from mithaq.core.redline.edit import Edit


class Kind(StrEnum):
    """What became of a run of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


class Run(NamedTuple):
    """A run of text. A deleted and an inserted run that are one sentence moved share the number `move` (from 1)."""

    kind: Kind
    text: str
    move: int | None = None


def redline(old: str, new: str) -> tuple[Run, ...]:
    """What became of the old wording in the new one, in runs."""
    if old == new:
        return (Run(Kind.KEPT, old),) if old else ()
    return tuple(_runs(cut(old), cut(new)))


def accepted(runs: Iterable[Run]) -> str:
    """The new wording: without what was deleted."""
    return "".join(run.text for run in runs if run.kind is not Kind.DELETED)


def rejected(runs: Iterable[Run]) -> str:
    """The old wording: without what was inserted."""
    return "".join(run.text for run in runs if run.kind is not Kind.INSERTED)


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """The changes as edits over the old wording, sorted; applied to it they give the new one."""
    edits, place, held = [], 0, None
    for run in redline(old, new):
        if run.kind is Kind.KEPT:
            place, held = place + len(run.text), None
            continue
        if held is None:
            edits.append(held := Edit(place, place, ""))
        if run.kind is Kind.DELETED:
            place += len(run.text)
            held = Edit(held.start, place, held.replacement)
        else:
            held = Edit(held.start, held.end, held.replacement + run.text)
        edits[-1] = held
    return tuple(edits)


def _runs(old: Cut, new: Cut) -> list[Run]:
    """The runs between two cut texts: kept words, and between them what differs, the white space included."""
    made = _Made()
    at_old = at_new = 0
    for block in alignment(old, new):
        made.change(_joined(old, at_old, block.old), _joined(new, at_new, block.new))
        at_old, at_new = block.old + block.size, block.new + block.size
        first = block.old
        # Where the spaces agree the words are kept with them, in one piece.
        old_spaces, new_spaces = old.spaces[block.old : at_old], new.spaces[block.new : at_new]
        if old_spaces != new_spaces:
            for place in range(block.size):
                if old_spaces[place] != new_spaces[place]:
                    here = block.old + place
                    made.keep(_joined(old, first, here) + old.words[here])
                    made.change(old_spaces[place], new_spaces[place])
                    first = here + 1
        made.keep(_joined(old, first, at_old))
    return made.finished()


def _joined(text: Cut, start: int, end: int) -> str:
    return "".join([word + space for word, space in zip(text.words[start:end], text.spaces[start:end], strict=True)])


class _Made:
    """Runs in the making: what is kept, then what is deleted and inserted after it."""

    def __init__(self) -> None:
        self._done: list[Run] = []
        self._kept = self._deleted = self._inserted = ""

    def change(self, deleted: str, inserted: str) -> None:
        self._deleted += deleted
        self._inserted += inserted

    def keep(self, text: str) -> None:
        if not text:
            return
        if self._deleted or self._inserted:
            self._close()
        self._kept += text

    def finished(self) -> list[Run]:
        self._close()
        if self._kept:
            self._done.append(Run(Kind.KEPT, self._kept))
        return self._done

    def _close(self) -> None:
        """Write down what was kept and what changed after it; the white space both share at the ends is kept."""
        deleted, inserted = self._deleted, self._inserted
        lead = _shared_space(deleted, inserted)
        self._kept += deleted[:lead]
        deleted, inserted = deleted[lead:], inserted[lead:]
        tail = _shared_space(deleted[::-1], inserted[::-1])
        kept_after = deleted[len(deleted) - tail :]
        deleted, inserted = deleted[: len(deleted) - tail], inserted[: len(inserted) - tail]
        if deleted or inserted:
            if self._kept:
                self._done.append(Run(Kind.KEPT, self._kept))
            if deleted:
                self._done.append(Run(Kind.DELETED, deleted))
            if inserted:
                self._done.append(Run(Kind.INSERTED, inserted))
            self._kept = ""
        self._kept += kept_after
        self._deleted = self._inserted = ""


def _shared_space(one: str, other: str) -> int:
    """How many code points of white space both begin with."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right or not left.isspace():
            break
        shared += 1
    return shared
