"""An editor that records everything as Word does, letter by letter: who put a letter or an end of a paragraph in, and
who took it out. What somebody put in and takes out again is gone without a trace; of others it stands under both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from tests.factories.tracked_files import Hand, tracked_file
from tests.factories.word_files import paragraph, run

END = "\n"


@dataclass
class Letter:
    """A letter, or the end of a paragraph."""

    sign: str
    came: str = ""
    went: str = ""


class Editor:
    """A document of paragraphs in somebody's hands. Places count all letters that are there, also those taken out."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.letters = [Letter(sign) for words in paragraphs for sign in words + END]

    def __len__(self) -> int:
        return len(self.letters) - 1

    def insert(self, at: int, words: str, who: str) -> None:
        self.letters[at:at] = [Letter(sign, came=who) for sign in words]

    def delete(self, start: int, end: int, who: str) -> str:
        """Take letters out, never the last end; what they said."""
        taken = [one for one in self.letters[start : min(end, len(self))] if not one.went]
        for one in taken:
            one.went = who
        self.letters = [one for one in self.letters if not (one.went and one.went == one.came)]
        return "".join(one.sign for one in taken)

    def begins(self, at: int) -> int:
        """Where the paragraph of a place begins."""
        while at and self.letters[at - 1].sign != END:
            at -= 1
        return at

    def ends(self, at: int) -> int:
        """The place behind the end of the paragraph of a place."""
        while self.letters[at].sign != END:
            at += 1
        return at + 1

    @property
    def accepted(self) -> str:
        """The words if every change is accepted."""
        return "".join(one.sign for one in self.letters if not one.went)

    def file(self) -> bytes:
        """The document as a Word file."""
        numbers = count(1)
        blocks, inner = [], []
        for one in self.letters:
            if one.sign != END:
                inner.append(one)
                continue
            ends = [Hand(numbers, who).mark(tag) for tag, who in (("ins", one.came), ("del", one.went)) if who]
            marks = f"<w:rPr>{''.join(ends)}</w:rPr>" if ends else ""
            blocks.append(paragraph(inner="".join(_runs(inner, numbers)), marks=marks))
            inner = []
        return tracked_file(*blocks)


def _runs(letters: Sequence[Letter], numbers: Iterator[int]) -> Iterator[str]:
    for (came, went), some in groupby(letters, lambda one: (one.came, one.went)):
        said = "".join(one.sign for one in some)
        inner = Hand(numbers, went).dele(said) if went else run(said)
        yield Hand(numbers, came).ins(inner) if came else inner
