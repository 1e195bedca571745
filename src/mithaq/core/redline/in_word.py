"""A comparison of two texts as a Word document with tracked changes: accept all, and it is the new text; reject all,
and it is the old one.

A paragraph that was moved stands in both places, as Word shows moves: where it was with its old words, where it is
with its new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count

from mithaq.core.docx.composed import Composed, Line, Revision, Stretch, Style
from mithaq.core.docx.pieces import Kind as Mark
from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.runs import accepted, rejected
from mithaq.core.redline.texts import Compared, Fate
from mithaq.core.text import language_as_told

_MARKS = {
    (Kind.DELETED, False): Mark.DELETED,
    (Kind.INSERTED, False): Mark.INSERTED,
    (Kind.DELETED, True): Mark.MOVED_FROM,
    (Kind.INSERTED, True): Mark.MOVED_TO,
}


def as_document(
    comparison: Sequence[Compared], title: str, author: str, at: datetime | None, *, tracks: bool = True, told: str = ""
) -> Composed:
    """The comparison as a document whose changes are all `author`'s, made `at`. `tracks`: the editor goes on recording
    what is changed. `told`: the language that the texts are said to be in."""
    lines = _Lines(author, at, told)
    language = language_as_told("\n".join(accepted(one.runs) for one in comparison), told)
    return Composed(title, language, tuple(lines.of(comparison)), at=at, tracks=tracks)


class _Lines:
    """Lines in the making; every move in the document has a number of its own."""

    def __init__(self, author: str, at: datetime | None, told: str) -> None:
        self._authors, self._at, self._told, self._numbers = (author,), at, told, count(1)

    def of(self, comparison: Sequence[Compared]) -> list[Line]:
        """The paragraphs in order, each moved one in both of its places."""
        placed: list[tuple[int | None, Line]] = []
        away: list[tuple[int, Line]] = []
        for one in comparison:
            if one.moved and one.old is not None:
                number = next(self._numbers)
                away.append((one.old, self._whole(rejected(one.runs), Mark.MOVED_FROM, number)))
                placed.append((None, self._whole(accepted(one.runs), Mark.MOVED_TO, number)))
            elif one.fate is Fate.INSERTED:
                placed.append((None, self._whole(accepted(one.runs), Mark.INSERTED)))
            elif one.fate is Fate.DELETED:
                placed.append((one.old, self._whole(rejected(one.runs), Mark.DELETED)))
            else:
                placed.append((one.old, self._changed(one.runs)))
        for old, line in sorted(away, key=lambda gone: gone[0]):
            later = (at for at, (stood, _line) in enumerate(placed) if stood is not None and stood > old)
            placed.insert(next(later, len(placed)), (old, line))
        return [line for _old, line in placed]

    def _whole(self, words: str, kind: Mark, move: int = 0) -> Line:
        mark = self._mark(kind, move)
        return Line(
            Style.PREAMBLE, language_as_told(words, self._told), (Stretch(words, mark),) if words else (), mark=mark
        )

    def _changed(self, runs: Iterable[Run]) -> Line:
        numbers: dict[int, int] = {}
        stretches = []
        for run in runs:
            mark = None
            if run.kind is not Kind.KEPT:
                if run.move is not None and run.move not in numbers:
                    numbers[run.move] = next(self._numbers)
                mark = self._mark(_MARKS[run.kind, run.move is not None], numbers.get(run.move or 0, 0))
            stretches.append(Stretch(run.text, mark))
        return Line(
            Style.PREAMBLE, language_as_told("".join(one.words for one in stretches), self._told), tuple(stretches)
        )

    def _mark(self, kind: Mark, move: int = 0) -> Revision:
        return Revision(kind, self._authors, self._at, move)
