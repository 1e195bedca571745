"""How a paragraph begins: with a number, a label with a number, a letter, a bullet, or with its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mithaq.core.text import searchable, western_digits


class Opening(StrEnum):
    """The kinds of beginning, from the one that says most."""

    LABELLED = "labelled"
    NUMBERED = "numbered"
    BULLET = "bullet"
    LETTERED = "lettered"
    PLAIN = "plain"


@dataclass(frozen=True)
class Opened:
    """A paragraph's beginning: its kind, its number in digits 0 to 9, and the words after it."""

    kind: Opening
    number: str
    rest: str


_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "الأولى": 1, "الثانية": 2, "الثالثة": 3, "الرابعة": 4, "الخامسة": 5, "السادسة": 6, "السابعة": 7, "الثامنة": 8,
    "التاسعة": 9, "العاشرة": 10,
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_FOLDED = {searchable(word): number for word, number in _NUMBER_WORDS.items()}
_WORD = "|".join(_NUMBER_WORDS)
_DIGITS = r"\d{1,4}(?:\.\d{1,4})*"
#: After a label's number stands a sign, the end, or the capital with which a new sentence begins.
_AFTER_LABEL = r"\s*(?:[:.)\]–—-]+\s*|$|\n|\s(?=[A-Z“\"]))"

#: "Recommendation" in the languages in which cities hand in papers besides Arabic.
_LABEL = (
    "recomm[ae]ndation|recomendaci[oó]n|recomendaç[aã]o|raccomandazione|empfehlung|aanbeveling|rekomendasi|рекомендация"
)
_LABELLED = (
    re.compile(
        rf"(?:(?i:(?:policy |key )?(?:{_LABEL})|rec\.?)\s*(?i:no\.?|number|nr\.?|nº|n[°o]\.?|№|#)?\s*|R\.?\s?-?)"
        rf"[(\[]?(?P<number>{_DIGITS}|(?i:{_WORD})\b){_AFTER_LABEL}"
    ),
    re.compile(rf"(?:建议|建議|勧告|提言)\s*(?P<number>{_DIGITS}|[一二三四五六七八九十])\s*[:：.．、)）]\s*"),
    re.compile(rf"(?:ال)?توصية\s*(?:رقم)?\s*[(\[]?(?P<number>{_DIGITS}|{_WORD})\s*(?:[:.)\]–—-]+\s*|$|\n)"),
)
_NUMBERED = (
    # 115.1 Take… / 1.2.3. Take… / 2.5 million is no number of a paragraph.
    re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,4})+)[.):]?\s+(?=[^\W\d_a-z]|[“\"«(\[])"),
    # 1. / 1) / (1) / [1] / 1- / 1:
    re.compile(r"[(\[]?(?P<number>\d{1,4})\s?[.)\]](?:\s+|$|(?=[^\W\dA-Za-z_]))"),
    re.compile(r"(?P<number>\d{1,4})\s*[-–—:](?:\s+|(?=[^\W\dA-Za-z_]))"),
)
_LETTERED = re.compile(r"\(?(?:[a-z]|[A-Z]|[ivxlc]{1,6})[.)]\s+|\(?[أ-ي]\s?[-.)–]\s*(?=\S)")
_BULLET = re.compile(r"[•▪▫◦‣⁃·∙*●○■□◆◇➢➤►✓✔–—-]\s+")


def opened(text: str, printed: str = "", bullet: bool = False) -> Opened:
    """How a paragraph begins, the number that Word prints before it included."""
    whole = f"{printed} {text}".strip() if printed else text.strip()
    if bullet:
        labelled = _first(_LABELLED, whole)
        return Opened(Opening.LABELLED, *labelled) if labelled else Opened(Opening.BULLET, "", text.strip())
    for kind, patterns in ((Opening.LABELLED, _LABELLED), (Opening.NUMBERED, _NUMBERED)):
        if found := _first(patterns, whole):
            return Opened(kind, *found)
    for kind, pattern in ((Opening.BULLET, _BULLET), (Opening.LETTERED, _LETTERED)):
        if begun := pattern.match(whole):
            return Opened(kind, "", whole[begun.end() :].strip())
    return Opened(Opening.PLAIN, "", whole)


def follows(number: str, following: str) -> bool:
    """Whether one number is the next after another: 3 after 2, 115.3 after 115.2, 2.1 after 1.4."""
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
            number = found["number"]
            if number[0].isdigit():
                return number, whole[found.end() :].strip()
            return str(_FOLDED[searchable(number)]), whole[found.end() :].strip()
    return None
