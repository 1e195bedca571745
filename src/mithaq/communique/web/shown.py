"""A text as the page shows it: which languages, in which order, and what stands in the margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext

from mithaq.communique.models import Text
from mithaq.communique.queries import PlacedClause, Reading, points_behind
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Step, steps_to
from mithaq.foundation.ui.templatetags.ui import own_name
from mithaq.recommendations.models import Point

BOTH = "both"


@dataclass(frozen=True)
class Words:
    """A clause's words in one language."""

    language: str
    text: str


@dataclass(frozen=True)
class Shown:
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
        return {ClauseKind.PREAMBLE: "opening", ClauseKind.SUB_POINT: "sub", ClauseKind.CLOSING: "closing"}.get(
            ClauseKind(self.placed.kind), ""
        )

    @property
    def name(self) -> str:
        """Its kind and number: "Point 7"."""
        return f"{self.placed.clause.get_kind_display()} {self.number}".strip()

    @property
    def number(self) -> str:
        """Its printed number in the reader's digits; empty for what is not numbered."""
        parts = self.placed.number.split(".") if self.placed.number else []
        return ".".join(number(int(part)) for part in parts)

    @property
    def gathered(self) -> int:
        """How many recommendations it comes from."""
        return sum(point.gathered for point in self.points)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Way:
    """One of the ways to read the text: a language, or both side by side."""

    title: str
    url: str
    current: bool
    count: None = None


def languages_of(text: Text, wanted: str) -> list[str]:
    """The authentic languages to show: the one wanted, else all with the reader's first."""
    authentic = list(text.cycle.authentic)
    if wanted in authentic:
        return [wanted]
    return sorted(authentic, key=lambda language: language != get_language())


def rows_of(reading: Reading, languages: Sequence[str], seat: Seat | None, at: datetime) -> list[Shown]:
    """The text's clauses in order as rows. Two queries."""
    clauses = [placed for _depth, placed in reading.clauses]
    behind = points_behind([placed.clause for placed in clauses], seat, at)
    return [shown(placed, languages, behind) for placed in clauses]


def shown(placed: PlacedClause, languages: Sequence[str], behind: Mapping[str, Sequence[Point]]) -> Shown:
    """One clause as a row."""
    words = [Words(language, placed.words[language]) for language in languages if language in placed.words]
    return Shown(placed, words, behind.get(placed.clause.public_id, ()))


def ways_to_read(text: Text, asked: Mapping[str, str], *, is_narrow: bool = False) -> list[Way]:
    """The switch between both languages and one. Where nothing is asked for, a narrow page shows the reader's own."""
    current = asked.get("language", "")
    if current not in text.cycle.authentic:
        current = str(get_language()) if is_narrow else BOTH
    kept = {"lines": "1"} if asked.get("lines") else {}
    offered = {BOTH: gettext("Side by side")} | {code: own_name(code) for code in text.cycle.authentic}
    return [Way(title, f"?{urlencode({'language': code, **kept})}", code == current) for code, title in offered.items()]


def thread_of(text: Text, rows: Sequence[Shown], *, is_public: bool) -> dict[str, list[Step]]:
    """The text's place on the thread: its points, behind them the recommendations, and after it the roll."""
    points = {point.public_id: point for row in rows for point in row.points}
    gathered = sum(point.gathered for point in points.values())  # type: ignore[attr-defined]
    return {"before": [*steps_to(points.values()), *_recommendations(gathered)], "after": _roll(text) if is_public else []}


def _recommendations(count: int) -> list[Step]:
    if not count:
        return []
    title = ngettext("%(count)s recommendation", "%(count)s recommendations", count) % {"count": number(count)}
    return [Step(gettext("Working papers"), title, reverse("recommendations:all"))]


def _roll(text: Any) -> list[Step]:
    return [Step(gettext("Endorsements"), gettext("Who endorsed it"), reverse("endorsements:declaration", args=[text.public_id]))]
