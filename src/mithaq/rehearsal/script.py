"""A cycle as typed and checked records, before anything is written: what the scenes are played from.

Everything that can be known without playing is checked here: cells, keys that stand twice, references,
files, theme headings that no paper has. What only a verb can know (an expired mandate) is refused when it
is played, and then nothing is written either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.communique.vocabulary import TextKind
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.endorsements.vocabulary import Method, Position
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.uploads.reading import read_paper
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.rehearsal import (
    circulars,
    fates,
    handing,
    invitations,
    meetings,
    negotiation,
    on_record,
    portraits,
    studies,
    terms,
)
from mithaq.rehearsal import groups as life_of_groups
from mithaq.rehearsal.faults import LazyFormat
from mithaq.rehearsal.folder import Folder, Row
from mithaq.rehearsal.mandates import TABLES, read_mandate_lines
from mithaq.rehearsal.pages import pages_in
from mithaq.rehearsal.records import (
    CountLine,
    DeadlineLine,
    EndorsementLine,
    EnrolmentLine,
    GroupLine,
    PaperLine,
    PhaseLine,
    PillarLine,
    PointLine,
    Script,
    SeatLine,
    TextLine,
)
from mithaq.rehearsal.settings import Settings
from mithaq.rehearsal.signing import read_signed
from mithaq.rehearsal.sources import gathered_once, sources_of
from mithaq.rehearsal.taking_part import mandate_of, named_once, organisation_of, persons_agree, seat_of
from mithaq.taskforces.vocabulary import GroupKind, GroupRole

CYCLE = "cycle.yaml"


def script_of(folder: Folder) -> Script:
    """Read and check a folder. Raises `WrongFiles` with every fault found."""
    settings = Settings(folder, CYCLE, folder.settings(CYCLE))
    tables = {name: folder.table(name, columns, optional=name not in NEEDED) for name, columns in COLUMNS.items()}
    folder.stop_if_wrong()  # a table that cannot be read would make every row that refers to it wrong
    opening = settings.day("cycle.starts") or date.min
    organisations = _unique(folder, [organisation_of(row, opening) for row in tables["organisations"]])
    named_once(folder, organisations)
    known = {one.key for one in organisations}
    seats = _unique(folder, [seat_of(row, known, opening) for row in tables["seats"]])
    persons_agree(folder, seats)
    seated = {one.key for one in seats}
    noon = datetime.combine(opening, time(12), UTC)
    mandate_lines = read_mandate_lines(tables, seated, noon)
    seated_ever = seated | {one.key for one in mandate_lines.successions}
    groups = _unique(folder, [_group(row, opening) for row in tables["groups"]])
    secretariat = _secretariat(settings, known, seats)
    papers = _unique(
        folder,
        [_paper(row, {g.key for g in groups}, seated, secretariat, noon) for row in tables["papers"]],
    )
    pillars = _unique(
        folder, [PillarLine(CYCLE, one.line, one.text("key"), one.words("title")) for one in settings.items("pillars")]
    )
    points = _unique(
        folder,
        [_point(row, papers, {p.key for p in pillars}, seated, secretariat, noon) for row in tables["points"]],
    )
    gathered_once(points, tables["points"])
    letters = _unique(folder, [circulars.circular_line(row, seated) for row in tables["circulars"]])
    sent = {one.key for one in letters}
    script = Script(
        key=settings.text("cycle.key"),
        year=settings.number("cycle.year"),
        group=settings.words("group.name"),
        mark=settings.mark(),
        title=settings.words("cycle.title"),
        starts=opening,
        ends=settings.last_day("cycle.ends", opening) or date.max,
        authentic=settings.languages("cycle.authentic"),
        secretariat=secretariat,
        chair=settings.reference("chair", known, optional=True),
        conveners=tuple(settings.references("conveners", known)),
        as_of=settings.instant("as_of"),
        organisations=organisations,
        seats=seats,
        mandates=_unique(folder, [mandate_of(row, seated_ever, noon) for row in tables["mandates"]]),
        groups=groups,
        enrolments=tuple(_enrolment(row, {g.key for g in groups}, known, opening) for row in tables["group_members"]),
        papers=papers,
        points=points,
        endorsements=_unique(
            folder, [_endorsement(row, known, seated, {p.key for p in points}) for row in tables["endorsements"]]
        ),
        counts=tuple(_count(row) for row in tables["record_book"]),
        pillars=pillars,
        phases=_unique(folder, [_phase(one) for one in settings.items("phases")]),
        deadlines=_unique(folder, [_deadline(one) for one in settings.items("deadlines")]),
        gaps=tuple((one.words("what"), one.text("where", optional=True)) for one in settings.items("gaps")),
        text=_text(settings.part("text"), seated) if "text" in settings.values else None,
        mandate_lines=mandate_lines,
        declarations=tuple(handing.declaration_of(one, known, seated) for one in settings.items("declarations")),
        circulars=letters,
        returns=tuple(circulars.return_line(row, sent, known, seated) for row in tables["returns"]),
        letter_languages=tuple(circulars.language_line(row, known) for row in tables["letter_languages"]),
        demonstration=_demonstration(settings),
        on_record=on_record.read(tables, known, {seat.person for seat in seats}, noon),
        photos=tuple(portraits.photo_of(row, {seat.person for seat in seats}, noon) for row in tables["photos"]),
        drops=tuple(fates.drop_of(row, papers, seated, secretariat, noon) for row in tables["drops"]),
        studies=_unique(
            folder,
            [
                studies.study_of(
                    row, known, {g.key for g in groups}, seated, {p.key for p in papers}, secretariat, opening
                )
                for row in tables["studies"]
            ],
        ),
        terms=_unique(folder, [terms.term_of(row) for row in tables["glossary"]]),
        themes=_unique(folder, [studies.theme_of(row) for row in tables["themes"]]),
        meetings=(held := _unique(folder, _meetings(tables["meetings"], groups, seated, secretariat))),
        outcomes=_unique(
            folder, [meetings.outcome_of(row, {m.key for m in held}, seated) for row in tables["outcomes"]]
        ),
        answers=_unique(
            folder, [invitations.answer_of(row, {m.key for m in held}, seated) for row in tables["meeting_answers"]]
        ),
        negotiation=negotiation.read(
            tables,
            negotiation.Known(known, seated_ever, {one.key for one in points}, {p.key for p in pillars}, secretariat),
        ),
        life_of_groups=life_of_groups.read(
            tables, life_of_groups.Known({g.key for g in groups}, set(known), seated, secretariat, noon)
        ),
    )
    folder.stop_if_wrong()
    return script


NEEDED = ("organisations", "seats")
COLUMNS = {
    "organisations": ("key", "kind", "name_en"),
    "seats": ("key", "person", "organisation", "role"),
    "mandates": ("key", "seat", "scope", "from"),
    "groups": ("key", "kind", "title_en"),
    "group_members": ("group", "organisation", "role"),
    "papers": ("key", "title_en"),
    "points": ("key", "title_en"),
    "endorsements": ("key", "organisation", "seat", "at"),
    **meetings.COLUMNS,
    **invitations.COLUMNS,
    **fates.COLUMNS,
    **studies.COLUMNS,
    **life_of_groups.COLUMNS,
    "circulars": circulars.CIRCULARS,
    "returns": circulars.RETURNS,
    "letter_languages": circulars.LANGUAGES,
    "record_book": ("year", "measure", "value", "unit", "as_of", "source"),
    **on_record.COLUMNS,
    **portraits.COLUMNS,
    **terms.COLUMNS,
    **negotiation.COLUMNS,
    **TABLES,
}


def _unique(folder: Folder, lines: Iterable[Any]) -> tuple[Any, ...]:
    """The lines, with a fault for every key that stands a second time."""
    first: dict[str, int] = {}
    kept = tuple(lines)
    for one in kept:
        if one.key in first:
            folder.fault(
                one.file,
                one.line,
                LazyFormat(_("The key “%(key)s” already stands on line %(line)d."), key=one.key, line=first[one.key]),
            )
        first.setdefault(one.key, one.line)
    return kept


def _secretariat(settings: Settings, organisations: set[str], seats: Iterable[SeatLine]) -> str:
    """The key of the seat that founds the house: one in the secretariat's organisation, with that role."""
    organisation = settings.reference("secretariat.organisation", organisations)
    found = settings.reference("secretariat.seat", {seat.key for seat in seats})
    for seat in seats:
        if seat.key == found and (seat.organisation, seat.role) != (organisation, Role.SECRETARIAT):
            settings.fault("secretariat.seat", _("“%(path)s” must name a seat of the secretariat in its organisation."))
    return found


