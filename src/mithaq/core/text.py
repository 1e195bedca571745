"""Text as the engines see it: folded for comparison, folded for search, hashed, cut into tokens.

- `normalised`: two texts that read the same on paper are equal (composition of accents, kinds and runs of white
  space, hyphens that only guide line breaks, invisible direction marks). Applying it twice changes nothing.
- `searchable`: `normalised`, and also without case, accents, Arabic vowel signs and tatweel; forms of alef, of
  ya and of ta marbuta are one; digits are 0 to 9. Applying it twice changes nothing.
- `sought`: the words of a search, folded as `searchable` does; a text that holds all of them is found.
- `tokens`: a word, a number with its separators, one CJK character or one other character, each with the white
  space after it. `"".join(tokens(t)) == t` for every string.
- `text_hash`: SHA-256 of the text's NFC form in UTF-8.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from functools import cache

#: Seen by nobody: soft hyphen, zero-width space and word joiner, byte order mark, marks that only set direction.
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
)
#: A hyphen that forbids a line break reads as a hyphen.
_AS_READ = {**_INVISIBLE, 0x2011: "-"}
_WHITE_SPACE = re.compile(r"\s+")

_WESTERN_DIGITS = {zero + digit: str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}

#: Accents of Latin, Greek and Cyrillic letters; Arabic vowel signs, Koranic signs, hamza and madda as marks.
_SIGNS = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]"
)
_ONE_FORM = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None,
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
        "’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "‐": "-", "–": "-", "—": "-",
    }
)  # fmt: skip

#: "And", "so", "by", "as", "for" and the article before an Arabic word, as they are written together with it.
_PREFIX = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل|[وف])")
#: An Arabic root has three letters: what would leave fewer is no prefix.
SHORTEST_ROOT = 3

#: Letters of a script by range, enough to tell scripts apart (ISO 15924 codes).
_SCRIPTS = (
    ("Arab", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"),
    ("Latn", "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"),
    ("Cyrl", "\u0400-\u052f"),
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Hebr", "\u0590-\u05ff"),
    ("Deva", "\u0900-\u097f"),
    ("Hang", "\uac00-\ud7a3"),
    ("Kana", "\u3040-\u30ff"),
    ("Hani", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
)
_LATIN_LETTER = re.compile("[A-Za-z]")
_LETTERS_OF = tuple((script, re.compile(f"(?![٠-٩۰-۹،؛؟])[{span}]")) for script, span in _SCRIPTS)

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Zero-width joiner and non-joiner: they shape a word and stand inside it.
_JOINERS = "\u200c\u200d"


def normalised(text: str) -> str:
    """The text for comparison: NFC, each run of white space one space, nothing at the ends, nothing invisible."""
    return _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_AS_READ))).strip()


def searchable(text: str) -> str:
    """The text for search: case, accents, vowel signs and variant letters folded, digits 0 to 9."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_ONE_FORM)
    return normalised(western_digits(unicodedata.normalize("NFKC", _SIGNS.sub("", plain))))


def sought(words: str) -> list[str]:
    """What a text must contain, as `searchable` folds it, to be found by these words: each of them, without the Arabic
    article and the letters written together with a word ("والتوصية" is found by "توصية" and the other way round)."""
    return [_without_prefix(word) for word in searchable(words).split()]


def _without_prefix(word: str) -> str:
    bare = _PREFIX.sub("", word)
    return bare if len(bare) >= SHORTEST_ROOT else word


def western_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits written 0 to 9; everything else as it was."""
    return text.translate(_WESTERN_DIGITS)


def text_hash(text: str) -> str:
    """SHA-256 of the text's NFC form in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def script_of(text: str) -> str:
    """The script of most of the text's letters (ISO 15924: "Arab", "Latn"…), "Zyyy" where there is no letter."""
    if text.isascii():
        return "Latn" if _LATIN_LETTER.search(text) else "Zyyy"
    letters = Counter({script: len(found.findall(text)) for script, found in _LETTERS_OF})
    script, count = letters.most_common(1)[0]
    return script if count else "Zyyy"


def language_of(text: str, default: str = "en") -> str:
    """The language by script alone: "ar" for Arabic letters, `default` for Latin ones or none, else "und"."""
    script = script_of(text)
    if script == "Arab":
        return "ar"
    return default if script in ("Latn", "Zyyy") else "und"


#: Languages in Arabic letters.
_IN_ARABIC_LETTERS = frozenset(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"))
#: Languages in other letters than Latin or Arabic ones.
_OTHER_LETTERS = "am be bg bn el gu he hi hy ja ka km kn ko lo mk ml mn mr my ne or pa ru si sr ta te th ti uk yi zh"
_IN_OTHER_LETTERS = frozenset(_OTHER_LETTERS.split())


def language_as_told(text: str, told: str) -> str:
    """The language that somebody says a text is in, where the text can be in it; else the one of its letters. In a text
    told to be French, the words in Arabic letters are Arabic."""
    by_letters = language_of(text)
    language = told.partition("-")[0].lower()
    if not told or (by_letters == "ar") != (language in _IN_ARABIC_LETTERS):
        return by_letters
    return by_letters if by_letters == "und" and language not in _IN_OTHER_LETTERS else told


#: The signs of Unicode of which pictures are put together (UTS 51).
_TONES_OF_SKIN, _LETTERS_OF_FLAGS, _JOINS_PICTURES = "\U0001f3fb-\U0001f3ff", "\U0001f1e6-\U0001f1ff", "\u200d"


def tokens(text: str) -> list[str]:
    """The text cut into tokens, each with the white space that follows it; joined, they are the text."""
    return _token().findall(text)


@cache
def _token() -> re.Pattern[str]:
    inner = marks()
    letter = f"(?:(?![{_CJK}])[^\\W\\d_])"
    inside = f"(?:(?![{_CJK}])[^\\W_]|[{inner}{_JOINERS}ـ])"
    # A picture may be put together of several, of a tone of skin, or of the two letters of a flag.
    sign = f"\\S[{inner}{_TONES_OF_SKIN}]*"
    return re.compile(
        rf"(?:\d+(?:[.,:٫٬]\d+)*[%٪‰]?[{inner}]*"
        rf"|{letter}{inside}*(?:['’]{letter}{inside}*)*"
        rf"|[{_CJK}][{inner}]*"
        rf"|[{_LETTERS_OF_FLAGS}]{{2}}"
        rf"|{sign}(?:{_JOINS_PICTURES}{sign})*)\s*"
        rf"|\s+"
    )


def marks() -> str:
    """Every combining mark, as ranges for a character class (15 ms, once)."""
    ranges: list[list[int]] = []
    for code in (*range(0x300, 0x1E950), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
