"""The life of the groups of a cycle in its files: read and checked, and played through the verbs of their room.

Seven tables, each of which a folder may lack: `group_people.csv` (persons in a group), `group_roles.csv` (an
organisation that gets another role, or with none leaves), `milestones.csv`, `group_documents.csv`, `drafts.csv` (papers
that are begun here and not handed in whole), `versions.csv` of these, and `comments.csv` on them with who was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.uploads.receive import receive
from mithaq.rehearsal.records import Line
from mithaq.taskforces.domain import groups as on_groups
from mithaq.taskforces.domain import milestones as on_milestones
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain import review as on_reviews
from mithaq.taskforces.domain.submit import submit_latest
from mithaq.taskforces.models import Paper
from mithaq.taskforces.vocabulary import Finding, GroupRole, PaperKind, Reach, Stage

if TYPE_CHECKING:  # the folder reads the rows, and the scenes play them: both import this module
    from mithaq.rehearsal.folder import Row
    from mithaq.rehearsal.scenes import Played, Scene

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


# Played ---------------------------------------------------------------------------------------------------------------


class Life:
    """What has been played of the groups' life, by the keys of the files."""

    def __init__(self, played: Played, life: LifeOfGroups) -> None:
        self.played, self.life = played, life
        self.drafts: dict[str, Paper] = {}
        self.begun: dict[str, str] = {one.key: one.by for one in life.drafts}

    def scenes(self) -> Iterator[Scene]:
        """What happens in the groups, each at its own time."""
        from mithaq.rehearsal.scenes import Scene

        life = self.life
        for person in life.people:
            yield Scene(person.at, person, partial(self._seat_in, person))
        for role in life.roles:
            yield Scene(role.at, role, partial(self._change_role, role))
        for milestone in life.milestones:
            yield from self._milestone(milestone)
        for document in life.documents:
            yield Scene(document.at, document, partial(self._lay, document))
        yield from self._drafts()
        for comment in life.comments:
            yield from self._comment(comment)

    def _drafts(self) -> Iterator[Scene]:
        from mithaq.rehearsal.scenes import Scene

        life = self.life
        for draft in life.drafts:
            yield Scene(draft.at, draft, partial(self._begin, draft))
        for version in life.versions:
            yield Scene(version.at, version, partial(self._add, version))
        for draft in life.drafts:
            for at, play in ((draft.draft_at, Stage.DRAFT), (draft.review_at, Stage.REVIEW)):
                if at:
                    yield Scene(at, draft, partial(self._send_on, draft, play, at))
            if draft.submitted_at:
                yield Scene(draft.submitted_at, draft, partial(self._submit, draft, draft.submitted_at))

    def _by(self, line: InGroup, at: datetime | None = None) -> dict[str, Any]:
        return {"seat": self.played.seats[line.by], "at": at or line.at}

    def _seat_in(self, line: PersonLine) -> None:
        group, who = self.played.groups[line.group], self.played.seats[line.seat]
        on_groups.seat_in(group, who, line.role, line.starts, **self._by(line))

    def _change_role(self, line: RoleLine) -> None:
        organisation = self.played.organisations[line.organisation]
        enrolment = self.played.groups[line.group].enrolments.get(organisation=organisation, ends=None)
        if line.role:
            on_groups.change_role(enrolment, line.role, line.day, line.reason, **self._by(line))
        else:
            on_groups.leave(enrolment, line.day, line.reason, **self._by(line))

    def _milestone(self, line: MilestoneLine) -> Iterator[Scene]:
        from mithaq.rehearsal.scenes import Scene

        made: list[Any] = []

        def set_it() -> None:
            group = self.played.groups[line.group]
            made.append(on_milestones.set_milestone(group, line.title, line.due, **self._by(line)))

        def move(to: date, at: datetime) -> None:
            made.append(on_milestones.move_milestone(made[-1], to, line.reason, **self._by(line, at)))

        def reach(at: datetime) -> None:
            on_milestones.reach_milestone(made[-1], at.date(), **self._by(line, at))

        yield Scene(line.at, line, set_it)
        if line.moved_to and line.moved_at:
            yield Scene(line.moved_at, line, partial(move, line.moved_to, line.moved_at))
        if line.reached:
            yield Scene(line.reached, line, partial(reach, line.reached))

    def _lay(self, line: DocumentLine) -> None:
        by = self._by(line)
        if line.content:
            file = receive(ContentFile(line.content, name=line.name), **by)
            on_groups.lay(self.played.groups[line.group], file, line.title, line.reach, **by)

    def _begin(self, line: DraftLine) -> None:
        group = self.played.groups[line.group]
        begun = on_papers.begin(
            self.played.cycle, line.title, group, line.language, key=line.key, kind=line.kind, **self._by(line)
        )
        self.drafts[line.key] = begun

    def _add(self, line: VersionLine) -> None:
        by: dict[str, Any] = {"seat": self.played.seats[line.by], "at": line.at}
        file = receive(ContentFile(line.content, name=line.name), **by) if line.content else None
        content = on_papers.Content(
            file, language=line.language, pages=line.pages, pages_source=line.source, note=line.note
        )
        on_papers.add_version(self.drafts[line.draft], content, **by)

    def _send_on(self, line: DraftLine, stage: Stage, at: datetime) -> None:
        on_papers.send_on(self.drafts[line.key], stage, **self._by(line, at))

    def _submit(self, line: DraftLine, at: datetime) -> None:
        submit_latest(self.drafts[line.key], **self._by(line, at))

    def _comment(self, line: CommentLine) -> Iterator[Scene]:
        from mithaq.rehearsal.scenes import Scene

        asked: list[Any] = []
        said: list[Any] = []

        def author() -> Seat:
            return self.played.seats[self.begun[line.draft]]

        def reviewer() -> Seat:
            return self.played.seats[line.reviewer]

        def ask() -> None:
            draft = self.drafts[line.draft]
            asked.extend(on_reviews.ask_for_reviews(draft, [reviewer()], line.due, seat=author(), at=line.asked_at))

        yield Scene(line.asked_at, line, ask)
        if (at := line.at) is not None:
            words = on_reviews.Said(line.text, line.place, line.page)
            yield Scene(
                at,
                line,
                lambda: said.append(on_reviews.comment(self.drafts[line.draft], words, seat=reviewer(), at=at)),
            )
        if (answered := line.answered_at) is not None:
            yield Scene(
                answered,
                line,
                lambda: on_reviews.answer_comment(said[0], line.finding, line.answer, seat=author(), at=answered),
            )
        if (finished := line.finished_at) is not None:
            yield Scene(finished, line, lambda: on_reviews.finish(asked[0], seat=reviewer(), at=finished))