def _group(row: Row, opening: date) -> GroupLine:
    starts = row.day("from") or opening
    return GroupLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        kind=row.choice("kind", GroupKind.values),
        title=row.words("title", needed=True),
        charter=row.words("charter"),
        starts=starts,
        ends=row.last_day("to", starts),
    )


def _meetings(
    rows: Iterable[Row], groups: Iterable[GroupLine], seats: set[str], secretariat: str
) -> list[meetings.MeetingLine]:
    return [meetings.meeting_of(row, {group.key for group in groups}, seats, secretariat) for row in rows]


def _enrolment(row: Row, groups: set[str], organisations: set[str], opening: date) -> EnrolmentLine:
    starts = row.day("from") or opening
    return EnrolmentLine(
        row.file,
        row.line,
        group=row.reference("group", groups, needed=True),
        organisation=row.reference("organisation", organisations, needed=True),
        role=row.choice("role", GroupRole.values, default=GroupRole.MEMBER),
        starts=starts,
        ends=row.last_day("to", starts),
    )


def _paper(row: Row, groups: set[str], seats: set[str], secretariat: str, opening: datetime) -> PaperLine:
    name, content, reading = row.text("file"), row.content_of("file"), None
    if content is not None:
        try:
            reading = read_paper(content)
        except Unreadable as refused:
            row.fault_of_file(name, sentence_of_a_paper(refused))
    return PaperLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        group=row.reference("group", groups),
        name=name,
        content=content,
        reading=reading,
        title=row.words("title", needed=True),
        language=row.text("language") or (reading.language if reading else ""),
        pages=pages_in(row, content),
        submitted_by=row.reference("submitted_by", seats) or secretariat,
        submitted_at=row.instant("submitted_at") or opening,
        note=row.words("note"),
    )


