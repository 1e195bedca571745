"""Names as they may be kept: one line, composed (NFC), without what cannot be seen.

- `one_line` of a name is the name in NFC with single spaces; `one_line(one_line(n)) == one_line(n)`.
- A tab is a space. A line break, another control sign or a mark that turns the reading direction raises `ValueError`:
  in a letter's subject it would begin a header of its own, and on a page it would show another name than is kept.
"""

from __future__ import annotations

import unicodedata

#: Direction marks that do no harm: a single one tells how the next letter is placed and ends with it.
_HARMLESS = "\u200e\u200f\u061c\u200c\u200d"
#: Controls (line breaks too), marks that turn the direction, separators of lines and paragraphs, halves of pairs.
_REFUSED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def one_line(name: str) -> str:
    """The name as it is kept. Raises `ValueError` for one that holds a line break or an invisible sign."""
    name = name.replace("\t", " ")  # what a cell of a spreadsheet ends with when it is pasted
    if any(unicodedata.category(sign) in _REFUSED and sign not in _HARMLESS for sign in name):
        raise ValueError("a name is one line without invisible signs")
    return " ".join(unicodedata.normalize("NFC", name).split())
