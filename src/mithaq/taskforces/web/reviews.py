"""The page on which a paper is reviewed: who is asked, what they say, and what the authors answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.taskforces.domain import review as on_reviews
from mithaq.taskforces.models import Comment, Paper, Review
from mithaq.taskforces.queries import papers_visible_to
from mithaq.taskforces.queries.groups import seats_of_groups
from mithaq.taskforces.queries.papers import dossier_of, works_on
from mithaq.taskforces.rules import may_comment, may_send_on, may_work_on
from mithaq.taskforces.vocabulary import Stage
from mithaq.taskforces.web import paper_forms as typed
from mithaq.taskforces.web.papers import found_paper, trail_of
from mithaq.taskforces.web.parts import Parts, seated


@page(the_seated, may_post=True)
def reviews(request: Request, public_id: str) -> HttpResponse:
    """The reviews of a paper and what was said of it, for those who write, review or look after it."""
    found, seat, at = found_paper(request, public_id), seated(request), request.at
    if not works_on(seat, found, at):
        raise Http404
    may_ask = bool(may_send_on(seat, found, at)) and not Stage(found.stage).is_open
    dossier = dossier_of(found)
    makers: dict[str, Any] = {}
    if may_comment(seat, found, at):
        makers["comment"] = typed.WrittenComment
    if may_ask:
        known = [one for one in seats_of_groups(found.cycle, at) if one.pk != seat.pk]
        makers["reviewers"] = partial(typed.AskedReviewers, known=known, at=at)
    parts = Parts(request, makers)
    if parts.is_good and _done(parts, found, seat, request):
        return redirect("taskforces:reviews", found.public_id)
    answers = bool(may_work_on(seat, found, at))
    shown = {
        "paper": found,
        "reviews": [
            {
                "review": one,
                "is_open": (is_open := one.finished_at is None and one.released_at is None),
                "is_late": is_open and one.reviewer.local_day(at) > one.due,
                "is_mine": is_open and one.reviewer_id == seat.pk,
            }
            for one in dossier.reviews
        ],
        "comments": [
            {"comment": one, "reply": getattr(one, "reply", None), "may_answer": answers and not hasattr(one, "reply")}
            for one in dossier.comments
        ],
        "may_ask": may_ask,
        "forms": parts.forms,
        "sent": parts.sent,
        "trail": trail_of(found, gettext("Reviews and comments")),
    }
    return answer(request, "taskforces/paper_reviews.html", shown, status=422 if parts.sent is not None else 200)


def _done(parts: Parts, found: Paper, seat: Seat, request: Request) -> bool:
    by: dict[str, Any] = {"seat": seat, "at": request.at}
    try:
        if parts.sent_name == "comment":
            on_reviews.comment(found, parts.sent.said, **by)
            messages.success(request, gettext("The comment is on record."))
        else:
            on_reviews.ask_for_reviews(found, parts.sent.chosen, parts.sent.cleaned_data["due"], **by)
            messages.success(request, gettext("They are asked. It stands on their desks until they have finished."))
    except Refused as refused:
        parts.sent.add_error(None, str(refused))
        return False
    return True


def _of_a_paper_seen(request: Request, paper: Paper) -> None:
    """The paper must be seen from inside; else nothing of it is there."""
    seen = papers_visible_to(request.seat, request.at).filter(pk=paper.pk).exists()
    if not seen or not works_on(request.seat, paper, request.at):
        raise Http404


@page(the_seated, may_post=True)
def review(request: Request, public_id: str) -> HttpResponse:
    """Finish one's review, or release a reviewer. What is sent names which."""
    found = get_object_or_404(Review.objects.select_related("paper__group", "reviewer"), public_id=public_id)
    _of_a_paper_seen(request, found.paper)
    if request.method == "POST":
        seat, at = seated(request), request.at
        if "release" in request.POST:
            on_reviews.release(found, seat=seat, at=at)
            messages.success(request, gettext("The reviewer is released."))
        else:
            on_reviews.finish(found, seat=seat, at=at)
            messages.success(request, gettext("It is on record that the review is finished."))
    return redirect("taskforces:reviews", found.paper.public_id)


@page(the_seated, may_post=True)
def comment(request: Request, public_id: str) -> HttpResponse:
    """Answer a comment."""
    found = get_object_or_404(Comment.objects.select_related("paper__group", "seat__person"), public_id=public_id)
    _of_a_paper_seen(request, found.paper)
    seat, at = seated(request), request.at
    if not may_work_on(seat, found.paper, at):
        raise Http404
    form = typed.AnsweredComment(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        on_reviews.answer_comment(found, said["finding"], said["reason"], seat=seat, at=at)
        messages.success(request, gettext("The answer is on record."))
        return redirect(f"{reverse('taskforces:reviews', args=[found.paper.public_id])}#comment-{found.public_id}")
    shown = {"comment": found, "form": form, "trail": trail_of(found.paper, gettext("Answer a comment"))}
    return answer(request, "taskforces/paper_comment.html", shown, status=422 if form.errors else 200)