def _point(
    row: Row,
    papers: Iterable[PaperLine],
    pillars: set[str],
    seats: set[str],
    secretariat: str,
    opening: datetime,
) -> PointLine:
    sources = sources_of(row, papers)
    themes = tuple(
        theme.strip() for theme in row.text("theme", needed=not row.text("sources")).split("|") if theme.strip()
    )
    known = {theme for paper in papers if paper.reading for theme in paper.reading.themes}
    all_were_read = all(paper.reading for paper in papers if paper.name)
    for theme in themes:
        if theme not in known and all_were_read:
            row.fault(LazyFormat(_("No paper has recommendations under the heading “%(theme)s”."), theme=theme))
    after_papers = max((paper.submitted_at for paper in papers), default=opening)
    return PointLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        sources=sources,
        themes=themes,
        pillar=row.reference("pillar", pillars),
        title=row.words("title", needed=True),
        text=row.words("text"),
        consolidated_by=row.reference("consolidated_by", seats) or secretariat,
        consolidated_at=row.instant("consolidated_at") or after_papers,
    )


def _endorsement(row: Row, organisations: set[str], seats: set[str], points: set[str]) -> EndorsementLine:
    method = row.choice("method", Method.values, default=Method.CONFIRMED)
    documented = method == Method.LISTED
    at, withdrawn_at = row.instant("at", needed=True), row.instant("withdrawn_at")
    if at and withdrawn_at and withdrawn_at < at:
        row.fault(_("This endorsement is withdrawn before it is given."))
    return EndorsementLine(
        row.file,
        row.line,
        key=row.text("key", needed=True),
        organisation=row.reference("organisation", organisations, needed=True),
        seat=row.reference("seat", seats, needed=not documented),
        at=at or datetime.max.replace(tzinfo=UTC),
        method=method,
        languages=tuple(row.text("languages").split()),
        reserved_point=row.reference("reservation_clause", points),
        reservation=row.words("reservation"),
        position=row.choice("position", Position.values, default=Position.RESERVATION),
        signed=read_signed(row, seats),
        may_be_named=documented or row.yes("naming_consent"),
        source=row.text("source", needed=documented),
        withdrawn_at=withdrawn_at,
        withdrawn_by=row.reference("withdrawn_by", seats),
        withdrawal_reason=row.words("withdrawal_reason"),
    )


def _count(row: Row) -> CountLine:
    return CountLine(
        row.file,
        row.line,
        year=row.number("year", needed=True) or 0,
        chair=row.words("chair"),
        measure=row.text("measure", needed=True),
        city_class=row.text("city_class"),
        value=row.number("value", needed=True) or 0,
        unit=row.text("unit", needed=True),
        as_of=row.text("as_of", needed=True),
        source=row.text("source", needed=True),
    )


def _phase(part: Settings) -> PhaseLine:
    return PhaseLine(
        part.file,
        part.line,
        kind=part.choice("kind", PhaseKind.values),
        title=part.words("title"),
        opens=part.instant("opens"),
        closes=part.instant("closes"),
    )


def _deadline(part: Settings) -> DeadlineLine:
    return DeadlineLine(
        part.file,
        part.line,
        key=part.text("key"),
        phase=part.choice("phase", PhaseKind.values),
        title=part.words("title"),
        at=part.instant("at"),
    )


def _text(part: Settings, seats: set[str]) -> TextLine:
    opens, closes = part.instant_or_none("call_opens"), part.instant_or_none("call_closes")
    if (opens is None) != (closes is None):
        reason = _("“%(path)s”: a call to endorse needs the instants of its opening and of its close.")
        part.fault("call_closes", reason)
    return TextLine(
        part.file,
        part.line,
        key=part.plain("key"),
        kind=part.choice("kind", TextKind.values),
        title=part.words("title"),
        preamble=part.words("preamble", optional=True),
        closing=part.words("closing", optional=True),
        frozen_at=part.instant_or_none("frozen_at"),
        frozen_by=part.reference("frozen_by", seats, optional=True),
        call_opens=opens,
        call_closes=closes,
        call_reminders=part.numbers("call_reminders"),
        published_at=part.instant_or_none("published_at"),
        published_by=part.reference("published_by", seats, optional=True),
        source=part.text("published_source", optional=True),
    )


def _demonstration(settings: Settings) -> tuple[datetime, datetime] | None:
    if "demo_clock" not in settings.values:
        return None
    return settings.instant("demo_clock.plays_until"), settings.instant("demo_clock.starts_at")
