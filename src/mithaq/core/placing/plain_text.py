"""Clauses that somebody pasted as plain text, out of an e-mail: paragraphs without any change being tracked.

An empty line divides paragraphs, and so does a line that begins with a number; lines broken at any word are joined, and
the marks of a quoted mail (`>`) are no words. A text without empty lines whose lines are long has a paragraph a line.
"""

from __future__ import annotations

import re

from mithaq.core.docx.pieces import Paragraph, Piece, WordFile
from mithaq.core.reading.document import MOST_PARAGRAPHS
from mithaq.core.reading.openings import Opening, opened
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.text import normalised

_QUOTE = re.compile(r"^(?:>\s?)+", re.MULTILINE)
#: Letters after which mail programs break a line.
_BROKEN_AT = 90


def as_word_file(text: str) -> WordFile:
    """The paragraphs of a plain text, as if they stood in a Word document without changes. Raises `Unreadable`."""
    plain = _QUOTE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = [block for block in re.split(r"\n[^\S\n]*\n", plain) if block.strip()]
    if len(blocks) == 1 and max(map(len, blocks[0].split("\n"))) > _BROKEN_AT:
        blocks = blocks[0].split("\n")
    found = [one for block in blocks for one in _paragraphs(block)]
    if len(found) > MOST_PARAGRAPHS:
        raise Unreadable(Why.TOO_LONG)
    if not found:
        raise Unreadable(Why.EMPTY)
    paragraphs = tuple(Paragraph(at, (Piece(words),)) for at, words in enumerate(found, start=1))
    return WordFile((paragraphs,), {})


def _paragraphs(block: str) -> list[str]:
    found: list[str] = []
    for line in filter(None, map(normalised, block.split("\n"))):
        if found and opened(line).kind is Opening.PLAIN:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found
