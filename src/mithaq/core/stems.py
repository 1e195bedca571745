"""The stem of a word: what search and likeness take for the same word.

Most languages have a Snowball stemmer. Words of others stand as they are. A word is folded (`text.searchable`) before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache

from snowballstemmer import stemmer

#: The languages whose stems are known, by their codes.
STEMMED = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "hi": "hindi", "id": "indonesian",
    "it": "italian", "nl": "dutch", "pt": "portuguese", "ru": "russian", "tr": "turkish",
}  # fmt: skip
#: Words whose stems are remembered: more than a language's usual ones, some megabytes.
REMEMBERED = 100_000


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    name = STEMMED.get(language)
    return stemmer(name).stemWord if name else None


@lru_cache(REMEMBERED)
def stem(word: str, language: str) -> str:
    """The stem of one folded word."""
    found = _stemmer(language)
    return found(word) if found else word
