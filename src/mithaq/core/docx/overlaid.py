"""What several authors would do to the same words, laid over one another so that each one's reading stays exact.

Edits are `(start, end, replacement)` over the words. The words are cut wherever an edit of anybody begins or ends; of
each part those who take it out are known, and what is put in stands where its edit ends. Words that several take out
carry all their names, for a Word document can say of a word only once that it was deleted. Then for every author:
accept each change that carries the name, reject each other one, and the words are those of that author; reject all,
and they are as they were. What several put in at one place stands there one after the other, to be chosen from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from mithaq.core.docx.composed import Revision, Stretch
from mithaq.core.docx.pieces import Kind
from mithaq.core.edits import Edit


@dataclass(frozen=True)
class Touch:
    """An edit, who wants it and since when."""

    edit: Edit
    author: str
    date: datetime | None = None


def overlaid(base: str, touches: Sequence[Touch]) -> tuple[Stretch, ...]:
    """The words with the edits of all authors on them, in reading order."""
    inside = [one for one in touches if 0 <= one.edit.start <= one.edit.end <= len(base)]
    cuts = sorted({0, len(base)} | {edge for one in inside for edge in (one.edit.start, one.edit.end)})
    put_in = _put_in(inside)
    found: list[Stretch] = list(put_in.get(0, ()))
    for start, end in pairwise(cuts):
        takers = [one for one in inside if one.edit.start <= start and end <= one.edit.end and start < end]
        mark = revision(Kind.DELETED, takers) if takers else None
        found.append(Stretch(base[start:end], mark))
        found.extend(put_in.get(end, ()))
    return tuple(_joined(found))


def _put_in(touches: Iterable[Touch]) -> dict[int, list[Stretch]]:
    """At each place what is put in there; the same words of the same edit once, with all who want them."""
    together: dict[tuple[int, int, str], list[Touch]] = {}
    for one in sorted(touches, key=lambda one: (one.edit.end, one.edit.start)):
        if one.edit.replacement:
            together.setdefault((one.edit.end, one.edit.start, one.edit.replacement), []).append(one)
    found: dict[int, list[Stretch]] = {}
    for (end, _start, words), wanted in together.items():
        found.setdefault(end, []).append(Stretch(words, revision(Kind.INSERTED, wanted)))
    return found


def revision(kind: Kind, touches: Iterable[Touch]) -> Revision:
    """One change by all of them, since the first of them wanted it."""
    authors: dict[str, None] = {}
    dates = []
    for one in touches:
        authors[one.author] = None
        if one.date is not None:
            dates.append(one.date)
    return Revision(kind, tuple(authors), min(dates, default=None))


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Neighbours of the same fate are one."""
    held: Stretch | None = None
    for one in stretches:
        if not one.words:
            continue
        if held is not None and held.mark == one.mark and (one.mark is None or one.mark.kind is Kind.DELETED):
            held = Stretch(held.words + one.words, held.mark)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
