"""The pages of the groups and of the working papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from mithaq.cycle.queries import history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.thread.steps import step, steps_to, thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import CONTENT_TYPES, content_or_refusal
from mithaq.taskforces.models import Group, Paper
from mithaq.taskforces.queries import (
    enrolments_of,
    groups_visible_to,
    meetings_visible_to,
    papers_visible_to,
    with_their_size,
)
from mithaq.taskforces.rules import may_call_a_meeting
from mithaq.taskforces.vocabulary import GroupKind, GroupRole


@page(everyone)
def groups(request: Request) -> HttpResponse:
    """The groups by kind, each with its charter and its size."""
    seat, at = request.seat, request.at
    known = list(with_their_size(groups_visible_to(seat, at), at))
    kinds = [
        {"kind": kind, "groups": [group for group in known if group.kind == kind]}
        for kind in GroupKind
        if any(group.kind == kind for group in known)
    ]
    return answer(request, "taskforces/groups.html", {"kinds": kinds})


@page(everyone)
def group(request: Request, public_id: str) -> HttpResponse:
    """One group: its charter, who works in it on the day, its papers, what happened."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(groups_visible_to(seat, at), public_id=public_id)
    return answer(request, "taskforces/group.html", _group_as_shown(shown, seat, at))


def _group_as_shown(group: Group, seat: Seat | None, at: datetime) -> dict[str, Any]:
    enrolled = list(enrolments_of(group))
    day = at.date()
    working = [e for e in enrolled if e.starts <= day and (e.ends is None or day <= e.ends)]
    papers = list(papers_visible_to(seat, at).filter(group=group))
    return {
        "shown": group,  # the frame of the page has a "group" of its own
        "trail": [(gettext("Groups"), reverse("taskforces:groups")), (group.title, "")],
        "roles": [
            {"role": role, "enrolments": [e for e in working if e.role == role]}
            for role in GroupRole
            if any(e.role == role for e in working)
        ],
        "others": [e for e in enrolled if e not in working],
        "papers": papers,
        "meetings": meetings_visible_to(seat, at).filter(group=group),
        "may_call": bool(may_call_a_meeting(seat, at, group)),
        "day": day,
        "here": step(group),
        "after": steps_to(papers),
        "history": history_visible_to(seat, group, ("group.set_up",)),
    }


@page(everyone)
def papers(request: Request) -> HttpResponse:
    """The working papers in the order in which they came in."""
    seat, at = request.seat, request.at
    return answer(request, "taskforces/papers.html", {"papers": papers_visible_to(seat, at)})


@page(everyone)
def paper(request: Request, public_id: str) -> HttpResponse:
    """One paper: who handed it in for whom, its file, and what became of it."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(papers_visible_to(seat, at), public_id=public_id)
    return answer(request, "taskforces/paper.html", _paper_as_shown(shown, seat, at))


def _paper_as_shown(paper: Paper, seat: Seat | None, at: datetime) -> dict[str, Any]:
    return {
        "paper": paper,
        "trail": [(gettext("Working papers"), reverse("taskforces:papers")), (paper.title, "")],
        "is_seated": seat is not None,
        "thread": thread_of(paper, seat, at, known=[paper.group] if paper.group else []),
        "history": history_visible_to(seat, paper, ("paper",)),
    }


@page(the_seated)
def paper_file(request: Request, public_id: str) -> HttpResponse:
    """The paper's file as it came in, to be kept, never shown by the browser itself."""
    seat, at = request.seat, request.at
    file = get_object_or_404(papers_visible_to(seat, at), public_id=public_id).file
    if file is None:
        raise Http404
    response = HttpResponse(
        content_or_refusal(file), content_type=CONTENT_TYPES.get(file.kind, "application/octet-stream")
    )
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
