"""What of the papers' recommendations a cycle dropped, in its files: `drops.csv`, which a folder may lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from mithaq.foundation.languages.words import PerLanguage
from mithaq.recommendations.domain.drop import drop
from mithaq.recommendations.models import Recommendation
from mithaq.rehearsal.records import Line, PaperLine, Source
from mithaq.rehearsal.sources import named_one

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {"drops": ("paper", "number", "reason_en", "dropped_at")}


@dataclass(frozen=True)
class DropLine(Line):
    """A recommendation that was dropped, with the reason and who dropped it."""

    source: Source | None
    reason: PerLanguage
    dropped_at: datetime
    dropped_by: str


def drop_of(row: Row, papers: Iterable[PaperLine], seats: set[str], secretariat: str, noon: datetime) -> DropLine:
    """One row of `drops.csv`."""
    return DropLine(
        row.file,
        row.line,
        source=named_one(row, papers),
        reason=row.words("reason", needed=True),
        dropped_at=row.instant("dropped_at", needed=True) or noon,
        dropped_by=row.reference("dropped_by", seats) or secretariat,
    )


def scenes(played: Played, drops: Iterable[DropLine]) -> Iterator[Scene]:
    """Each drop at its time."""
    from mithaq.rehearsal.scenes import Scene

    for line in drops:
        yield Scene(line.dropped_at, line, partial(_drop, played, line))


def _drop(played: Played, line: DropLine) -> None:
    if line.source:
        one = Recommendation.objects.get(
            paper__cycle=played.cycle, paper__key=line.source.paper, position=line.source.place
        )
        drop(played.cycle, [one], line.reason, seat=played.seats[line.dropped_by], at=line.dropped_at)
