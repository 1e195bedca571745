"""How a paragraph begins: with a number, a label with a number, a letter, a bullet, or with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mithaq.core.reading.ordinals import (
    AT_LAST,
    COUNTED,
    ENDING,
    HAN,
    LISTED,
    RANKED,
    RECOMMENDED,
    ROMAN,
    TOLD_OFF,
    valued,
)
from mithaq.core.text import western_digits


class Opening(StrEnum):
    """The kinds of beginning, from the one that says most."""

    LABELLED = "labelled"
    NUMBERED = "numbered"
    ROMAN = "roman"
    BULLET = "bullet"
    LETTERED = "lettered"
    PLAIN = "plain"


@dataclass(frozen=True)
class Opened:
    """A paragraph's beginning: its kind, its number, and the words after it.

    Numbers are in digits 0 to 9; letters and Roman numerals are as printed.
    """

    kind: Opening
    number: str
    rest: str


_DIGITS = r"\d{1,4}(?:\.\d{1,4})*"
#: After a label's number stands a sign, the end, or the capital with which a new sentence begins.
_AFTER_LABEL = r"\s*(?:[:.)\]–—-]+\s*|$|\n|\s(?=[A-Z“\"]))"

#: After letters that count stands a sign, since they could be a word.
_AFTER_LETTERS = r"\s*[:.)\]–—-]+\s*"
#: "Recommendation" in the languages in which cities hand in papers besides Arabic.
_LABEL = (
    "recomm[ae]ndation|recomendaci[oó]n|recomendaç[aã]o|raccomandazione|empfehlung|aanbeveling|rekomendasi|рекомендация"
    "|öneri|tavsiye|rekomendacja|zalecenie|pendekezo|khuyến nghị|सिफारिश|सिफ़ारिश|अनुशंसा"
)
_NUMERO = r"(?i:no\.?|number|nr\.?|nº|n\.?\s?[°ºo]?\.?|n[uú]m\.?|№|#)?"


@dataclass(frozen=True)
class _Patterns:
    """How each kind of beginning looks."""

    labelled: tuple[re.Pattern[str], ...]
    numbered: tuple[re.Pattern[str], ...]
    roman: re.Pattern[str]
    lettered: re.Pattern[str]
    bullet: re.Pattern[str]
    in_words: re.Pattern[str]
    concluding: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    # Compiled when the first paragraph is looked at: it takes a seventh of a second, and a server reads none itself.
    return _Patterns(
        labelled=(
            re.compile(
                rf"(?:(?i:(?:policy |key )?(?:{_LABEL})|rec\.?)\s*{_NUMERO}\s*|R\.?\s?-?)"
                rf"[(\[]?(?P<number>{_DIGITS}|(?i:{COUNTED})\b)(?:{ENDING}(?=\s*[:.)\]–—-]|\s*$))?{_AFTER_LABEL}"
            ),
            re.compile(
                rf"(?i:(?:policy |key )?(?:{_LABEL}))\s+{_NUMERO}\s*"
                rf"[(\[]?(?P<number>(?:{ROMAN})|[A-Z])\b{_AFTER_LETTERS}"
            ),
            re.compile(
                rf"(?P<number>(?i:{RANKED})|\d{{1,3}}(?={ENDING}\s))(?:{ENDING})?\s+(?i:{_LABEL})\s*(?:[:.–—-]+\s*|$|\n)"
            ),
            re.compile(rf"(?:建议|建議|勧告|提言|권고|제언)\s*(?P<number>{_DIGITS}|{HAN})\s*[:：.．、)）]\s*"),
            re.compile(
                rf"(?:ال)?توصية\s*(?:رقم)?\s*[(\[]?(?P<number>{_DIGITS}|{RECOMMENDED})\s*(?:[:.)\]–—/ـ-]+\s*|$|\n)"
            ),
        ),
        numbered=(
            # 115.1 Take… / 1.2.3. Take… / 2.5 million is no number of a paragraph.
            re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,4})+)[.):]?\s+(?=[^\W\d_a-z]|[“\"«(\[])"),
            # 1. / 1) / (1) / [1] / 1- / 1: / 2.- / ٢ـ / ٥/ / 3º / 一、/ （三）/ أولاً: / First, / Во-первых,
            re.compile(r"[(\[（]?(?P<number>\d{1,4})\s?[.)\]）](?:\s+|$|(?=[^\W\dA-Za-z_]))"),
            re.compile(r"(?P<number>\d{1,4})\s*\.?[-–—:ـ/](?:\s+|(?=[^\W\dA-Za-z_]))"),
            re.compile(r"(?P<number>\d{1,3})[ºª]\.?\s+"),
            re.compile(rf"(?:[（(](?P<number>{HAN})[)）]|(?P<other>{HAN})、)\s*"),
            re.compile(rf"(?P<number>(?i:{TOLD_OFF}))\s?[,:.)–—-]\s+"),
            re.compile(rf"(?P<number>{LISTED})\s*(?:[:.،)\]–—/ـ-]+\s*|$|\n)"),
        ),
        roman=re.compile(rf"[(\[]?(?P<number>{ROMAN})[.)\]]\s+"),
        lettered=re.compile(
            r"\(?(?P<number>[a-zа-яё]|[A-ZА-ЯЁ]|[ivxlc]{1,6})[.)]\s+|\(?(?P<other>[أ-ي])\s?[-.)–ـ]\s*(?=\S)"
        ),
        bullet=re.compile(r"[•▪▫◦‣⁃·∙*●○■□◆◇➢➤►✓✔–—-]\s+"),
        in_words=re.compile(rf"(?:(?i:{TOLD_OFF})\b|{LISTED})"),
        concluding=re.compile(rf"(?i:{AT_LAST})\s?[,:.،，)–—-]\s*"),
    )


def opened(text: str, printed: str = "", bullet: bool = False) -> Opened:
    """How a paragraph begins, the number that Word prints before it included."""
    whole, looks = f"{printed} {text}".strip() if printed else text.strip(), _patterns()
    if bullet:
        labelled = _first(looks.labelled, whole)
        return Opened(Opening.LABELLED, *labelled) if labelled else Opened(Opening.BULLET, "", text.strip())
    for kind, patterns in ((Opening.LABELLED, looks.labelled), (Opening.NUMBERED, looks.numbered)):
        if found := _first(patterns, whole):
            return Opened(kind, *found)
    if begun := looks.bullet.match(whole):
        return Opened(Opening.BULLET, "", whole[begun.end() :].strip())
    for kind, pattern in ((Opening.ROMAN, looks.roman), (Opening.LETTERED, looks.lettered)):
        if found := _first((pattern,), whole):
            return Opened(kind, *found)
    return Opened(Opening.PLAIN, "", whole)


def concluding(text: str, before: str, number: str) -> Opened | None:
    """The last member of a list that is told off in words, "Finally, …" after "Second, …": numbered as the next. None
    where the paragraph begins otherwise, or `before`, the last that was numbered, has its number in digits."""
    looks = _patterns()
    found = looks.concluding.match(text)
    if not found or not number.isdigit() or not looks.in_words.match(before):
        return None
    return Opened(Opening.NUMBERED, str(int(number) + 1), text[found.end() :].strip())


def follows(number: str, following: str) -> bool:
    """Whether one number is the next after another: 3 after 2, 115.3 after 115.2, 2.1 after 1.4. Of two letters or
    Roman numerals nobody can tell which alphabet they count by, so they do."""
    if number.isalpha() and following.isalpha():
        return True
    some, others = number.split("."), following.split(".")
    if not all(part.isdigit() for part in (*some, *others)):
        return False
    before, after = [*map(int, some)], [*map(int, others)]
    # One step at any depth, and from there down the first of everything: 1.4 is followed by 1.5, 2, 2.1 and 1.4.1.
    steps = [[*before[:at], before[at] + 1] for at in range(len(before))]
    steps += [before] if len(after) > len(before) else []
    return any(after == [*step, *[1] * (len(after) - len(step))] for step in steps)


def bare_number(text: str) -> str | None:
    """The number if a cell holds nothing else: "12", "(12)", "115.3.", "R4", "التوصية ٣"."""
    digits = western_digits(text.strip())
    plain = re.fullmatch(rf"(?:[A-Za-z]{{1,3}}[.\s-]?)?[(\[]?({_DIGITS})[)\].:-]?", digits)
    if plain:
        return plain[1]
    found = opened(text)
    return found.number if found.number and not found.rest else None


def _first(patterns: tuple[re.Pattern[str], ...], whole: str) -> tuple[str, str] | None:
    """The number and the rest by the first pattern that fits. Digits are made western one for one, so places hold."""
    digits = western_digits(whole)
    for pattern in patterns:
        if found := pattern.match(digits):
            number = found["number"] or found["other"]
            return valued(number), whole[found.end() :].strip()
    return None
