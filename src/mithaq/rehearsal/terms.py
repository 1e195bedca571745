"""The group's glossary in a cycle's files: `glossary.csv`, which a folder may lack.

Columns are `key`, `words_en` and `words_ar`, `avoid_en` and `avoid_ar` (forms to avoid between semicolons), and `note`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mithaq.core.glossary import Entry
from mithaq.cycle.domain.glossary import enter_term
from mithaq.rehearsal.records import Line

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {"glossary": ("key", "words_en")}


@dataclass(frozen=True)
class TermLine(Line):
    """A term that the secretariat enters when the year opens."""

    key: str
    said: Entry


def term_of(row: Row) -> TermLine:
    """One row of `glossary.csv`."""
    avoided = {
        language: tuple(form.strip() for form in forms.split(";") if form.strip())
        for language, forms in row.words("avoid").items()
    }
    said = Entry(row.words("words", needed=True), avoided, row.text("note"))
    return TermLine(row.file, row.line, key=row.text("key", needed=True), said=said)


def scenes(played: Played, terms: Iterable[TermLine]) -> Iterator[Scene]:
    """Each term as the year opens."""
    from mithaq.rehearsal.scenes import Scene

    for line in terms:
        yield Scene(played.script.opening, line, partial(_enter, played, line))


def _enter(played: Played, line: TermLine) -> None:
    enter_term(played.cycle, line.said, seat=played.secretariat, at=played.script.opening)
