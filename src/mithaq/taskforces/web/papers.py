"""The pages of the working papers: the list, the board of the year, one paper, its versions and the work on it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.core.reading.at_the_door import Glance
from mithaq.core.reading.papers import kind_of_paper
from mithaq.cycle.queries import current_cycle, history_visible_to, year_on_record
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat
from mithaq.foundation.thread.steps import thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.foundation.uploads.reading import glance_at
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.taskforces.domain import papers as on_papers
from mithaq.taskforces.domain.pages import pages_of
from mithaq.taskforces.domain.submit import submit_latest, treat_late_papers
from mithaq.taskforces.models import Paper
from mithaq.taskforces.queries import groups_visible_to, papers_visible_to
from mithaq.taskforces.queries.pages import has_no_words_to_search
from mithaq.taskforces.queries.papers import (
    board_of,
    deadline_of_papers,
    dossier_of,
    refuses_late,
    versions_visible_to,
    works_on,
)
from mithaq.taskforces.rules import (
    may_begin_papers,
    may_look_after_papers,
    may_read_the_version,
    may_send_on,
    may_work_on,
)
from mithaq.taskforces.vocabulary import PaperKind, Stage
from mithaq.taskforces.web import paper_forms as typed
from mithaq.taskforces.web.finds import found_on
from mithaq.taskforces.web.forms import Words
from mithaq.taskforces.web.parts import Parts, seated

#: The acts on a paper that everybody reads; those who work on it read all of them.
TOLD = ("paper.submitted", "paper.catalogued", "paper.published", "paper.read")


@page(everyone)
def papers(request: Request) -> HttpResponse:
    """The working papers in the order in which they came in, and those in work that the reader works on; or those whose
    title or pages say what is asked for, with the places."""
    seat, at = request.seat, request.at
    asked = typed.AskedOfPapers(request.GET)
    if asked.line:
        return answer(request, "taskforces/papers.html", {"asked": asked, **found_on(asked.line, request)})
    known = list(papers_visible_to(seat, at))
    shown = {
        "asked": asked,
        "papers": [one for one in known if one.submitted_at is not None],
        "in_work": [one for one in known if one.submitted_at is None],
    }
    return answer(request, "taskforces/papers.html", shown)


@page(everyone)
def board(request: Request) -> HttpResponse:
    """The papers of the year, group by group: how far each is, in which version, how long, and whether it was late."""
    known = year_on_record()
    if known is None:
        raise Http404
    cycle, seat, at = known.cycle, request.seat, request.at
    rows = board_of(cycle, seat, at)
    every = [paper for row in rows for paper in row.papers]
    due = deadline_of_papers(cycle)
    shown = {
        "rows": rows,
        "total": len(every),
        "submitted": sum(1 for one in every if one.paper.submitted_at is not None),
        "late": sum(1 for one in every if one.is_late),
        "pages": sum(row.pages for row in rows),
        "recommendations": sum(row.recommendations for row in rows),
        "due": due,
        "is_past": due is not None and due.at < at,
        "refuses": refuses_late(cycle),
        "may_look_after": bool(may_look_after_papers(seat, at)),
        "trail": [(gettext("Working papers"), reverse("taskforces:papers")), (gettext("The board"), "")],
    }
    return answer(request, "taskforces/paper_board.html", shown)


@page(the_secretariat, may_post=True)
def paper_policy(request: Request) -> HttpResponse:
    """Say how papers are treated that come after the deadline."""
    cycle, seat, at = current_cycle(), seated(request), request.at
    if cycle is None:
        raise Http404
    form = typed.LatePapers(request.POST or None, initial={"refuses": int(refuses_late(cycle))})
    if form.is_bound and form.is_valid():
        treat_late_papers(cycle, form.cleaned_data["refuses"], seat=seat, at=at)
        messages.success(request, gettext("It is on record how late papers are treated."))
        return redirect("taskforces:paper_board")
    board_trail = (gettext("The board"), reverse("taskforces:paper_board"))
    shown = {"form": form, "due": deadline_of_papers(cycle), "trail": [board_trail, (gettext("Late papers"), "")]}
    return answer(request, "taskforces/paper_policy.html", shown, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
def begin_paper(request: Request, public_id: str) -> HttpResponse:
    """Begin a paper of a group."""
    group = get_object_or_404(groups_visible_to(request.seat, request.at).select_related("cycle"), public_id=public_id)
    if not may_begin_papers(request.seat, group, request.at):
        raise Http404
    form = typed.BegunPaper(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        by: dict[str, Any] = {"seat": seated(request), "at": request.at}
        begun = on_papers.begin(group.cycle, form.words("title"), group, said["language"], kind=said["kind"], **by)
        messages.success(request, gettext("The paper is begun. Until it is submitted, those who work on it read it."))
        return redirect("taskforces:paper_desk", begun.public_id)
    trail = [(group.title, group.get_absolute_url()), (gettext("Begin a paper"), "")]
    shown = {"form": form, "of_group": group, "trail": trail}
    return answer(request, "taskforces/paper_begin.html", shown, status=422 if form.errors else 200)


def found_paper(request: Request, public_id: str) -> Paper:
    """The paper, for those who may see it."""
    paper: Paper = get_object_or_404(papers_visible_to(request.seat, request.at), public_id=public_id)
    return paper


def trail_of(paper: Paper, title: Any = "") -> list[tuple[Any, str]]:
    """Where a page of the paper stands."""
    home = [(gettext("Working papers"), reverse("taskforces:papers"))]
    return [*home, *([(paper.title, paper.get_absolute_url()), (title, "")] if title else [(paper.title, "")])]


@page(everyone)
def paper(request: Request, public_id: str) -> HttpResponse:
    """One paper: who handed it in for whom, its file, and what became of it; to those who work on it, all of it."""
    shown = found_paper(request, public_id)
    return answer(request, "taskforces/paper.html", _paper_as_shown(shown, request.seat, request.at))


def _paper_as_shown(paper: Paper, seat: Seat | None, at: datetime) -> dict[str, Any]:
    stage, dossier = Stage(paper.stage), dossier_of(paper)
    inside = works_on(seat, paper, at)
    may_work, may_send = bool(may_work_on(seat, paper, at)), bool(may_send_on(seat, paper, at))
    looks_after = bool(may_look_after_papers(seat, at))
    latest = dossier.versions[0] if dossier.versions else None
    may_read_file = latest is not None and bool(may_read_the_version(seat, latest, at))
    return {
        "paper": paper,
        "stage": stage,
        "paper_stages": _stages(paper) if dossier.is_worked_on else [],
        "trail": trail_of(paper),
        "is_seated": seat is not None,
        "inside": inside,
        "latest": latest,
        "versions": dossier.versions if inside else [],
        "may_read_file": may_read_file,
        "has_no_words": may_read_file
        and latest is not None
        and bool(latest.file_id)
        and has_no_words_to_search(latest),
        "submission": dossier.submission,
        "steps": dossier.steps if inside else [],
        "moves": dossier.moves if inside else [],
        "reviews": dossier.reviews if inside else [],
        "open_comments": sum(1 for one in dossier.comments if not hasattr(one, "reply")),
        "comments": dossier.comments if inside else [],
        "may_work": may_work or (may_send and not stage.is_open) or looks_after,
        # The secretariat looks after papers and reads them in; a later room's rule says the same and has the last word.
        "may_read_in": looks_after and paper.file_id is not None,
        "thread": thread_of(paper, seat, at, known=[paper.group] if paper.group else []),
        "history": history_visible_to(seat, paper, ("paper",) if inside else TOLD),
    }


def _stages(paper: Paper) -> list[dict[str, Any]]:
    now = Stage(paper.stage).place
    return [{"stage": one, "state": "done" if one.place < now else "here" if one.place == now else ""} for one in Stage]


@page(the_seated, may_post=True)
def paper_desk(request: Request, public_id: str) -> HttpResponse:
    """Where a paper is worked on: versions are added, it goes on and back, it is submitted, moved and published."""
    found, seat, at = found_paper(request, public_id), seated(request), request.at
    may = {
        "work": bool(may_work_on(seat, found, at)),
        "send": bool(may_send_on(seat, found, at)),
        "look_after": bool(may_look_after_papers(seat, at)),
    }
    stage = Stage(found.stage)
    if not (may["work"] or may["look_after"]):
        raise Http404
    parts = Parts(request, _makers(found, stage, may, seat, at))
    if parts.is_good and _done(parts, found, seat, at):
        messages.success(request, gettext("It is on record."))
        return redirect(found)
    shown = {
        "paper": found,
        "stage": stage,
        "paper_stages": _stages(found),
        "forms": parts.forms,
        "sent": parts.sent,
        "trail": trail_of(found, gettext("The paper's desk")),
        "due": deadline_of_papers(found.cycle) if found.kind == PaperKind.WORKING_PAPER else None,
        "now": at,
    }
    status = 422 if parts.sent is not None else 200
    return answer(request, "taskforces/paper_desk.html", shown, status=status)


def _makers(found: Paper, stage: Stage, may: dict[str, bool], seat: Seat, at: datetime) -> dict[str, Any]:
    """The forms that the seat may send now, by name; a form without fields is an act of one press."""
    makers: dict[str, Any] = {}
    if may["work"]:
        makers["version"] = partial(typed.AddedVersion, initial={"language": found.language})
        if stage == Stage.OUTLINE:
            makers["draft"] = Words
    if may["send"] and not stage.is_open:
        if stage in (Stage.OUTLINE, Stage.DRAFT):
            makers["review"] = Words
        makers["submit"] = Words
    if may["look_after"] and stage == Stage.SUBMITTED and found.file_id:
        makers["publish"] = Words
    goes_back = may["look_after"] if stage.is_open else may["send"] and stage != Stage.OUTLINE
    if goes_back and (not stage.is_open or found.group_id):
        makers["back"] = partial(typed.GivenBack, now=stage)
    if may["look_after"]:
        groups = groups_visible_to(seat, at).filter(cycle=found.cycle_id).exclude(pk=found.group_id)
        makers["move"] = partial(typed.MovedPaper, groups=groups)
    return makers


def _done(parts: Parts, found: Paper, seat: Seat, at: datetime) -> bool:
    """Whether what was sent is done now; else the form says why not."""
    form, said = parts.sent, parts.sent.cleaned_data
    by: dict[str, Any] = {"seat": seat, "at": at}
    try:
        if parts.sent_name == "version":
            seen = glance_at(said["file"].read()) if said["file"] else Glance()
            file = receive(said["file"], told_by=kind_of_paper, **by) if said["file"] else None
            on_papers.add_version(found, form.content(file, pages_of(seen)), **by)
        elif parts.sent_name in ("draft", "review"):
            on_papers.send_on(found, Stage(parts.sent_name), **by)
        elif parts.sent_name == "submit":
            submit_latest(found, **by)
        elif parts.sent_name == "publish":
            on_papers.publish(found, **by)
        elif parts.sent_name == "back":
            on_papers.give_back(found, Stage(said["stage"]), said["reason"], **by)
        else:
            on_papers.move(found, form.chosen, said["reason"], **by)
    except Unreadable as refused:
        form.add_error("file", sentence_of_a_paper(refused))
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@page(the_seated)
def paper_file(request: Request, public_id: str) -> HttpResponse:
    """The paper's file as it was submitted."""
    file = found_paper(request, public_id).file
    if file is None:
        raise Http404
    return file_response(file)


@page(everyone)
def version_file(request: Request, public_id: str) -> HttpResponse:
    """One version of a paper as it came in, for those who may read it."""
    version = get_object_or_404(versions_visible_to(request.seat, request.at), public_id=public_id)
    if version.file is None or not may_read_the_version(request.seat, version, request.at):
        raise Http404
    return file_response(version.file)
