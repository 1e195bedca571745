"""Working on a paper: begun as an outline, in versions, forward to review and back with a reason; published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.queries import how_many_came_of
from mithaq.foundation.thread.weave import unravel, weave
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.domain.groups import why
from mithaq.taskforces.domain.submit import locked, require_new, require_open
from mithaq.taskforces.models import Group, Paper, PaperVersion
from mithaq.taskforces.rules import may_begin_papers, may_look_after_papers, may_send_on, may_work_on
from mithaq.taskforces.vocabulary import PaperKind, Stage

READ_IN = _("Recommendations have been read out of this paper, so it stays as it is. Nothing was changed.")


@dataclass(frozen=True)
class Content:
    """What a version is: a file, or a link to where it stands; its language, its pages and who counted them."""

    file: Upload | None = None
    _: KW_ONLY
    link: str = ""
    language: str = ""
    pages: int | None = None
    pages_source: str = ""
    #: A `CountedBy` where the file was asked.
    counted_by: str = ""
    note: str = ""


def begin(
    cycle: Cycle,
    title: Mapping[str, str],
    group: Group,
    language: str = "",
    *,
    key: str = "",
    kind: str = PaperKind.WORKING_PAPER,
    seat: Seat,
    at: datetime,
) -> Paper:
    """Begin a paper of a group, as an outline. Until it is submitted, those who work on it read it."""
    with transaction.atomic():
        require(may_begin_papers(seat, group, at))
        paper = cycle.papers.create(
            key=key or fresh_id(), title=title, group=group, language=language, kind=kind, stage=Stage.OUTLINE
        )
        paper.steps.create(stage=Stage.OUTLINE, seat=seat, at=at)
        weave([group], paper)
        record("paper.begun", paper, group, seat=seat, at=at)
    return paper


def add_version(paper: Paper, content: Content, *, seat: Seat, at: datetime) -> PaperVersion:
    """Put a new version beside the earlier ones. The very same file is not taken twice."""
    with transaction.atomic():
        paper = locked(paper)
        require(may_work_on(seat, paper, at))
        if (content.file is None) == (not content.link):
            raise Refused(_("Choose a file, or give a link, but not both. Nothing was changed."))
        if content.file is not None:
            require_new(paper.cycle, content.file, paper)
        latest = paper.versions.order_by("number").last()
        number = latest.number + 1 if latest else 1
        version = paper.versions.create(number=number, **vars(content), seat=seat, at=at)
        facts = {"version": number, **({"sha256": content.file.sha256} if content.file else {})}
        record("paper.version_added", paper, seat=seat, at=at, facts=facts)
    return version


def send_on(paper: Paper, stage: Stage, *, seat: Seat, at: datetime) -> Paper:
    """Take a paper on to the draft or to review."""
    verb = {Stage.DRAFT: "paper.drafted", Stage.REVIEW: "paper.put_to_review"}[stage]
    with transaction.atomic():
        paper = locked(paper)
        require(may_work_on(seat, paper, at))
        if stage == Stage.REVIEW:
            require(may_send_on(seat, paper, at))
        if stage.place <= Stage(paper.stage).place:
            raise Refused(_("The paper has come to this stage already. Nothing was changed."))
        latest = paper.versions.order_by("number").last()
        if stage == Stage.REVIEW and latest is None:
            raise Refused(_("This paper has no version yet, so there is nothing to review. Add one first."))
        _step(paper, stage, latest, seat, at)
        record(verb, paper, seat=seat, at=at, facts={"version": latest.number if latest else 0})
    return paper


def publish(paper: Paper, *, seat: Seat, at: datetime) -> Paper:
    """Give a submitted paper to everybody, with its file."""
    with transaction.atomic():
        require(may_look_after_papers(seat, at))
        paper = locked(paper)
        if paper.stage != Stage.SUBMITTED:
            raise Refused(_("Only a paper that has been submitted is published, and only once. Nothing was changed."))
        latest = paper.versions.order_by("number").last()
        if latest is None:
            raise Refused(
                _("No version of this paper is on record, so there is nothing to publish. Nothing was changed.")
            )
        _step(paper, Stage.PUBLISHED, latest, seat, at)
        record("paper.published", paper, seat=seat, at=at, facts={"version": latest.number})
    return paper


def give_back(paper: Paper, stage: Stage, reason: str, *, seat: Seat, at: datetime) -> Paper:
    """Give a paper back to an earlier stage, with the reason. Of a submitted one the submission stays on record."""
    with transaction.atomic():
        paper = locked(paper)
        require(may_look_after_papers(seat, at) if Stage(paper.stage).is_open else may_send_on(seat, paper, at))
        if stage.place >= Stage(paper.stage).place:
            raise Refused(_("The paper has not come further than this stage. Nothing was changed."))
        if Stage(paper.stage).is_open and not stage.is_open:
            if paper.group is None or not paper.versions.exists():
                raise Refused(_("A paper that was only catalogued cannot be given back. Nothing was changed."))
            if how_many_came_of([paper]):
                raise Refused(READ_IN)
            paper.file = paper.submitted_by = paper.submitted_at = None
        latest = paper.versions.order_by("number").last()
        _step(paper, stage, latest, seat, at, reason=why(reason))
        record("paper.returned", paper, seat=seat, at=at, facts={"stage": stage}, words={"reason": why(reason)})
    return paper


def _step(
    paper: Paper, stage: Stage, version: PaperVersion | None, seat: Seat, at: datetime, *, reason: str = ""
) -> None:
    paper.stage = stage
    paper.save()
    paper.steps.create(stage=stage, version=version, is_return=bool(reason), reason=reason, seat=seat, at=at)


def move(paper: Paper, group: Group, reason: str, *, seat: Seat, at: datetime) -> Paper:
    """Move a paper that was handed in for the wrong group to the right one, before recommendations are read out."""
    with transaction.atomic():
        require(may_look_after_papers(seat, at))
        paper = locked(paper)
        before = paper.group
        if before == group:
            raise Refused(_("The paper is this group's already. Nothing was changed."))
        if how_many_came_of([paper]):
            raise Refused(READ_IN)
        if paper.submitted_at is not None:
            require_open(group)
        reason = why(reason)
        paper.moves.create(before=before, after=group, reason=reason, seat=seat, at=at)
        paper.group = group
        paper.save(update_fields=["group"])
        if before is not None:
            unravel([before], paper)
        weave([group], paper)
        record("paper.moved", paper, group, *([before] if before else []), seat=seat, at=at, words={"reason": reason})
    return paper
