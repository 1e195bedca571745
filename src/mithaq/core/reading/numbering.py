"""The numbers that Word prints before paragraphs by itself (ECMA-376 part 1, 17.9).

`Numbering` knows the definitions of one document; a `Counter` walks through the document and says what is printed
before each paragraph. Lists that share an abstract definition go on counting together, unless one of them states
where to start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mithaq.core.reading.package import Element
from mithaq.core.reading.words import W, number_of, switched_on, value_of

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
#: The order of the alphabet (arabicAlpha) and the older order of the numerals (arabicAbjad).
_ALIFBA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it is written, after which level it starts anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    #: The level (1-based) after which this one starts anew; None: after any higher one; 0: never.
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True)
class ListDefinition:
    """What one w:num says: the abstract list it counts with, its levels, the starts it states itself."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]

    def level_of_style(self, style: str) -> int:
        """The level that belongs to this paragraph style, else the first."""
        return next((depth for depth, level in self.levels.items() if level.style == style), 0)


@dataclass(frozen=True)
class Printed:
    """What stands before a paragraph: a number as printed, or a bullet (`text` is then empty)."""

    text: str
    bullet: bool
    level: int


class Numbering:
    """The list definitions of one document."""

    def __init__(self, root: Element | None) -> None:
        self.lists: dict[str, ListDefinition] = {}
        if root is None:
            return
        abstracts = {
            value: found for found in root.iter(W + "abstractNum") if (value := found.get(W + "abstractNumId"))
        }
        styled = {
            value_of(link): found for found in abstracts.values() if (link := found.find(W + "styleLink")) is not None
        }
        for number in root.iter(W + "num"):
            named = value_of(number.find(W + "abstractNumId"))
            abstract = abstracts.get(named)
            if abstract is not None:
                link = abstract.find(W + "numStyleLink")
                abstract = styled.get(value_of(link), abstract) if link is not None else abstract
                self.lists[number.get(W + "numId", "")] = _definition(number, named, abstract)


@dataclass
class Counter:
    """Counts the lists of a document from its first paragraph to its last."""

    numbering: Numbering
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number_id: str, depth: int) -> Printed | None:
        """What is printed before the next paragraph of this list at this level; None if there is no such list."""
        listing = self.numbering.lists.get(number_id)
        level = listing.levels.get(depth) if listing else None
        if listing is None or level is None:
            return None
        counts = self._counts.setdefault(listing.abstract, {})
        if depth in listing.starts and (number_id, depth) not in self._begun:
            counts[depth] = listing.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number_id, depth))
        for deeper, below in listing.levels.items():
            if deeper > depth and (below.restart is None or 0 < depth + 1 <= below.restart):
                counts.pop(deeper, None)
        if level.form == "bullet":
            return Printed("", True, depth)
        return Printed(_label(level, listing, counts), False, depth)


def _definition(number: Element, abstract_id: str, abstract: Element) -> ListDefinition:
    levels = dict(map(_level, abstract.findall(W + "lvl")))
    starts = {}
    for override in number.findall(W + "lvlOverride"):
        depth = number_of(override, 0, "ilvl")
        redefined = override.find(W + "lvl")
        if redefined is not None:
            levels[depth] = _level(redefined)[1]
        start = override.find(W + "startOverride")
        if start is not None:
            starts[depth] = number_of(start, 1)
    return ListDefinition(abstract_id, levels, starts)


def _level(found: Element) -> tuple[int, Level]:
    restart = found.find(W + "lvlRestart")
    depth = number_of(found, 0, "ilvl")
    level = Level(
        start=number_of(found.find(W + "start"), 0),
        form=value_of(found.find(W + "numFmt")) or "decimal",
        text=value_of(found.find(W + "lvlText")),
        restart=None if restart is None else number_of(restart, 0),
        legal=switched_on(found.find(W + "isLgl")),
        style=value_of(found.find(W + "pStyle")),
    )
    return depth, level


def _label(level: Level, listing: ListDefinition, counts: dict[int, int]) -> str:
    def place(found: re.Match[str]) -> str:
        depth = int(found[1]) - 1
        other = listing.levels.get(depth, Level())
        if level.legal:
            other = replace(other, form="decimal")
        return written(counts.get(depth, other.start), other.form)

    return re.sub(r"%([1-9])", place, level.text).strip()


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; forms that are not known here are written in plain digits."""
    if form in ("lowerRoman", "upperRoman"):
        return _cased(_roman(number), form)
    if form in ("lowerLetter", "upperLetter"):
        return _cased(_lettered(number, _LATIN), form)
    if form in ("arabicAlpha", "arabicAbjad"):
        return _lettered(number, _ALIFBA if form == "arabicAlpha" else _ABJAD)
    if form == "decimalZero":
        return f"{number:02}"
    if form == "hindiNumbers":
        return str(number).translate(_DEVANAGARI)
    return "" if form == "none" else str(number)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    letters = []
    for worth, letter in _ROMAN:
        count, number = divmod(number, worth)
        letters.append(letter * count)
    return "".join(letters)


def _lettered(number: int, alphabet: str) -> str:
    """a, b, … z, aa, bb, …: Word repeats the letter."""
    if not 0 < number <= 100 * len(alphabet):
        return str(number)
    rounds, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (rounds + 1)
