"""Numbers that are written in words or in letters: "three", "الحادية عشرة", "أولاً", "十一", "IV".

`valued` gives what such a word counts as; the patterns find them in a text as it is written, with or without the
vowel signs and the hamza of Arabic.
"""

from __future__ import annotations

import re

from mithaq.core.text import searchable

_CARDINALS = "one two three four five six seven eight nine ten"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "première deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima",
)
#: With these the members of a list begin, before a comma or a colon.
_ADVERBS = (
    _ORDINALS[0],
    "firstly secondly thirdly fourthly fifthly sixthly seventhly eighthly ninthly tenthly",
    "premièrement deuxièmement troisièmement quatrièmement cinquièmement sixièmement septièmement huitièmement",
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
    "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
    "erstens zweitens drittens viertens fünftens sechstens siebtens achtens neuntens zehntens",
    "во-первых во-вторых в-третьих в-четвертых в-пятых в-шестых в-седьмых в-восьмых в-девятых в-десятых",
)
#: With these the last member begins, and counts as the next.
_AT_LAST = (
    "finally", "and finally", "lastly", "last", "last but not least", "enfin", "finalement", "pour finir", "por último",
    "por fim", "finalmente", "schließlich", "zuletzt", "infine", "ten slotte", "tot slot", "akhirnya", "наконец",
    "и наконец", "son olarak", "最后", "最後", "أخيرا", "وأخيرا", "ختاما", "وختاما",
)  # fmt: skip
_FEMININE = ["حادية", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة", "ثامنة", "تاسعة"]
_MASCULINE = ["حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
_TENS = {20: "عشر", 30: "ثلاث", 40: "أربع", 50: "خمس", 60: "ست", 70: "سبع", 80: "ثمان", 90: "تسع"}
_CASES = ("ون", "ين")
_HAN = "一二三四五六七八九"

#: Vowel signs and the letter that only lengthens a word.
_SIGNS = "[\u064b-\u0652\u0640]*"
_VARIANTS = {"أ": "[أا]", "ا": "[اأإآ]", "ة": "[ةه]", "ى": "[ىي]", "ي": "[يى]"}


def _of_a_recommendation() -> dict[str, int]:
    """Arabic ordinals as they stand after "التوصية"."""
    words = _by_place("الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة")
    words |= {f"ال{unit} عشرة": 10 + count for count, unit in enumerate(_FEMININE, 1)}
    for tens, stem in _TENS.items():
        for case in _CASES:
            words[f"ال{stem}{case}"] = tens
            words |= {f"ال{unit} وال{stem}{case}": tens + count for count, unit in enumerate(_FEMININE, 1)}
    return words


def _of_a_list() -> dict[str, int]:
    """Arabic adverbs with which the members of a list begin: "أولاً", "حادي عشر"."""
    words = dict(
        zip(
            ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"],
            range(1, 11),
            strict=True,
        )
    )
    words |= {f"{unit} عشر": 10 + count for count, unit in enumerate(_MASCULINE, 1)}
    for tens, stem in _TENS.items():
        for case in _CASES:
            words[f"{stem}{case}"] = tens
            words |= {f"{unit} و{stem}{case}": tens + count for count, unit in enumerate(_MASCULINE, 1)}
    return words


def _in_han() -> dict[str, int]:
    """Chinese numerals up to 99."""
    words = {unit: count for count, unit in enumerate(_HAN, 1)}
    for count, tens in enumerate(["", *_HAN[1:]], 1):
        words |= {f"{tens}十": 10 * count} | {f"{tens}十{unit}": 10 * count + more for more, unit in enumerate(_HAN, 1)}
    return words


def _by_place(*lists: str) -> dict[str, int]:
    return {word: place for listed in lists for place, word in enumerate(listed.split(), 1)}


def _as_written(word: str) -> str:
    """A pattern for an Arabic word with whatever signs stand on its letters."""
    return "".join(r"\s+" if letter == " " else _VARIANTS.get(letter, letter) + _SIGNS for letter in word)


def _any_of(words: dict[str, int], as_written: bool = False) -> str:
    longest_first = sorted(words, key=lambda word: -len(word))
    return "|".join(_as_written(word) if as_written else re.escape(word) for word in longest_first)


_RECOMMENDED, _LISTED, _HAN_WORDS = _of_a_recommendation(), _of_a_list(), _in_han()
_COUNTED, _RANKED, _TOLD_OFF = _by_place(_CARDINALS), _by_place(*_ORDINALS), _by_place(*_ADVERBS)
_VALUES = {
    searchable(word): value
    for words in (_RECOMMENDED, _LISTED, _HAN_WORDS, _COUNTED, _RANKED, _TOLD_OFF)
    for word, value in words.items()
}

#: Patterns without groups.
COUNTED = _any_of(_COUNTED)
RANKED = _any_of(_RANKED)
TOLD_OFF = _any_of(_TOLD_OFF)
AT_LAST = "|".join(_as_written(word) for word in sorted(_AT_LAST, key=lambda word: -len(word)))
#: What turns digits into an ordinal: 1st, 1er, 1re, 2e, 2ème, 3.º, 1-я.
ENDING = r"(?:st|nd|rd|th|er|[èe]re|re|(?:i?[èe])?me|nde?|e|\.?[ºªoa]|-?(?:я|ая|й))"
RECOMMENDED = _any_of(_RECOMMENDED, as_written=True)
LISTED = _any_of(_LISTED, as_written=True)
HAN = _any_of(_HAN_WORDS)
#: Capital Roman numerals up to 89.
ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def valued(number: str) -> str:
    """The number in digits 0 to 9; letters and Roman numerals stay as they are printed."""
    if number[0].isdecimal():
        return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in number)
    return str(_VALUES.get(searchable(number), number))


def is_small_roman(mark: str) -> bool:
    """Whether a mark may be a small Roman numeral: i, iv, xii."""
    return re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", mark) is not None
