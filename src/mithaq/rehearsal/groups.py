"""The life of the groups of a cycle in its files, read and checked; `life` plays it.

Seven tables, each of which a folder may lack: `group_people.csv` (persons in a group), `group_roles.csv` (an
organisation that gets another role, or with none leaves), `milestones.csv`, `group_documents.csv`, `drafts.csv` (papers
that are begun here and not handed in whole), `versions.csv` of these, and `comments.csv` on them with who was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mithaq.foundation.languages.words import PerLanguage
from mithaq.rehearsal.records import Line
from mithaq.taskforces.vocabulary import Finding, GroupRole, PaperKind, Reach

if TYPE_CHECKING:  # the folder reads the rows, and imports this module
    from mithaq.rehearsal.folder import Row

COLUMNS = {
    "group_people": ("group", "seat", "from"),
    "group_roles": ("group", "organisation", "at", "reason"),
    "milestones": ("group", "title_en", "due", "set_at"),
    "group_documents": ("group", "file", "at"),
    "drafts": ("key", "group", "title_en", "begun_by", "begun_at"),
    "versions": ("draft", "file", "seat", "at"),
    "comments": ("draft", "reviewer", "asked_at", "due"),
}


@dataclass(frozen=True)
class InGroup(Line):
    """Something that happens in a group, by whom and when."""

    group: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonLine(InGroup):
    """A person who works in a group."""

    seat: str
    role: str
    starts: date


@dataclass(frozen=True)
class RoleLine(InGroup):
    """An organisation that gets another role in a group from the day on; without a role it leaves."""

    organisation: str
    role: str
    day: date
    reason: str


@dataclass(frozen=True)
class MilestoneLine(InGroup):
    """A milestone, to which day it was moved and why, and when it was reached."""

    title: PerLanguage
    due: date
    moved_to: date | None
    moved_at: datetime | None
    reason: str
    reached: datetime | None


@dataclass(frozen=True)
class DocumentLine(InGroup):
    """A document of a group and who may read it."""

    name: str
    content: bytes | None
    title: str
    reach: str


@dataclass(frozen=True)
class DraftLine(InGroup):
    """A paper that is worked on: when it became a draft, came to review and was submitted; empty for not yet."""

    key: str
    title: PerLanguage
    kind: str
    language: str
    draft_at: datetime | None
    review_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True)
class VersionLine(Line):
    """A version of a draft."""

    draft: str
    name: str
    content: bytes | None
    language: str
    pages: int | None
    source: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class CommentLine(Line):
    """A reviewer who is asked by a day, what they say, and what the authors answer; each may still be missing."""

    draft: str
    reviewer: str
    asked_at: datetime
    due: date
    text: str
    place: str
    page: int | None
    at: datetime | None
    finding: str
    answer: str
    answered_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class LifeOfGroups:
    """What the tables tell of the groups."""

    people: tuple[PersonLine, ...] = ()
    roles: tuple[RoleLine, ...] = ()
    milestones: tuple[MilestoneLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    drafts: tuple[DraftLine, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    comments: tuple[CommentLine, ...] = ()


@dataclass(frozen=True)
class Known:
    """What a row may refer to, and when the year begins."""

    groups: set[str]
    organisations: set[str]
    seats: set[str]
    secretariat: str
    noon: datetime
    drafts: set[str] = field(default_factory=set)


def read(tables: Mapping[str, list[Row]], known: Known) -> LifeOfGroups:
    """The lines of all seven tables."""
    known.drafts.update(row.text("key") for row in tables["drafts"])
    return LifeOfGroups(
        tuple(_person(row, known) for row in tables["group_people"]),
        tuple(_role(row, known) for row in tables["group_roles"]),
        tuple(_milestone(row, known) for row in tables["milestones"]),
        tuple(_document(row, known) for row in tables["group_documents"]),
        tuple(_draft(row, known) for row in tables["drafts"]),
        tuple(_version(row, known) for row in tables["versions"]),
        tuple(_comment(row, known) for row in tables["comments"]),
    )


def _in_group(row: Row, known: Known, at: str = "at", by: str = "by") -> dict[str, Any]:
    return {
        "file": row.file,
        "line": row.line,
        "group": row.reference("group", known.groups, needed=True),
        "by": row.reference(by, known.seats) or known.secretariat,
        "at": row.instant(at) or known.noon,
    }


def _person(row: Row, known: Known) -> PersonLine:
    return PersonLine(
        **_in_group(row, known),
        seat=row.reference("seat", known.seats, needed=True),
        role=row.choice("role", GroupRole.values, default=GroupRole.MEMBER),
        starts=row.day("from", needed=True) or known.noon.date(),
    )


def _role(row: Row, known: Known) -> RoleLine:
    said = _in_group(row, known)
    return RoleLine(
        **said,
        organisation=row.reference("organisation", known.organisations, needed=True),
        role=row.choice("role", ("", *GroupRole.values)),
        day=row.day("day") or said["at"].date(),
        reason=row.text("reason", needed=True),
    )


def _milestone(row: Row, known: Known) -> MilestoneLine:
    return MilestoneLine(
        **_in_group(row, known, at="set_at"),
        title=row.words("title", needed=True),
        due=row.day("due", needed=True) or known.noon.date(),
        moved_to=row.day("moved_to"),
        moved_at=row.instant("moved_at"),
        reason=row.text("reason"),
        reached=row.instant("reached"),
    )


def _document(row: Row, known: Known) -> DocumentLine:
    return DocumentLine(
        **_in_group(row, known),
        name=row.text("file"),
        content=row.content_of("file"),
        title=row.text("title"),
        reach=row.choice("reach", Reach.values, default=Reach.GROUP),
    )


def _draft(row: Row, known: Known) -> DraftLine:
    return DraftLine(
        **_in_group(row, known, at="begun_at", by="begun_by"),
        key=row.text("key", needed=True),
        title=row.words("title", needed=True),
        kind=row.choice("kind", PaperKind.values, default=PaperKind.WORKING_PAPER),
        language=row.text("language"),
        draft_at=row.instant("draft_at"),
        review_at=row.instant("review_at"),
        submitted_at=row.instant("submitted_at"),
    )


def _version(row: Row, known: Known) -> VersionLine:
    return VersionLine(
        row.file,
        row.line,
        draft=row.reference("draft", known.drafts, needed=True),
        name=row.text("file"),
        content=row.content_of("file"),
        language=row.text("language"),
        pages=row.number("pages"),
        source=row.text("pages_source"),
        note=row.text("note"),
        by=row.reference("seat", known.seats, needed=True),
        at=row.instant("at", needed=True) or known.noon,
    )


def _comment(row: Row, known: Known) -> CommentLine:
    return CommentLine(
        row.file,
        row.line,
        draft=row.reference("draft", known.drafts, needed=True),
        reviewer=row.reference("reviewer", known.seats, needed=True),
        asked_at=row.instant("asked_at", needed=True) or known.noon,
        due=row.day("due", needed=True) or known.noon.date(),
        text=row.text("text"),
        place=row.text("place"),
        page=row.number("page"),
        at=row.instant("at"),
        finding=row.choice("finding", ("", *Finding.values)),
        answer=row.text("answer"),
        answered_at=row.instant("answered_at"),
        finished_at=row.instant("finished_at"),
    )
