"""What becomes of one recommendation: dropping it, taking it up again, and its group's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.recommendations.domain.answer import answer_to
from mithaq.recommendations.domain.drop import drop, take_up
from mithaq.recommendations.queries.fates import Line, asking_of, closing_of
from mithaq.recommendations.rules import may_answer, may_consolidate
from mithaq.recommendations.vocabulary import Fate
from mithaq.recommendations.web.coverage import coverage_trail, lineage_for
from mithaq.recommendations.web.forms import Reasons, Replying


@page(everyone)
def fate(request: Request, public_id: str) -> HttpResponse:
    """What becomes of a recommendation, in words, with the point's wording; a link that one can share."""
    return _shown(request, *_line(request, public_id))


@page(may_consolidate, may_post=True)
def dropping(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Drop a recommendation with a reason, or take a dropped one up again."""
    cycle, line = _line(request, public_id)
    if request.method != "POST":
        return redirect("recommendations:fate", public_id)
    by: dict[str, Any] = {"seat": request.seat, "at": request.at}
    if line.fate == Fate.DROPPED:
        take_up(cycle, [line.one], **by)
        return redirect("recommendations:fate", public_id)
    form = Reasons(request.POST)
    if form.is_valid():
        drop(cycle, [line.one], form.reason, **by)
        return redirect("recommendations:fate", public_id)
    return _shown(request, cycle, line, dropping=form)


@page(the_seated, may_post=True)
def answering(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Answer for the group that wrote a recommendation to what becomes of it."""
    cycle, line = _line(request, public_id)
    if not may_answer(request.seat, line.group, request.at):
        raise Http404
    if request.method != "POST":
        return redirect("recommendations:fate", public_id)
    form = Replying(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer_to(line.one, said["proposal"], said["reply"], said["words"], seat=request.seat, at=request.at)
            messages.success(request, _("The answer is on record. Until the day named it can be given again."))
            return redirect("recommendations:fates", "group", line.group.public_id)  # type: ignore[union-attr]
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, cycle, line, answering=form)


def _line(request: Request, public_id: str) -> tuple[Cycle, Line]:
    cycle, lines = lineage_for(request)
    for line in lines:
        if line.one.public_id == public_id:
            return cycle, line
    raise Http404


def _shown(
    request: Request, cycle: Cycle, line: Line, *, dropping: Reasons | None = None, answering: Replying | None = None
) -> HttpResponse:
    asking, closed = asking_of(cycle, request.at), closing_of(cycle)
    may_work = may_consolidate(request.seat, request.at) and not closed
    context = {
        "line": line,
        "trail": [*coverage_trail(), (line.paper.title, line.paper.get_absolute_url())],
        "closed": closed,
        "asking": asking,
        "may_drop": may_work and line.fate == Fate.OPEN,
        "may_take_up": may_work and line.fate == Fate.DROPPED,
        "dropping": dropping or Reasons(),
        "may_answer": asking and line.fate != Fate.OPEN and may_answer(request.seat, line.group, request.at),
        "answering": answering or Replying(initial={"proposal": line.proposal}),
        "answers": list(line.one.answers.all()) if line.answer else [],
    }
    failed: forms.Form | None = dropping or answering
    return answer(request, "recommendations/fate.html", context, status=422 if failed else 200)
