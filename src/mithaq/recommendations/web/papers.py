"""The pages on which a person reads a paper in: what was found, one candidate, the paper itself, pictures of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.core.reading.kinds import Kind
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.pictures import page_picture
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import is_long, read_whole_paper
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.foundation.writing.work import at_work, let_go
from mithaq.recommendations.domain.decide import confirm, correct, discard, reopen
from mithaq.recommendations.domain.divide import divide, join, mark
from mithaq.recommendations.domain.enter import enter
from mithaq.recommendations.domain.find import find
from mithaq.recommendations.domain.have_read import ask_to_read
from mithaq.recommendations.models import Candidate, PaperReading, ReadingOrder
from mithaq.recommendations.queries import Standing, candidates_visible_to, standing_of
from mithaq.recommendations.web.forms import Correcting
from mithaq.recommendations.web.readings import (
    NOT_STORED,
    SHOWN,
    begins_of,
    listed,
    pages_of,
    paragraphs_on,
    places_in,
    sentence_of_failure,
    shown,
    tabs_of,
)
from mithaq.taskforces.models import Paper
from mithaq.taskforces.queries import papers_visible_to


@page(the_secretariat, may_post=True)
def reading(request: SeatedRequest, public_id: str) -> HttpResponse:
    """What was found in a paper, each beside its place, and how far the decisions have come."""
    paper, file = _paper(request, public_id)
    about: dict[str, Any] = {"paper": paper, "trail": _trail(paper)}
    if paper.recommendations.exists():
        return answer(request, "recommendations/reading.html", {**about, "is_entered": True})
    act = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if act is not None:
        try:
            return act(request, paper, file)
        except Unreadable as unreadable:
            about["unreadable"] = sentence_of_a_paper(unreadable)
        except NotAsReceived:
            about["unreadable"] = NOT_STORED
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("recommendations:read_in", paper.public_id)
    order = ReadingOrder.objects.filter(paper=paper).first()
    if order is not None and order.fault and "unreadable" not in about:
        about["unreadable"] = sentence_of_failure(order)
    return answer(request, "recommendations/reading.html", {**about, "order": order, **_found(request, paper, file)})


def _found(request: SeatedRequest, paper: Paper, file: Upload) -> dict[str, Any]:
    read = PaperReading.objects.filter(paper=paper).first()
    if read is None:
        return {"reading": None}
    standing = standing_of(paper)
    chosen = request.GET.get("show", "")
    if chosen not in SHOWN:
        chosen = "waiting" if standing.count(None) else "all"
    ids = listed(standing, chosen, request.GET.get("page"))
    candidates = candidates_visible_to(request.seat, request.at).filter(public_id__in=list(ids))
    return {
        "reading": read,
        "is_stale": read.sha256 != file.sha256,
        "standing": standing,
        "confirmed": standing.count("confirmed"),
        "settled": len(standing.candidates) - standing.count(None),
        "waiting": standing.count(None),
        "tabs": tabs_of(paper, standing, chosen),
        "listed": ids,
        "shown": shown(candidates, read, begins_of(paper)),
        "clear": _seen(standing),
    }


def _seen(standing: Standing) -> str:
    """The clear candidates in the versions in which they are shown, as the page sends them back."""
    return " ".join(f"{one.public_id}:{one.version}" for one in standing.clear)


def _read_file(request: SeatedRequest, paper: Paper, file: Upload) -> HttpResponse:
    content = content_of(file)
    if is_long(content):
        ask_to_read(paper, seat=request.seat, at=request.at)
        return redirect("recommendations:read_in", paper.public_id)
    found = find(paper, read_whole_paper(content), seat=request.seat, at=request.at).found
    told = ngettext("%(count)s recommendation was found.", "%(count)s recommendations were found.", found)
    messages.success(request, told % {"count": number(found)})
    return redirect("recommendations:read_in", paper.public_id)


def _confirmed(request: SeatedRequest, paper: Paper, file: Upload) -> HttpResponse:
    seen = {}
    for word in request.POST.get("seen", "").split():
        name, _colon, version = word.partition(":")
        if version.isascii() and version.isdigit() and len(version) < 9:
            seen[name] = int(version)
    count = confirm(paper, seen, seat=request.seat, at=request.at)
    told = ngettext("%(count)s recommendation was confirmed.", "%(count)s recommendations were confirmed.", count)
    messages.success(request, told % {"count": number(count)})
    return _back(request, paper)


def _back(request: SeatedRequest, paper: Paper) -> HttpResponse:
    """To the list as it was looked at."""
    here = reverse("recommendations:read_in", args=[paper.public_id])
    chosen = request.GET.get("show", "")
    return redirect(f"{here}?show={chosen}" if chosen in SHOWN else here)


def _entered(request: SeatedRequest, paper: Paper, file: Upload) -> HttpResponse:
    count = len(enter(paper, seat=request.seat, at=request.at))
    told = ngettext("%(count)s recommendation was entered.", "%(count)s recommendations were entered.", count)
    messages.success(request, told % {"count": number(count)})
    return redirect(paper)


_ACTS: dict[str, Callable[[SeatedRequest, Paper, Upload], HttpResponse]] = {
    "read": _read_file,
    "confirm": _confirmed,
    "enter": _entered,
}


@page(the_secretariat, may_post=True)
def candidate(request: SeatedRequest, public_id: str, candidate_id: str) -> HttpResponse:
    """One candidate beside its place in the paper: to confirm, correct, divide, join or set aside."""
    paper, _file = _paper(request, public_id)
    here = candidates_visible_to(request.seat, request.at).filter(paper=paper)
    one = get_object_or_404(here, public_id=candidate_id)
    name = f"recommendations.candidate:{one.public_id}"
    work = at_work(name, request.seat, request.at)
    form = Correcting(one, request.POST if request.POST.get("do") == "correct" else None, begun=work.initial)
    refusal = ""
    if request.method == "POST":
        try:
            if _decided(request, one, form):
                let_go(name, request.seat)
                return redirect(_next(request, paper, one))
        except Refused as refused:
            refusal = str(refused)
            one = get_object_or_404(here, public_id=candidate_id)
    read = PaperReading.objects.filter(paper=paper).first()
    context = {
        "paper": paper,
        "trail": [*_trail(paper), (_("What was found"), reverse("recommendations:read_in", args=[paper.public_id]))],
        "shown": shown([one], read, begins_of(paper))[0],
        "is_entered": paper.recommendations.exists(),
        "form": form,
        "work": work,
        "refusal": refusal,
        "places": places_in(one.text),
        "following": _following(one),
    }
    return answer(request, "recommendations/candidate.html", context, status=422 if refusal or form.errors else 200)


def _decided(request: SeatedRequest, one: Candidate, form: Correcting) -> bool:
    """Carry out what was asked; whether anything was done. Raises `Refused`."""
    by_us: dict[str, Any] = {"seat": request.seat, "at": request.at}
    typed, version = request.POST, _whole(request.POST.get("version"))
    match typed.get("do"):
        case "correct":
            if not form.is_valid():
                return False
            correct(one, form.corrected, version, **by_us)
        case "divide":
            divide(one, _whole(typed.get("place")), version, **by_us)
        case "join":
            following = get_object_or_404(one.paper.candidates, public_id=typed.get("following", ""))
            join(one, following, (version, _whole(typed.get("following_version"))), **by_us)
        case "discard":
            discard(one, typed.get("reason", ""), version, **by_us)
        case "reopen":
            reopen(one, version, **by_us)
        case _:
            return False
    return True


def _next(request: SeatedRequest, paper: Paper, one: Candidate) -> str:
    """Where the work goes on: at the same candidate after it was changed, else at the next that waits."""
    if request.POST.get("do") in ("divide", "join", "reopen"):
        return one.get_absolute_url()
    waiting = paper.candidates.filter(settled=None).select_related("paper")
    following = waiting.filter(position__gt=one.position).first() or waiting.first()
    return following.get_absolute_url() if following else reverse("recommendations:read_in", args=[paper.public_id])


def _following(one: Candidate) -> Candidate | None:
    """The next candidate that stands by itself."""
    others = one.paper.candidates.exclude(settled__as_what="joined").exclude(pk=one.pk)
    return others.filter(position__gte=one.position).first()


@page(the_secretariat, may_post=True)
def paper_text(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The paper page by page, to mark what was missed."""
    paper, file = _paper(request, public_id)
    read = get_object_or_404(PaperReading, paper=paper)
    pages = pages_of(read)
    asked = _whole(request.GET.get("page"))
    current = asked if asked in pages else pages[0] if pages else 1
    refusal = ""
    if request.method == "POST":
        try:
            one = mark(
                paper, [_whole(at) for at in request.POST.getlist("paragraph")], seat=request.seat, at=request.at
            )
            messages.success(request, _("It was taken as a recommendation. Look at it and confirm it."))
            return redirect(one)
        except Refused as refused:
            refusal = str(refused)
    at = pages.index(current) if current in pages else 0
    context = {
        "paper": paper,
        "trail": [*_trail(paper), (_("What was found"), reverse("recommendations:read_in", args=[paper.public_id]))],
        "paragraphs": paragraphs_on(read, current, paper.candidates.select_related("paper")),
        "current": current,
        "before": pages[at - 1] if at else None,
        "after": pages[at + 1] if at + 1 < len(pages) else None,
        "has_picture": file.kind == Kind.PDF,
        "is_entered": paper.recommendations.exists(),
        "refusal": refusal,
    }
    return answer(request, "recommendations/paper_text.html", context, status=422 if refusal else 200)


@page(the_secretariat)
def picture(request: SeatedRequest, public_id: str, page_number: str) -> HttpResponse:
    """The picture of a page of a paper that is a PDF."""
    _paper_found, file = _paper(request, public_id)
    asked = _whole(page_number)
    if file.kind != Kind.PDF or not asked:
        raise Http404
    try:
        content = page_picture(file, asked)
    except (Unreadable, NotAsReceived):
        raise Http404 from None
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, max-age=86400"})


def _paper(request: SeatedRequest, public_id: str) -> tuple[Paper, Upload]:
    papers = papers_visible_to(request.seat, request.at).select_related("file")
    paper = get_object_or_404(papers, public_id=public_id)
    if paper.file is None:
        raise Http404
    return paper, paper.file


def _trail(paper: Paper) -> list[tuple[Any, str]]:
    return [(_("Recommendations"), reverse("recommendations:all")), (paper.title, paper.get_absolute_url())]


def _whole(typed: str | None) -> int:
    """A number as it was sent; zero where it is none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
