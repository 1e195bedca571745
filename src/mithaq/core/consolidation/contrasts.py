"""Pairs that people should see side by side: what says the same twice, and what contradicts.

Meaning vectors group subjects, not positions: "cancel the debts" lies next to "repay the debts faster". So opposites
are told by words: the direction in which each asks to go (more or less, begin or end, yes or no), turned by a negation;
in any language a negation that only one of two has; and the quantities they name. They are only ever shown; whether two
are one, people say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mithaq.core.consolidation.scale import Signals, products
from mithaq.core.consolidation.wording import stem_of, stems, words_of
from mithaq.core.text import searchable, western_digits


class Contrast(StrEnum):
    """How the two of a pair stand to each other."""

    SAME = "same"
    OPPOSITE = "opposite"
    OTHER_NUMBERS = "other_numbers"


class Beside(NamedTuple):
    """Two texts by their places, how they stand to each other, and the words or numbers in which they differ."""

    one: int
    other: int
    contrast: Contrast
    differs: tuple[str, str] = ("", "")


_MORE = """
increase raise expand strengthen extend introduce allow permit legalise legalize adopt accept ratify sign recognise
recognize build create establish fund finance subsidise subsidize invest support promote encourage accelerate enhance
hire open grant restore widen double triple improve keep maintain retain continue preserve mandatory require
زياده رفع توسيع تعزيز السماح اعتماد قبول المصادقه التصديق انشاء بناء تمويل دعم تشجيع
تسريع ابقاء مواصله مضاعفه فتح تقويه استحداث
"""
_LESS = """
reduce cut lower decrease limit restrict phase-out end abolish ban prohibit forbid repeal reject withdraw remove stop
halt cancel close dismantle abandon discontinue suspend oppose refuse narrow weaken halve slow delay postpone freeze
voluntary abrogate eliminate defund
خفض تخفيض تقليص تقليل الغاء حظر منع رفض سحب ازاله وقف انهاء اغلاق تعليق الحد تضييق ابطاء تاجيل تجميد القضاء
"""
#: The few words with which languages deny what is asked for: a closed class, which no document adds to.
_DENIES = frozenset(
    searchable(
        """
        not no never cannot don't لا لن ليس عدم nunca jamás ne pas jamais não non mai nicht kein keine keinen nie
        niemals niet geen nooit не никогда tidak jangan değil नहीं मत
        """
    ).split()
)
#: Before the word for a direction these turn it too; elsewhere they join ("without delay").
_NOT = _DENIES | frozenset(["neither", "nor", "without", "against", "دون", "بدون", "غير"])
_QUANTITY = re.compile(r"(?<![\w.])\d+(?:[.,٫]\d+)*\s?(?:%|٪|percent\b|per cent\b)?|\b(?:19|20)\d\d\b")
#: A direction counts where it is the demand itself: among the first words, not in a clause behind.
_OPENING = 8
#: What is to go up or down: so many of the words behind the direction, of which at least two and this share agree.
_OBJECT, _SAME_OBJECT = 6, 0.6
#: Words and letters at least so alike say the same twice; between languages only meaning can, and it must be striking.
_TWICE, _TWICE_ACROSS = 0.72, 0.62
#: The share of their words that two have in common where they say the same twice in one language.
_MOST = 0.65


Pair = tuple[int, int]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Direction:
    """Where a demand goes: more (1) or less (-1), by which word, and of what (stems)."""

    towards: int
    word: str
    of: frozenset[str]


@dataclass(frozen=True)
class Demand:
    """What a text asks for, as far as two can contradict in it."""

    direction: Direction | None
    quantities: frozenset[str]
    stems: frozenset[str]
    #: The word of its beginning that denies, empty where none does; else its first word is its stance.
    denial: str
    stance: str

    def shares_words_with(self, other: Demand) -> bool:
        """Whether most of the words of both are the same. Likeness alone cannot tell: it leaves out the words that no
        other text has, and of two short texts those may be all that matters."""
        return 2 * len(self.stems & other.stems) >= _MOST * (len(self.stems) + len(other.stems))


def contrasts_of(texts: Sequence[str], signals: Signals, near: Iterable[Pair]) -> dict[Pair, Beside | None]:
    """How the two of each pair stand to each other; None where they neither say the same nor contradict.

    Nothing but the two tells, and what the scale was learned of, so an answer holds for as long as that does.
    """
    pairs = np.array(sorted(near), np.int64).reshape(-1, 2)
    if not len(pairs):
        return {}
    demands = {place: demand(texts[place]) for place in np.unique(pairs).tolist()}
    alike = _alike(signals, pairs[:, 0], pairs[:, 1])
    one_language = signals.languages[pairs[:, 0]] == signals.languages[pairs[:, 1]]
    return {
        (one, other): _contrast(one, other, demands, float(likeness), bool(same))
        for (one, other), likeness, same in zip(pairs.tolist(), alike, one_language, strict=True)
    }


def _contrast(one: int, other: int, demands: Mapping[int, Demand], alike: float, one_language: bool) -> Beside | None:
    first, second = demands[one].direction, demands[other].direction
    if first and second and first.towards != second.towards:
        opposed = _of_one_thing(first, second) if one_language else alike >= _TWICE_ACROSS
        return Beside(one, other, Contrast.OPPOSITE, (first.word, second.word)) if opposed else None
    if one_language and not (first and second) and bool(demands[one].denial) != bool(demands[other].denial):
        # In whatever language: the same words, and only one of the two has a word that denies.
        opposed = demands[one].shares_words_with(demands[other])
        return Beside(one, other, Contrast.OPPOSITE, (demands[one].stance, demands[other].stance)) if opposed else None
    if alike < (_TWICE if one_language else _TWICE_ACROSS):
        return None
    if one_language and not demands[one].shares_words_with(demands[other]):
        return None
    ones, others = demands[one].quantities, demands[other].quantities
    if ones == others:
        return Beside(one, other, Contrast.SAME)
    return Beside(one, other, Contrast.OTHER_NUMBERS, (" ".join(sorted(ones)), " ".join(sorted(others))))


def _alike(signals: Signals, ones: Places, others: Places) -> npt.NDArray[np.float32]:
    """How alike pairs are: in one language by words and letters, between two by meaning."""
    words, letters = products(signals.words, ones, others), products(signals.letters, ones, others)
    across = np.einsum("ij,ij->i", signals.centred[ones], signals.centred[others])
    same = signals.languages[ones] == signals.languages[others]
    return np.asarray(np.where(same, (words + letters) / 2, across), np.float32)


def _of_one_thing(one: Direction, other: Direction) -> bool:
    shared, fewest = len(one.of & other.of), min(len(one.of), len(other.of))
    return shared >= min(2, fewest) > 0 and shared >= _SAME_OBJECT * fewest


@lru_cache(maxsize=20_000)
def demand(text: str) -> Demand:
    """What a text asks for."""
    telling = (stem for stem in stems(text) if len(stem) > 3)
    opening = words_of(text)[:_OPENING]
    denial = next((word for word in opening if word in _DENIES or word.startswith("n'")), "")
    return Demand(direction(text), quantities(text), frozenset(telling), denial, denial or "".join(opening[:1]))


def direction(text: str) -> Direction | None:
    """Whether a demand asks for more or for less, and of what; None where its first words do not say."""
    more, less = _directions()
    words = words_of(text)
    found = [stem_of(word, "") for word in words]
    for place, stem in enumerate(found[:_OPENING]):
        towards = 1 if stem in more else -1 if stem in less else 0
        if towards:
            denied = any(earlier in _NOT for earlier in words[max(0, place - 3) : place])
            behind = [stem for stem in found[place + 1 :] if len(stem) > 3 and stem not in more | less][:_OBJECT]
            return Direction(-towards if denied else towards, words[place], frozenset(behind))
    return None


@cache
def _directions() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(stems(_MORE.replace("\n", " "), "en")) | frozenset(stems(_MORE, "ar")), frozenset(
        stems(_LESS, "en")
    ) | frozenset(stems(_LESS, "ar"))


def quantities(text: str) -> frozenset[str]:
    """The numbers that a text names, in digits 0 to 9, percentages with their sign."""
    found = _QUANTITY.findall(western_digits(text))
    return frozenset(re.sub(r"\s?(?:%|٪|percent|per cent)$", "%", number.strip()) for number in found)
