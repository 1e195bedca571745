"""Where a term stands in a text, in whatever form its words take there.

Words are the same where their folded forms are, or their forms without what Arabic writes together with a word ("and",
"by", the article), or their stems. A term of several words stands where all follow each other.

Who asks `loosely` also takes an Arabic word for a plural that is made inside it (مدينة، مدن): both have the same
letters but for those of vowels.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mithaq.core.search.words import keys_of
from mithaq.core.stems import stem
from mithaq.core.text import searchable, sought

_WORD = re.compile(r"[^\W_][\w\u064b-\u0655'’\u0640]*")
#: Forms of words that are remembered, and texts and terms whose words are.
REMEMBERED, TEXTS = 50_000, 4_096

#: Letters that come and go between an Arabic singular and its plural, and those that do so more rarely.
_VOWELS, _ALL_VOWELS = re.compile("[ايه]"), re.compile("[اويه]")
#: An Arabic root has three letters: fewer say nothing.
_ROOT = 3

_Word = tuple[frozenset[str], int, int]


def places_of(term: str, text: str, language: str, *, loosely: bool = False) -> list[tuple[int, int]]:
    """From where to where in the text (code points) the term stands."""
    wanted, _forms_of_term = _words(term, language, loosely)
    words, anywhere = _words(text, language, loosely)
    if not wanted or any(forms.isdisjoint(anywhere) for forms, _start, _end in wanted):
        return []
    found = []
    for place in range(len(words) - len(wanted) + 1):
        here = words[place : place + len(wanted)]
        if all(forms & seek for (forms, _s, _e), (seek, _from, _to) in zip(here, wanted, strict=True)):
            found.append((here[0][1], here[-1][2]))
    return found


@lru_cache(TEXTS)
def _words(text: str, language: str, loosely: bool) -> tuple[tuple[_Word, ...], frozenset[str]]:
    """The words of a text, each with its forms and its place, and the forms of all of them."""
    forms = _loose_forms if loosely and language == "ar" else _forms
    words = tuple((forms(found.group(), language), found.start(), found.end()) for found in _WORD.finditer(text))
    return words, frozenset().union(*(each for each, _start, _end in words))


@lru_cache(REMEMBERED)
def _forms(word: str, language: str) -> frozenset[str]:
    folded = searchable(word)
    bare = "".join(sought(word)) or folded
    keys = (key for part in keys_of(word, language) for key in part) if language == "ar" else ()
    return frozenset({folded, bare, stem(folded, language), stem(bare, language), *keys})


@lru_cache(REMEMBERED)
def _loose_forms(word: str, language: str) -> frozenset[str]:
    bare = "".join(sought(word))
    skeletons = {vowels.sub("", bare) for vowels in (_VOWELS, _ALL_VOWELS)}
    return _forms(word, language) | {f"-{letters}" for letters in skeletons if len(letters) >= _ROOT}
