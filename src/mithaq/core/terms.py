"""Where a term stands in a text, in whatever form its words take there.

Words are the same where their folded forms are, or their forms without what Arabic writes together with a word ("and",
"by", the article), or their stems. A term of several words stands where all follow each other.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mithaq.core.stems import stem
from mithaq.core.text import searchable, sought

_WORD = re.compile(r"[^\W_][\w\u064b-\u0655'’\u0640]*")
#: Forms of words that are remembered.
REMEMBERED = 50_000


def places_of(term: str, text: str, language: str) -> list[tuple[int, int]]:
    """From where to where in the text (code points) the term stands."""
    wanted = [_forms(word, language) for word in _WORD.findall(term)]
    if not wanted:
        return []
    words = [(_forms(found.group(), language), found.start(), found.end()) for found in _WORD.finditer(text)]
    found = []
    for place in range(len(words) - len(wanted) + 1):
        here = words[place : place + len(wanted)]
        if all(forms & seek for (forms, _start, _end), seek in zip(here, wanted, strict=True)):
            found.append((here[0][1], here[-1][2]))
    return found


@lru_cache(REMEMBERED)
def _forms(word: str, language: str) -> frozenset[str]:
    folded = searchable(word)
    bare = "".join(sought(word)) or folded
    return frozenset({folded, bare, stem(folded, language), stem(bare, language)})
