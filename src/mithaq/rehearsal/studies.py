"""The studies of a cycle in its files: read and checked, and played through the verbs of the library.

Two tables, each of which a folder may lack: `studies.csv` (one study a row) and `themes.csv` (key and words of each
theme that they name; a theme without a row is called by its key). The files are read for the search at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.uploads.receive import receive
from mithaq.library.domain import keep
from mithaq.library.domain.hand_in import Said, hand_in
from mithaq.library.domain.name_theme import name_theme
from mithaq.library.jobs import read_studies
from mithaq.library.models import Study, Theme
from mithaq.library.vocabulary import Licence
from mithaq.rehearsal.records import Line

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {"studies": ("key", "title_en", "date"), "themes": ("key", "title_en")}
#: After its publication a study is handed in, and then made public, where nothing else is said.
HANDED_IN, MADE_PUBLIC = timedelta(days=3), timedelta(days=7)
LICENCES = {
    str(one.label): one.value for one in Licence if one not in (Licence.PERMITTED, Licence.RESERVED, Licence.UNKNOWN)
}
LICENCES |= {"all rights reserved": Licence.RESERVED, "with permission": Licence.PERMITTED, "": Licence.UNKNOWN}


@dataclass(frozen=True)
class StudyLine(Line):
    """A study: what is said of it, by the keys of whom and what it names; who handed it in, and when."""

    key: str
    said: Said
    organisations: tuple[str, ...]
    cities: tuple[str, ...]
    themes: tuple[str, ...]
    group: str
    name: str
    content: bytes | None
    handed_in_by: str
    handed_in_at: datetime
    public_at: datetime | None
    papers: tuple[str, ...]


@dataclass(frozen=True)
class ThemeLine(Line):
    """The words of a theme."""

    key: str
    title: PerLanguage


def study_of(
    row: Row,
    organisations: set[str],
    groups: set[str],
    seats: set[str],
    papers: set[str],
    secretariat: str,
    opening: date,
) -> StudyLine:
    """One row of `studies.csv`. Lists of keys stand between spaces, names and themes between semicolons."""
    issued = row.text("date", needed=True)
    handed_in = row.instant("handed_in_at") or _noon_of(issued, opening) + HANDED_IN
    licence = row.text("licence")
    if licence not in LICENCES:
        row.fault(_("A licence is not one that the library knows."))
    return StudyLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        said=Said(
            title=row.words("title", needed=True),
            abstract=row.words("abstract"),
            authors=_list(row.text("authors")),
            languages=tuple(row.text("languages").split()),
            licence=LICENCES.get(licence, ""),
            pages=row.number("pages"),
            issued=issued,
            link=row.text("link"),
        ),
        organisations=_known(row, "organisations", organisations),
        cities=_known(row, "cities", organisations),
        themes=_list(row.text("themes")),
        group=row.reference("group", groups),
        name=row.text("file").rpartition("/")[2],
        content=row.content_of("file"),
        handed_in_by=row.reference("handed_in_by", seats) or secretariat,
        handed_in_at=handed_in,
        public_at=handed_in + MADE_PUBLIC if row.text("state") == "published" else None,
        papers=_known(row, "papers", papers),
    )


def theme_of(row: Row) -> ThemeLine:
    """One row of `themes.csv`."""
    return ThemeLine(row.file, row.line, key=row.text("key", needed=True), title=row.words("title", needed=True))


def _noon_of(issued: str, opening: date) -> datetime:
    """Noon (UTC) of the first day that the date may be, or of the year's opening where that is later."""
    year, month, day, *_rest = [*issued.split("-"), "1", "1"]
    try:
        first = date(int(year), int(month), int(day))
    except ValueError:
        first = opening
    return datetime.combine(max(first, opening), time(12), tzinfo=UTC)


def _list(words: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.split(";") if one.strip())


def _known(row: Row, column: str, known: Iterable[str]) -> tuple[str, ...]:
    keys = tuple(row.text(column).split())
    for key in keys:
        if key not in known:
            row.fault(_("A key names nothing that is on record."))
    return keys


def scenes(played: Played, studies: Iterable[StudyLine], themes: Iterable[ThemeLine]) -> Iterator[Scene]:
    """What happens around the studies, each at its own time; at the end their files are read."""
    from mithaq.rehearsal.scenes import Scene

    named: dict[str, Theme] = {}
    shelved: dict[str, Study] = {}
    words = {line.key: line.title for line in themes}
    came_in = {paper.key: paper.submitted_at for paper in played.script.papers}
    for line in studies:
        yield Scene(line.handed_in_at, line, partial(_hand_in, played, line, words, named, shelved))
        if line.public_at:
            yield Scene(line.public_at, line, partial(_publish, played, line, shelved))
        for paper in line.papers:
            at = max(came_in[paper], line.handed_in_at)
            yield Scene(at, line, partial(_cite, played, paper, line, shelved, at))


def _hand_in(
    played: Played,
    line: StudyLine,
    words: Mapping[str, PerLanguage],
    named: dict[str, Theme],
    shelved: dict[str, Study],
) -> None:
    by: dict[str, Any] = {"seat": played.seats[line.handed_in_by], "at": line.handed_in_at}
    for key in line.themes:
        if key not in named:
            named[key] = name_theme(played.cycle, words.get(key, {"en": key.capitalize()}), slugify(key), **by)
    file = receive(ContentFile(line.content, name=line.name), **by) if line.content else None
    said = replace(
        line.said,
        organisations=tuple(played.organisations[key] for key in line.organisations),
        cities=tuple(played.organisations[key] for key in line.cities),
        themes=tuple(named[key] for key in line.themes),
        group=played.groups.get(line.group),
    )
    shelved[line.key] = hand_in(played.cycle, said, file=file, **by)
    read_studies(None)


def _publish(played: Played, line: StudyLine, shelved: dict[str, Study]) -> None:
    if line.public_at:
        keep.publish(shelved[line.key], seat=played.secretariat, at=line.public_at)


def _cite(played: Played, paper: str, line: StudyLine, shelved: dict[str, Study], at: datetime) -> None:
    drawing = played.cycle.papers.get(key=paper)
    keep.cite(drawing, shelved[line.key], seat=played.secretariat, at=at)
