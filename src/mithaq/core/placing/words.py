"""How words are compared when a paragraph is looked for: without case, signs, kinds of quotation marks and spaces.

Texts of which this makes the same are the same clause; what differs beyond it is a change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mithaq.core.reading.openings import Opening, opened
from mithaq.core.text import normalised, searchable

#: Programs exchange these while people type; in Arabic a tatweel only makes a word longer.
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "ʼ": "'", "‚": "'", "ـ": None,
     "‐": "-", "–": "-", "—": "-", "…": "..."}
)  # fmt: skip
#: Scripts without spaces between words: each sign counts as one.
_SIGN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGN}]|(?:(?![{_SIGN}])\w)+")
_MARKS_ASIDE = re.compile(r"\s*(\"|«|»)\s*")


@lru_cache(maxsize=50_000)
def as_typed(text: str) -> str:
    """The text without what a program may exchange by itself: spaces, quotation marks, dashes, tatweel."""
    return _MARKS_ASIDE.sub(r"\1", normalised(text.translate(_QUOTES)))


def reads_alike(one: str, other: str) -> bool:
    """Whether two texts differ at most as programs make it; a space where there was none is a difference, and so is one
    that went from one end to the other."""
    spaced = any(map(str.isspace, one)) == any(map(str.isspace, other))
    moved = one[:1].isspace() != other[:1].isspace() and one[-1:].isspace() != other[-1:].isspace()
    return spaced and not moved and as_typed(one) == as_typed(other)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: folded as for a search, without punctuation."""
    return tuple(_WORD.findall(searchable(text)))


def label_of(text: str) -> int:
    """How many code points at the beginning of a paragraph are its typed number, letter or bullet. What stands before
    the end of a line is a line of its own, and words."""
    found = opened(text)
    if found.kind is Opening.PLAIN or not found.rest:
        return 0
    label = text[: max(0, text.find(found.rest))]
    return len(label) if label.splitlines() == [label] else 0


def number_of(text: str, printed: str = "") -> str:
    """The number with which a paragraph begins, typed or printed, in digits 0 to 9; empty where there is none."""
    return opened(text, printed).number


class Alphabet:
    """Words written as one sign each, so that rows of words can be compared as fast as strings."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def written(self, words: Sequence[str]) -> str:
        """The words, a sign for each."""
        return "".join([self._sign(word) for word in words])

    def _sign(self, word: str) -> str:
        sign = self._signs.get(word)
        if sign is None:
            code = len(self._signs) + 0x100
            # Between these stand halves of signs, which no text may hold.
            sign = self._signs[word] = chr(code if code < 0xD800 else code + 0x800)
        return sign
