"""The numbers and months that a text says, in English and Arabic words or in digits of either script.

A figure in digits is certain. A number in words is certain from three to ten and for whole tens from thirty on; "one",
"two", "twenty" and all ordinals are only possible, since languages say them in other ways too (a dual, "the first",
"the Group of Twenty").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mithaq.core.text import western_digits


@dataclass(frozen=True)
class Said:
    """A number where it stands: from `start` to `end` in code points."""

    value: Decimal
    is_percent: bool
    start: int
    end: int
    #: Whether it is written in digits; if not, whether the words can mean nothing else.
    in_digits: bool
    is_certain: bool


_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "half": 50, "million": 10**6, "billion": 10**9,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "once": 1, "twice": 2, "both": 2, "pair": 2, "dozen": 12,
}  # fmt: skip
_AR = {
    "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتين": 2, "اثنتان": 2, "ثلاثة": 3, "ثلاث": 3, "أربعة": 4,
    "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "ثمان": 8,
    "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "أربعون": 40,
    "أربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80,
    "ثمانين": 80, "تسعون": 90, "تسعين": 90, "مئة": 100, "مائة": 100, "ألف": 1000, "مليون": 10**6, "مليار": 10**9,
    "أول": 1, "أولى": 1, "ثاني": 2, "ثانية": 2, "ثان": 2, "ثالث": 3, "ثالثة": 3, "رابع": 4, "رابعة": 4, "خامس": 5,
    "خامسة": 5, "سادس": 6, "سادسة": 6, "سابع": 7, "سابعة": 7, "ثامن": 8, "ثامنة": 8, "تاسع": 9, "تاسعة": 9,
    "عاشر": 10, "عاشرة": 10, "نصف": 50, "مرة": 1, "مرتين": 2, "كلا": 2, "ألفي": 2000, "ألفين": 2000, "مئتي": 200,
    "مليونين": 2 * 10**6, "مليوني": 2 * 10**6,
}  # fmt: skip
_CERTAIN_EN = frozenset(
    ("three", "four", "five", "six", "seven", "eight", "nine", "ten", "thirty", "forty", "fifty", "sixty", "seventy",
     "eighty", "ninety")
)  # fmt: skip
_CERTAIN_AR = frozenset(
    (
        "ثلاثة",
        "ثلاث",
        "أربعة",
        "أربع",
        "خمسة",
        "خمس",
        "ستة",
        "ست",
        "سبعة",
        "سبع",
        "ثمانية",
        "ثماني",
        "ثمان",
        "تسعة",
        "تسع",
        "عشرة",
        "ثلاثون",
        "ثلاثين",
        "أربعون",
        "أربعين",
        "خمسون",
        "خمسين",
        "ستون",
        "ستين",
        "سبعون",
        "سبعين",
        "ثمانون",
        "ثمانين",
        "تسعون",
        "تسعين",
    )
)
_SCALES = {
    "thousand": 1000, "thousands": 1000, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9,
    "trillion": 10**12, "ألف": 1000, "ألفا": 1000, "آلاف": 1000, "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6,
    "مليار": 10**9, "مليارا": 10**9, "مليارات": 10**9, "بليون": 10**9, "تريليون": 10**12,
}  # fmt: skip

#: Letters that stand beside figures without a space: those of languages without spaces, and what Arabic joins to words.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = f"(?:(?![{_UNSPACED}])[^\\W\\d_])"
_BEFORE = (
    f"(?:(?<![^\\W_])|(?<=[{_UNSPACED}])|(?<=بـ)|(?<=لـ)"
    "|(?<=[وفبلكـ])(?<![^\\W_][وفبلكـ])|(?<=[وف][بلـ])(?<![^\\W_][وف][بلـ]))"
)
_FIGURE = re.compile(
    rf"{_BEFORE}(?:\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)|\d+(?:[.,٫٬]\d+)*)"
    rf"(?:st\b|nd\b|rd\b|th\b|[ºª°])?(?!{_LETTER})"
)
_PERCENT = re.compile(r"\u200e?\s*(?:[%٪]|per\s?cent\b|percentage points?\b|(?:في|ب)\s?ال(?:مئة|مائة)|نقاط مئوية)")
_PERCENT_BEFORE = re.compile(r"[%٪]\s?\u200e?$")
_SCALE = re.compile(r"\s*([^\W\d_][\w\u064b-\u0652]*)")
_WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652]*")
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0640]")
_JOINED = re.compile("^(?:[وف]?[بكل]?ال|[وف]?لل|[وف]?[بل]|[وف])")
_GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?")


def numbers_in(text: str) -> list[Said]:
    """Every number that the text says, in its order."""
    figures = list(_figures(text))
    taken = [range(one.start, one.end) for one in figures]
    words = [one for one in _words(text) if not any(one.start in span for span in taken)]
    return sorted([*figures, *words], key=lambda one: one.start)


def _figures(text: str) -> Iterator[Said]:
    for found in _FIGURE.finditer(text):
        value, end = _value(found.group()), found.end()
        scale = _SCALE.match(text, end)
        if scale and (times := _SCALES.get(_VOWEL_SIGNS.sub("", scale.group(1)).lower())):
            value, end = value * times, scale.end()
        percent, before = _PERCENT.match(text, end), _PERCENT_BEFORE.search(text, 0, found.start())
        start = before.start() if before else found.start()
        yield Said(value.normalize(), bool(percent or before), start, percent.end() if percent else end, True, True)


def _value(figure: str) -> Decimal:
    plain = re.sub("[ \u00a0\u202f]|(?:st|nd|rd|th|[ºª°])$", "", western_digits(figure))
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(",", "").replace("٬", "").replace("٫", "."))
    parts = re.split("[.,٫٬]", plain)
    return Decimal(parts[0] + "." + "".join(parts[1:]) if len(parts) > 1 else parts[0])


def _words(text: str) -> Iterator[Said]:
    for found in _WORD.finditer(text):
        word = _VOWEL_SIGNS.sub("", found.group()).lower()
        value, is_certain = _EN.get(word), word in _CERTAIN_EN
        if value is None:
            bare = word if word in _AR else _JOINED.sub("", word)
            value, is_certain = _AR.get(bare), bare in _CERTAIN_AR
        if value is not None:
            yield Said(Decimal(value).normalize(), False, found.start(), found.end(), False, is_certain)


_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "يناير", "كانون الثاني", "جانفي"),
    ("february", "فبراير", "شباط", "فيفري"),
    ("march", "مارس", "آذار"),
    ("april", "أبريل", "إبريل", "نيسان", "أفريل"),
    ("may", "مايو", "أيار", "ماي"),
    ("june", "يونيو", "يونيه", "حزيران", "جوان"),
    ("july", "يوليو", "يوليه", "تموز", "جويلية"),
    ("august", "أغسطس", "آب", "أوت"),
    ("september", "سبتمبر", "أيلول"),
    ("october", "أكتوبر", "تشرين الأول"),
    ("november", "نوفمبر", "تشرين الثاني"),
    ("december", "ديسمبر", "كانون الأول"),
)
#: Also other words: they are months only beside a figure.
_AMBIGUOUS = frozenset(("may", "march", "august", "مارس", "آب", "ماي", "جوان", "أوت"))
_NAMES: Mapping[str, int] = {name: place for place, names in enumerate(_MONTHS, start=1) for name in names}
_MONTH = re.compile(
    r"(?<!\w)(?:[وفبل]{1,2})?(" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)


def months_in(text: str) -> dict[int, tuple[int, int]]:
    """The months that the text names, each with its first place."""
    found: dict[int, tuple[int, int]] = {}
    for match in _MONTH.finditer(text):
        name = match.group(1).lower()
        if name in _AMBIGUOUS and not _is_beside_a_figure(text, match.start(), match.end()):
            continue
        found.setdefault(_NAMES[name], (match.start(1), match.end(1)))
    return found


def _is_beside_a_figure(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\d\s*$", text[:start]) or re.match(r"\s*\d", text[end:]))
