"""The work on papers: their versions, stages and reviews, what is owed, and the board of the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from mithaq.cycle.models import Cycle, Deadline
from mithaq.cycle.queries import year_on_record
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import records_in
from mithaq.foundation.thread.queries import how_many_came_of
from mithaq.taskforces.models import Comment, Group, Paper, PaperMove, PaperPolicy, PaperStep, PaperVersion, Review
from mithaq.taskforces.queries import FOLLOWED, groups_of, groups_visible_to, papers_visible_to
from mithaq.taskforces.queries.groups import reads_inside
from mithaq.taskforces.vocabulary import PaperKind, Stage

#: The step of the calendar that is the deadline for submissions.
PAPERS_DUE = "papers_due"


def deadline_of_papers(cycle: Cycle) -> Deadline | None:
    """The calendar's deadline by which papers are to be submitted, if one stands."""
    known = year_on_record()
    standing = known.deadlines if known is not None and known.cycle == cycle else cycle.deadlines.all()
    return next((one for one in standing if one.step == PAPERS_DUE), None)


def refuses_late(cycle: Cycle) -> bool:
    """Whether the year takes no papers after the deadline."""
    return PaperPolicy.objects.filter(cycle=cycle, refuses_late=True).exists()


def works_on(seat: Seat | None, paper: Paper, at: datetime) -> bool:
    """Whether the seat reads a paper from inside: its versions, reviews and comments."""
    if seat is None or seat.role == Role.PRESS:
        return False
    if seat.role in (Role.SECRETARIAT, Role.AUDITOR, Role.CHAIR, Role.CONVENER):
        return True
    if paper.group is not None and reads_inside(seat, paper.group, at):
        return True
    return any(one.reviewer_id == seat.pk and one.released_at is None for one in dossier_of(paper).reviews)


def versions_visible_to(seat: Seat | None, at: datetime) -> QuerySet[PaperVersion]:
    """The versions of the papers that a seat may see."""
    papers = papers_visible_to(seat, at).values("pk")
    return PaperVersion.objects.filter(paper__in=papers).select_related("paper__group", "file")


@dataclass(frozen=True)
class Dossier:
    """What a paper went through, whoever reads it: its page shows a part of it. Versions and steps the latest first."""

    versions: list[PaperVersion]
    steps: list[PaperStep]
    moves: list[PaperMove]
    reviews: list[Review]
    comments: list[Comment]

    @property
    def submission(self) -> PaperStep | None:
        """Its last submission."""
        return next((one for one in self.steps if one.stage == Stage.SUBMITTED and not one.is_return), None)

    @property
    def is_worked_on(self) -> bool:
        """Whether it went through more than being handed in."""
        return any(one.stage != Stage.SUBMITTED for one in self.steps)


_dossiers: Memory[Dossier] = Memory(kinds=FOLLOWED, beside=records_in)


def dossier_of(paper: Paper) -> Dossier:
    """What is on record of the work on a paper. Five queries, or none until the next act."""
    return _dossiers.recall(paper.pk, None, lambda: _dossier(paper))


def _dossier(paper: Paper) -> Dossier:
    comments = paper.comments.select_related("version", *_by("seat"), *_by("reply__seat"), "reply")
    return Dossier(
        list(paper.versions.select_related("file", *_by("seat")).order_by("-number")),
        list(paper.steps.select_related("version", *_by("seat")).order_by("-id")),
        list(paper.moves.select_related("before", "after", *_by("seat"))),
        list(paper.reviews.select_related(*_by("reviewer"))),
        list(comments),
    )


def _by(seat: str) -> tuple[str, str]:
    return f"{seat}__person", f"{seat}__organisation"


def reviews_owed_by(seat: Seat) -> QuerySet[Review]:
    """The reviews that the seat was asked for and has not finished, the most urgent first. One query."""
    open_reviews = Review.objects.filter(reviewer=seat, finished_at=None, released_at=None)
    return open_reviews.filter(paper__submitted_at=None).select_related("paper").order_by("due", "id")


def papers_with_open_comments(seat: Seat, at: datetime) -> list[tuple[Paper, int]]:
    """The papers in work of the groups in which the seat works, with how many of their comments have no answer. The
    seat's own comments do not wait for it. One query."""
    if seat.role in (Role.PRESS, Role.AUDITOR):
        return []
    waiting = Q(comments__reply=None) & ~Q(comments__seat=seat)
    papers = Paper.objects.filter(submitted_at=None, group__in=groups_of(seat, at))
    counted = papers.annotate(open_comments=Count("comments", filter=waiting & Q(comments__isnull=False)))
    return [(paper, paper.open_comments) for paper in counted.filter(open_comments__gt=0)]


@dataclass(frozen=True)
class OnTheBoard:
    """A paper as the board shows it."""

    paper: Paper
    stage: Stage
    version: int
    pages: int | None
    #: How many records, which are its recommendations, came out of it.
    recommendations: int
    submission: PaperStep | None

    @property
    def is_late(self) -> bool:
        """Whether it came in after the deadline."""
        return self.submission is not None and self.submission.is_late

    @property
    def is_awaited(self) -> bool:
        """Whether it is a working paper that has not been submitted: the deadline is one for these."""
        return self.paper.kind == PaperKind.WORKING_PAPER and not self.stage.is_open


@dataclass(frozen=True)
class Row:
    """A group's papers; those of no group stand in a row without one."""

    group: Group | None
    papers: list[OnTheBoard]

    @property
    def pages(self) -> int:
        """The pages that were counted."""
        return sum(one.pages or 0 for one in self.papers)

    @property
    def recommendations(self) -> int:
        """What was read out of its papers."""
        return sum(one.recommendations for one in self.papers)


_boards: Memory[list[Row]] = Memory(256, kinds=(*FOLLOWED, "library.", "recommendations."), beside=records_in)


def board_of(cycle: Cycle, seat: Seat | None, at: datetime) -> list[Row]:
    """Every group that the seat may see with its papers. Five queries, or none until the next act or minute."""
    return _boards.recall((cycle.pk, seat and (seat.pk, seat.organisation_id)), at, lambda: _board(cycle, seat, at))


def _board(cycle: Cycle, seat: Seat | None, at: datetime) -> list[Row]:
    steps = Prefetch("steps", PaperStep.objects.filter(stage=Stage.SUBMITTED, is_return=False).order_by("id"))
    papers = list(papers_visible_to(seat, at).filter(cycle=cycle).order_by("id").prefetch_related(steps, "versions"))
    came_of = how_many_came_of(papers)
    shown = [_on_the_board(paper, came_of.get(paper.public_id, 0)) for paper in papers]
    groups: Iterable[Group] = groups_visible_to(seat, at).filter(cycle=cycle)
    rows = [Row(group, [one for one in shown if one.paper.group_id == group.pk]) for group in groups]
    without = [one for one in shown if one.paper.group_id is None]
    return [*rows, *([Row(None, without)] if without else [])]


def _on_the_board(paper: Paper, recommendations: int) -> OnTheBoard:
    versions, steps = list(paper.versions.all()), list(paper.steps.all())
    latest = versions[-1] if versions else None
    pages = latest.pages if latest is not None and latest.pages is not None else paper.pages
    submission = steps[-1] if steps and paper.submitted_at is not None else None
    return OnTheBoard(paper, Stage(paper.stage), latest.number if latest else 0, pages, recommendations, submission)
