"""Two versions side by side: what each says that the other does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mithaq.core.parity.numbers import Said, months_in, numbers_in
from mithaq.core.terms import places_of
from mithaq.core.text import script_of


class Aspect(StrEnum):
    """In what two versions differ."""

    NUMBER = "number"
    YEAR = "year"
    MONTH = "month"
    NAME = "name"
    BRACKETS = "brackets"
    PARTS = "parts"
    LENGTH = "length"


@dataclass(frozen=True)
class Version:
    """A clause in one language."""

    language: str
    words: str


@dataclass(frozen=True)
class Difference:
    """What stands in the version of `language`, from `start` to `end` (code points), and not in the other. Brackets and
    parts are counted, here and in the other version."""

    aspect: Aspect
    language: str
    words: str
    start: int = 0
    end: int = 0
    here: int = 0
    there: int = 0


#: What begins a part: a letter or number with a bracket or a full stop, a dash, a bullet.
_PART = re.compile(r"^\s*(?:\(?[^\W_]{1,3}[.)]|[-–•*])\s", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_YEARS = range(1900, 2200)
#: One version of a clause of so many letters may be so many times as long as the other.
_LONG, _TIMES = 80, 2.6
#: Scripts in which as many letters say about as much.
_ALPHABETS = frozenset(("Arab", "Latn", "Cyrl", "Grek"))


def parity(one: Version, other: Version, names: Sequence[Mapping[str, str]] = ()) -> tuple[Difference, ...]:
    """What one version says and the other does not, in the order of the versions and their words.

    `names` are names that belong together, each by language.
    """
    both = ((one, other), (other, one))
    found: list[Difference] = []
    for here, there in both:
        found.extend(_numbers(here, there))
        found.extend(_months(here, there))
        found.extend(_names(here, there, names))
    found.extend(_counts(Aspect.BRACKETS, one, other, lambda words: words.count("[")))
    found.extend(_counts(Aspect.PARTS, one, other, _parts))
    found.extend(_length(one, other))
    return tuple(found)


def _numbers(here: Version, there: Version) -> Iterator[Difference]:
    ours, theirs = numbers_in(here.words), numbers_in(there.words)
    figures = Counter((said.value, said.is_percent) for said in theirs if said.in_digits)
    words = Counter(said.value for said in theirs if not said.in_digits)
    unmatched = [said for said in ours if said.in_digits and not _found(said, figures, words)]
    for said in unmatched:
        aspect = Aspect.YEAR if not said.is_percent and said.value in _YEARS else Aspect.NUMBER
        yield _at(aspect, here, said.start, said.end)
    if not unmatched:
        yield from _spelled_out(here, ours, theirs)


def _found(said: Said, figures: Counter[tuple[Decimal, bool]], words: Counter[Decimal]) -> bool:
    if figures[said.value, said.is_percent]:
        figures[said.value, said.is_percent] -= 1
        return True
    return not said.is_percent and bool(words[said.value])


def _spelled_out(here: Version, ours: Sequence[Said], theirs: Sequence[Said]) -> Iterator[Difference]:
    """A certain number in words that the other version lacks, where it has another in its place: three, four."""
    we = [said for said in ours if said.is_certain and not said.in_digits]
    they = [said for said in theirs if said.is_certain and not said.in_digits]
    all_ours, all_theirs = {said.value for said in ours}, {said.value for said in theirs}
    mine = [said for said in we if said.value not in all_theirs]
    if len(mine) == 1 and len([said for said in they if said.value not in all_ours]) == 1:
        yield _at(Aspect.NUMBER, here, mine[0].start, mine[0].end)


def _months(here: Version, there: Version) -> Iterator[Difference]:
    theirs = months_in(there.words)
    for month, (start, end) in months_in(here.words).items():
        if month not in theirs:
            yield _at(Aspect.MONTH, here, start, end)


def _names(here: Version, there: Version, names: Sequence[Mapping[str, str]]) -> Iterator[Difference]:
    for name in names:
        ours, theirs = name.get(here.language), name.get(there.language)
        if not ours or not theirs or ours not in here.words:
            continue
        places = places_of(ours, here.words, here.language)
        if places and not places_of(theirs, there.words, there.language):
            yield _at(Aspect.NAME, here, *places[0])


def _parts(words: str) -> int:
    marked = len(_PART.findall(words))
    return marked if marked > 1 else len([part for part in _PARAGRAPH.split(words) if part.strip()])


def _counts(aspect: Aspect, one: Version, other: Version, count: Callable[[str], int]) -> Iterator[Difference]:
    here, there = count(one.words), count(other.words)
    if here != there:
        yield Difference(aspect, one.language, "", here=here, there=there)


def _length(one: Version, other: Version) -> Iterator[Difference]:
    """A version that is so much longer says something that the other does not: a sentence was left out."""
    if not {script_of(one.words), script_of(other.words)} <= _ALPHABETS:
        return
    for here, there in ((one, other), (other, one)):
        ours, theirs = len(here.words), len(there.words)
        if ours > _LONG and ours > _TIMES * theirs:
            yield Difference(Aspect.LENGTH, here.language, "", here=ours, there=theirs)


def _at(aspect: Aspect, version: Version, start: int, end: int) -> Difference:
    return Difference(aspect, version.language, version.words[start:end], start, end)
