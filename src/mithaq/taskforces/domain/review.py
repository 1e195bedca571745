"""Reviewing a paper: who is asked by when, what they say of it, and what the authors do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.taskforces.domain.submit import locked
from mithaq.taskforces.models import Comment, CommentAnswer, Paper, Review
from mithaq.taskforces.rules import (
    OUT_OF_HAND,
    may_answer_comments,
    may_comment,
    may_finish_the_review,
    may_send_on,
)
from mithaq.taskforces.vocabulary import Finding, Stage


@dataclass(frozen=True)
class Said:
    """What a comment says, and of which place: a section, a page, or the whole paper where neither is named."""

    text: str
    place: str = ""
    page: int | None = None


def ask_for_reviews(paper: Paper, reviewers: Iterable[Seat], due: date, *, seat: Seat, at: datetime) -> list[Review]:
    """Ask these seats to review the paper by a day. Whoever is asked already is not asked again."""
    with transaction.atomic():
        paper = locked(paper)
        require(may_send_on(seat, paper, at))
        if Stage(paper.stage).is_open:
            raise Refused(OUT_OF_HAND)
        if due < seat.local_day(at):
            raise Refused(_("This day is past. Nothing was changed."))
        asked = set(paper.reviews.filter(finished_at=None, released_at=None).values_list("reviewer_id", flat=True))
        reviews = []
        for reviewer in {one.pk: one for one in reviewers if one.pk not in asked}.values():
            review = paper.reviews.create(reviewer=reviewer, due=due, asked_by=seat, asked_at=at)
            record("paper.review_asked", paper, reviewer, seat=seat, at=at, facts={"due": due.isoformat()})
            reviews.append(review)
        if not reviews:
            raise Refused(_("All of these have been asked already. Nothing was changed."))
    return reviews


def release(review: Review, *, seat: Seat, at: datetime) -> Review:
    """Say that a review is not wanted any more. What the reviewer has said stays."""
    with transaction.atomic():
        review = _locked(review)
        require(may_send_on(seat, review.paper, at))
        if review.finished_at is not None or review.released_at is not None:
            raise Refused(_("This review is over already. Nothing was changed."))
        review.released_at = at
        review.save(update_fields=["released_at"])
        record("paper.review_released", review.paper, review.reviewer, seat=seat, at=at)
    return review


def finish(review: Review, *, seat: Seat, at: datetime) -> Review:
    """Say that one's review is finished."""
    with transaction.atomic():
        review = _locked(review)
        require(may_finish_the_review(seat, review, at))
        review.finished_at = at
        review.save(update_fields=["finished_at"])
        comments = review.paper.comments.filter(seat=seat).count()
        record("paper.reviewed", review.paper, seat=seat, at=at, facts={"comments": comments})
    return review


def _locked(review: Review) -> Review:
    found = Review.objects.select_for_update(of=("self",)).select_related("paper__group", "reviewer__organisation")
    return found.get(pk=review.pk)


def comment(paper: Paper, said: Said, *, seat: Seat, at: datetime) -> Comment:
    """Say something of the paper, as it stands in its latest version."""
    with transaction.atomic():
        paper = locked(paper)
        require(may_comment(seat, paper, at))
        if not said.text.strip():
            raise Refused(_("There is nothing in this comment. Nothing was changed."))
        latest = paper.versions.order_by("number").last()
        written = paper.comments.create(
            version=latest, text=said.text.strip(), place=said.place.strip(), page=said.page, seat=seat, at=at
        )
        record("paper.commented", paper, seat=seat, at=at, words={"text": written.text})
    return written


def answer_comment(to: Comment, finding: str, reason: str = "", *, seat: Seat, at: datetime) -> CommentAnswer:
    """Say what the authors did with a comment. What is not taken up, or only in part, has a reason."""
    with transaction.atomic():
        to = Comment.objects.select_for_update(of=("self",)).select_related("paper__group").get(pk=to.pk)
        require(may_answer_comments(seat, to, at))
        reason = reason.strip()
        if finding != Finding.TAKEN and not reason:
            raise Refused(_("Say why it is not taken up, or only in part. Nothing was changed."))
        reply = CommentAnswer.objects.create(comment=to, finding=finding, reason=reason, seat=seat, at=at)
        facts = {"finding": finding}
        record("paper.comment_answered", to.paper, seat=seat, at=at, facts=facts, words={"reason": reason})
    return reply
