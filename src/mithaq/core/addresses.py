"""E-mail addresses as they are told apart: two that look or work the same have one key.

- `address_key("")` is empty; else it is the same for addresses that differ in case, in Unicode's compatibility forms
  (full-width letters, ligatures), in an IDNA domain written as `xn--…` or in letters, or in Cyrillic and Greek letters
  that are drawn like Latin ones.
- Two honest addresses may share a key (Unicode Technical Standard 39 calls it a skeleton); then the second is asked
  about by a person, which is better than a letter to the wrong one.
"""

from __future__ import annotations

import unicodedata

#: Small letters of Cyrillic and Greek by the Latin letter that they are drawn like (from UTS 39's confusables).
_DRAWN_LIKE = str.maketrans(
    {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "ѕ": "s", "і": "i", "ј": "j",
        "ԁ": "d", "һ": "h", "ӏ": "l", "ԛ": "q", "ԝ": "w", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h",
        "ο": "o", "α": "a", "ν": "v", "ρ": "p", "υ": "u", "χ": "x", "ι": "i", "κ": "k", "τ": "t",
        "ı": "i", "ɡ": "g", "ɑ": "a",
    }
)  # fmt: skip
#: Seen by nobody, and dropped by none of the forms below.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def address_key(address: str) -> str:
    """What an address has in common with every other that looks or works the same; empty for an empty one."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return _skeleton(address.strip())
    return f"{_skeleton(local)}@{_skeleton(_in_letters(_folded(domain)))}"


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold()).translate(_INVISIBLE)


def _skeleton(words: str) -> str:
    return _folded(words).translate(_DRAWN_LIKE)


def _in_letters(domain: str) -> str:
    """The domain with its `xn--` labels in letters; a label that is none stays as it is."""
    return ".".join(_label_in_letters(label) for label in domain.rstrip(".").split("."))


def _label_in_letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return _folded(label.removeprefix("xn--").encode("ascii").decode("punycode"))
    except UnicodeError:
        return label
