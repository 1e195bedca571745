"""The life of the groups of a cycle, as `groups` has read it, played through the verbs of their room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.uploads.receive import receive
from mithaq.rehearsal.groups import (
    CommentLine,
    DocumentLine,
    DraftLine,
    InGroup,
    LifeOfGroups,
    MilestoneLine,
    PersonLine,
    RoleLine,
    VersionLine,
)
from mithaq.taskforces.domain import groups as on_groups
from mithaq.taskforces.domain import milestones as on_milestones
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain import review as on_reviews
from mithaq.taskforces.domain.submit import submit_latest
from mithaq.taskforces.models import Paper
from mithaq.taskforces.vocabulary import Stage

if TYPE_CHECKING:  # the scenes play these, and import this module
    from mithaq.rehearsal.scenes import Played, Scene


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
