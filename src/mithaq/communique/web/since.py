"""The text with what changed in it since an earlier draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from mithaq.communique.models import Draft
from mithaq.communique.queries.comparison import Comparison, Told, comparison_of
from mithaq.communique.queries.rows import Words
from mithaq.communique.web.laid import Line
from mithaq.communique.web.redlined import redlined, unmarked

#: Changes within the line, both versions side by side, or the later one clean.
INLINE, BESIDE, CLEAN = "inline", "beside", "clean"


@dataclass(frozen=True)
class Since:
    """An earlier draft beside the one that is shown."""

    old: Draft
    way: str
    comparison: Comparison


def since_asked(
    drafts: Sequence[Draft], shown: Draft, asked: Mapping[str, str], languages: Sequence[str]
) -> Since | None:
    """What the address asks for; None where it names no earlier draft."""
    wanted = asked.get("since", "")
    old = next((one for one in drafts if str(one.number) == wanted and one.number < shown.number), None)
    if old is None:
        return None
    way = asked.get("way", "")
    return Since(old, way if way in (BESIDE, CLEAN) else INLINE, comparison_of(old, shown, languages))


def ways() -> list[tuple[str, str]]:
    """The ways in which changes are shown, to choose from."""
    titles = {
        INLINE: gettext("Changes in the line"),
        BESIDE: gettext("Before and after"),
        CLEAN: gettext("Without marks"),
    }
    return list(titles.items())


def lines_since(since: Since, lines: Sequence[Line]) -> Iterator[Line]:
    """The clauses in order with their changes, and those that were taken out where they stood."""
    by_clause = {one.row.placed.clause.pk: one for one in lines}
    for one in since.comparison.rows:
        row = replace(one.row, wordings=[words for told in one.wordings for words in _words(told, since.way)])
        if one.now is None:
            if since.way != CLEAN:
                yield Line(row, since=one)
        elif (line := by_clause.get(one.row.placed.clause.pk)) is not None:
            yield replace(line, row=replace(row, points=line.row.points), since=one)


def _words(told: Told, way: str) -> Iterator[Words]:
    said = "".join(run.text for run in told.now)
    if way == BESIDE:
        yield Words(told.language, said, redlined(told.was))
        yield Words(told.language, said, redlined(told.now))
    elif way == CLEAN or not told.has_changed:
        yield Words(told.language, said, unmarked(told.now))
    else:
        yield Words(told.language, said, redlined(told.runs))
