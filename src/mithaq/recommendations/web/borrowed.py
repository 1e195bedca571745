"""A point's wording with the words it took from each of its recommendations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from mithaq.core.consolidation.provenance import provenance
from mithaq.recommendations.models import Recommendation

#: Colours and kinds of underline; the number tells lenders apart beyond them.
HUES = 5


@dataclass(frozen=True)
class Loan:
    """A stretch of the wording; `source` is the number of its lender, from 1, None where it is new."""

    text: str
    source: int | None

    @property
    def hue(self) -> int:
        """Its colour and underline."""
        return ((self.source or 1) - 1) % HUES + 1


@dataclass(frozen=True)
class Borrowed:
    """The wording in one language, in pieces."""

    language: str
    pieces: list[Loan]


@dataclass(frozen=True)
class Lender:
    """A recommendation that lent words."""

    number: int
    recommendation: Recommendation

    @property
    def hue(self) -> int:
        """The colour and underline of its words."""
        return (self.number - 1) % HUES + 1


def borrowed(texts: Mapping[str, str], sources: Sequence[Recommendation]) -> tuple[list[Borrowed], list[Lender]]:
    """The wording of each language with its loans, the reader's first, and who lent, in the sources' order.

    A source lends in each language what it says in that language or, where it has none, what it says at all.
    """
    found: list[tuple[str, list[tuple[str, int | None]]]] = []
    lending: set[int] = set()
    for language, text in sorted(texts.items(), key=lambda said: said[0] != get_language()):
        words = [source.in_languages for source in sources]
        pieces = provenance(text, [one.get(language) or " ".join(one.values()) for one in words])
        lending |= {piece.source for piece in pieces if piece.source is not None}
        found.append((language, [(piece.text, piece.source) for piece in pieces]))
    numbers: dict[int | None, int] = {place: number for number, place in enumerate(sorted(lending), start=1)}
    return (
        [Borrowed(language, [Loan(text, numbers.get(source)) for text, source in cut]) for language, cut in found],
        [Lender(numbers[place], sources[place]) for place in sorted(lending)],
    )
