"""Texts cut into what is compared: words, each with the white space after it, which is not compared.

The first word is always empty and carries the white space at the beginning of the text, so that two texts begin alike.
`"".join(cut(text).parts) == text`, always.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from mithaq.core.text import tokens

#: Wordings whose words are kept: those of a text of 200 clauses in two languages under 40 versions.
REMEMBERED = 16_000
#: Code points of a text above which its words are not kept, so that the memory stays bounded.
LONGEST_REMEMBERED = 20_000


class Cut(NamedTuple):
    """The words of a text, and each with its white space; both of one length."""

    words: list[str]
    parts: list[str]

    def between(self, start: int, end: int) -> str:
        """The text from one word up to another."""
        return "".join(self.parts[start:end])


def cut(text: str) -> Cut:
    """The words of the text; not to be changed by who asks."""
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else _cut(text)


def _cut(text: str) -> Cut:
    parts = tokens(text)
    if not parts or not parts[0].isspace():
        parts.insert(0, "")
    return Cut([part.rstrip() for part in parts], parts)


_remembered = lru_cache(maxsize=REMEMBERED)(_cut)
