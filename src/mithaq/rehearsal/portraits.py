"""Pictures of persons in a cycle's files: `photos.csv`, which a folder may lack. A drawn portrait is one too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_photo
from mithaq.members.domain.photograph import enter_photo
from mithaq.members.vocabulary import Audience
from mithaq.rehearsal.records import Line

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

COLUMNS = {"photos": ("person", "file", "photographer", "licence")}


@dataclass(frozen=True)
class PhotoLine(Line):
    """A picture of a person with its rights, and when the secretariat enters it."""

    person: str
    content: bytes
    photographer: str
    licence: str
    source: str
    shown_from: date
    audience: str
    at: datetime


def photo_of(row: Row, persons: set[str], noon: datetime) -> PhotoLine:
    """One row of `photos.csv`."""
    at = row.instant("at") or noon
    return PhotoLine(
        row.file,
        row.line,
        person=row.reference("person", persons, needed=True),
        content=row.content_of("file") or b"",
        photographer=row.text("photographer", needed=True),
        licence=row.text("licence", needed=True),
        source=row.text("source"),
        shown_from=row.day("shown_from") or at.date(),
        audience=row.choice("audience", Audience.values, default=Audience.SEATED),
        at=at,
    )


def scenes(played: Played, photos: Iterable[PhotoLine]) -> Iterator[Scene]:
    """Each picture at its time."""
    from mithaq.rehearsal.scenes import Scene

    for line in photos:
        yield Scene(line.at, line, partial(_enter, played, line))


def _enter(played: Played, line: PhotoLine) -> None:
    try:
        enter_photo(
            played.persons[line.person],
            line.content,
            photographer=line.photographer,
            licence=line.licence,
            source=line.source,
            shown_from=line.shown_from,
            audience=line.audience,
            seat=played.secretariat,
            at=line.at,
        )
    except Unreadable as refused:
        raise Refused(sentence_of_photo(refused)) from refused
