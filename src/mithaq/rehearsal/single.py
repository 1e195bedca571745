"""A minimal cycle around one document: its proposers become members, its themes become points. Nothing is
added to it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.found import Reading
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.languages.words import PerLanguage, both
from mithaq.foundation.uploads.reading import read_paper
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.members.vocabulary import Standing
from mithaq.rehearsal.faults import Fault, WrongFiles
from mithaq.rehearsal.records import OrganisationLine, PaperLine, PointLine, Script, SeatLine, TextLine
from mithaq.taskforces.domain.pages import UNKNOWN

SECRETARIAT = "secretariat"


def script_of_document(path: Path, now: datetime) -> Script:
    """The minimal cycle of a Word document, in the year in which it was last changed (else that of `now`).

    Raises `WrongFiles` where the document cannot be read or holds no recommendation.
    """
    content = path.read_bytes()
    try:
        reading = read_paper(content)
    except Unreadable as refused:
        raise WrongFiles([Fault(path.name, 0, sentence_of_a_paper(refused))]) from refused
    if not reading.candidates:
        raise WrongFiles([Fault(path.name, 0, _("No recommendation was found in this document."))])
    at = (reading.modified or now).astimezone(UTC).replace(microsecond=0)
    title = PerLanguage({reading.language: reading.title or path.stem})
    start = (at - timedelta(days=1)).date()
    return Script(
        key=str(at.year),
        year=at.year,
        group=title,
        mark=PerLanguage(en=str(at.year), ar=str(at.year)),
        title=title,
        starts=start,
        ends=at.date() + timedelta(days=365),
        authentic=(reading.language,),
        secretariat=SECRETARIAT,
        chair="",
        conveners=(),
        as_of=at,
        organisations=tuple(_organisations(path, reading, at)),
        seats=(_secretariat(path, at),),
        papers=(_paper(path, content, reading, title, at),),
        points=tuple(_points(path, reading, at)),
        text=TextLine(
            path.name,
            0,
            key="text",
            kind="communique",
            title=title,
            preamble=PerLanguage(),
            closing=PerLanguage(),
            frozen_at=at,
            frozen_by="",
            call_opens=None,
            call_closes=None,
            published_at=at,
            published_by="",
            source="",
        ),
    )


def _organisations(path: Path, reading: Reading, at: datetime) -> list[OrganisationLine]:
    office = PerLanguage(both(_("Secretariat")))
    lines = [_organisation(path, SECRETARIAT, office, Kind.SECRETARIAT, "", at)]
    for candidate in reading.candidates:
        for name in candidate.proposers:
            words = PerLanguage({candidate.language: name})
            lines.append(_organisation(path, name, words, Kind.UNSTATED, Standing.PARTICIPATING, at))
    return list({_same(line.key): line for line in reversed(lines)}.values())[::-1]


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _organisation(path: Path, key: str, name: PerLanguage, kind: str, standing: str, at: datetime) -> OrganisationLine:
    return OrganisationLine(
        path.name,
        0,
        key=key,
        kind=kind,
        standing=standing,
        name=name,
        country="",
        time_zone="UTC",
        joined=(at - timedelta(days=1)).date(),
        left=None,
        population=None,
        latitude=None,
        longitude=None,
        note=PerLanguage(),
    )


def _secretariat(path: Path, at: datetime) -> SeatLine:
    return SeatLine(
        path.name,
        0,
        key=SECRETARIAT,
        person=SECRETARIAT,
        name=PerLanguage(both(_("Secretariat"))),
        email="",
        organisation=SECRETARIAT,
        role=Role.SECRETARIAT,
        title=PerLanguage(),
        starts=(at - timedelta(days=1)).date(),
        ends=None,
    )


def _paper(path: Path, content: bytes, reading: Reading, title: PerLanguage, at: datetime) -> PaperLine:
    return PaperLine(
        path.name,
        0,
        key="paper",
        group="",
        name=path.name,
        content=content,
        reading=reading,
        title=title,
        language=reading.language,
        pages=UNKNOWN,
        submitted_by=SECRETARIAT,
        submitted_at=at,
        note=PerLanguage(),
    )


def _points(path: Path, reading: Reading, at: datetime) -> list[PointLine]:
    """One point for each theme the document gives; what stands under no theme makes a point of its own."""
    themes = {candidate.theme for candidate in reading.candidates}
    titles = [*reading.themes, *([""] if "" in themes else [])]
    return [
        PointLine(
            path.name,
            0,
            key=f"point-{number}",
            sources=(),
            themes=(theme,),
            pillar="",
            title=PerLanguage({reading.language: theme or _without_theme(reading.language)}),
            text=PerLanguage(),
            consolidated_by=SECRETARIAT,
            consolidated_at=at,
        )
        for number, theme in enumerate(titles, start=1)
    ]


def _without_theme(language: str) -> str:
    return both(_("Without a theme")).get(language) or both(_("Without a theme"))["en"]
