"""A draft as rows to be read: the languages shown, the printed numbers, and what each clause comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mithaq.communique.models import Text
from mithaq.communique.queries import PlacedClause, Reading, points_behind
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import number
from mithaq.recommendations.models import Point

_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Words:
    """A clause's words in one language, or one paragraph of them."""

    language: str
    text: str
    #: The same with what is proposed marked in it.
    html: SafeString | None = None


@dataclass(frozen=True)
class Row:
    """A clause as a row of the page; `points` are those it comes from, as far as the reader may see them."""

    placed: PlacedClause
    wordings: Sequence[Words]
    points: Sequence[Point]

    @property
    def is_heading(self) -> bool:
        """Whether it stands as a heading between the rows."""
        return self.placed.kind == ClauseKind.HEADING

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the text."""
        return f"clause-{self.placed.clause.public_id}"

    @property
    def state(self) -> str:
        """What sets its row apart from the numbered points."""
        apart = {ClauseKind.PREAMBLE: "opening", ClauseKind.SUB_POINT: "sub", ClauseKind.CLOSING: "closing"}
        return apart.get(ClauseKind(self.placed.kind), "")

    @property
    def number(self) -> str:
        """Its printed number in the reader's digits; empty for what is not numbered."""
        return ".".join(number(int(part)) for part in self.placed.number.split(".") if part)

    @property
    def name(self) -> str:
        """Its kind and number: "Point 7"."""
        return f"{ClauseKind(self.placed.kind).label} {self.number}".strip()

    @property
    def paragraphs(self) -> list[tuple[Words, ...]]:
        """Its paragraphs, each in every language shown; empty where it has one, or not as many in each language."""
        if any(one.html for one in self.wordings):
            return []
        cut = [[Words(one.language, part) for part in _PARAGRAPHS.split(one.text.strip())] for one in self.wordings]
        if len(cut) < 2 or len(cut[0]) < 2 or len({len(parts) for parts in cut}) > 1:
            return []
        return list(zip(*cut, strict=True))

    @property
    def gathered(self) -> int:
        """How many recommendations it comes from."""
        return sum(point.gathered for point in self.points)  # type: ignore[attr-defined]


def languages_of(text: Text, wanted: str = "") -> list[str]:
    """The authentic languages to show: those wanted ("fr" or "fr,ar"), else all with the reader's first."""
    authentic = list(text.authentic)
    asked = list(dict.fromkeys(wanted.split(",")))
    if set(asked) <= set(authentic):
        return asked
    return sorted(authentic, key=lambda language: language != get_language())


#: The points behind clauses change with their recommendations, and with who may see them.
_behind: Memory[dict[str, list[Point]]] = Memory(64, kinds=("communique.", "recommendations.", "taskforces.", "cycle."))


def rows_of(reading: Reading, languages: Sequence[str], seat: Seat | None, at: datetime) -> list[Row]:
    """The text's clauses in order as rows."""
    clauses = [placed.clause for _depth, placed in reading.clauses]
    who = seat.role if seat else None
    behind = _behind.recall((reading.text.pk, who), at, lambda: points_behind(clauses, seat, at))
    return [row_of(placed, languages, behind) for _depth, placed in reading.clauses]


def row_of(placed: PlacedClause, languages: Sequence[str], behind: Mapping[str, Sequence[Point]]) -> Row:
    """One clause as a row."""
    words = [Words(language, placed.words[language]) for language in languages if language in placed.words]
    return Row(placed, words, behind.get(placed.clause.public_id, ()))
