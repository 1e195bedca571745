"""The words of a text as search sees them, each with its place, so that what is found can be marked where it stands.

- A word is folded as `text.searchable` does, then reduced to *keys*; two words are the same for search when they share
  a key. The first key is the word's *stem*; what stands side by side (phrases) is told by stems alone.
- In Arabic the stem is the word without "and", the article and what is written together with it, and without the
  endings of number, gender and possession (Larkey, Ballesteros and Connell, "Light stemming for Arabic", 2007). The
  further keys are its Snowball stem, and what is left when a single ب ك ل ف or و before it is taken for a preposition.
- In other languages the only key is the Snowball stem, or the folded word where there is no stemmer.
- Chinese and Japanese write no spaces: there each character is a word, and a word of two is a phrase.

The language of a word is that of its text, unless its letters are Arabic, or it has Latin letters in an Arabic text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mithaq.core.stems import REMEMBERED, stem
from mithaq.core.text import marks, script_of, searchable, tokens

#: "And", "so", "by", "as", "for" with the article, and "and" alone.
_BEFORE = re.compile("^[وف]?(?:[بك]?ال|لل)|^و")
#: A preposition of one letter, or "so" and "and", which may as well be a letter of the word.
_PERHAPS_BEFORE = re.compile("^[بكلفو]")
_BEHIND = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
#: An Arabic root has three letters: what would leave fewer is left alone.
_ROOT = 3


class Word(NamedTuple):
    """A word of a text by its keys, the stem first, and where it begins and ends in the text (code points)."""

    keys: tuple[str, ...]
    start: int
    end: int

    @property
    def stem(self) -> str:
        """The key that tells phrases."""
        return self.keys[0]


def words(text: str, language: str) -> Iterator[Word]:
    """The words of a text in their order. What is written as one and read as several ("l'eau", "2.5") has one place."""
    start = 0
    for token in tokens(text):
        written = token.rstrip()
        for keys in keys_of(written, language):
            yield Word(keys, start, start + len(written))
        start += len(token)


@lru_cache(REMEMBERED)
def keys_of(written: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The keys of what is written as one word; none for a mark."""
    parts = _word().findall(searchable(written))
    return tuple(_keys(part, language) for part in parts if len(part) > 1 or len(parts) == 1 or part.isdigit())


def _keys(word: str, language: str) -> tuple[str, ...]:
    script = script_of(word)
    if script == "Arab" and not word.isdigit():
        return _arabic(word)
    if script == "Latn" and language == "ar":
        return (stem(word, "en"),)
    return (stem(word, language),)


def _arabic(word: str) -> tuple[str, ...]:
    bare = _without(_BEFORE, word)
    found = [_light(bare), stem(bare, "ar"), _light(_without(_PERHAPS_BEFORE, bare))]
    return tuple(dict.fromkeys(key for key in found if key))


def _without(before: re.Pattern[str], word: str) -> str:
    bare = before.sub("", word)
    return bare if len(bare) >= _ROOT else word


@lru_cache(REMEMBERED)
def _light(word: str) -> str:
    """The word without its endings, the longest first, for as long as a root remains."""
    for ending in _BEHIND:
        if word.endswith(ending) and len(word) - len(ending) >= _ROOT:
            return _light(word.removesuffix(ending))
    return word


@cache
def _word() -> re.Pattern[str]:
    return re.compile(f"(?:[^\\W_]|[{marks()}])+")
