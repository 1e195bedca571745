"""The pages of the recommendations and points, and the way in for papers."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mithaq.core.reading.papers import kind_of_paper
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused, Verdict
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.thread.steps import thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.reading import glance_at
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_paper
from mithaq.recommendations.models import Point
from mithaq.recommendations.queries import (
    behind,
    outline_of,
    papers_to_read,
    points_of,
    points_visible_to,
    proposers_of,
    recommendations_visible_to,
    sees_points,
    sources_of,
    with_proposers,
)
from mithaq.recommendations.queries.fates import objections_to, sees_fates
from mithaq.recommendations.rules import may_consolidate, may_read_in
from mithaq.recommendations.vocabulary import DOUBTS
from mithaq.recommendations.web.borrowed import borrowed
from mithaq.recommendations.web.drawn import flow_of
from mithaq.recommendations.web.forms import HandingIn, Sought
from mithaq.recommendations.web.lists import Row, by_pillar, choices_of, narrowed, rows_of
from mithaq.taskforces.domain.pages import pages_of
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.models import Paper
from mithaq.taskforces.rules import may_submit_papers

#: Recommendations on one page of the list.
PAGE = 40
ONLY_PICTURES = gettext_lazy(
    "The file is kept, but its pages are pictures: there are no letters in it that could be read. "
    "Hand in the file from which it was printed as well."
)


def those_who_hand_in(seat: Seat | None, at: datetime) -> Verdict:
    """Seats that may hand in papers."""
    return may_submit_papers(seat, at)


@page(everyone)
def recommendations(request: Request) -> HttpResponse:
    """Every recommendation of the year, narrowed by what is asked for, and their way into points and pillars."""
    cycle = _the_year()
    entries = outline_of(cycle, request.at)
    named = proposers_of(cycle, request.at)
    points = list(points_of(cycle, request.seat, request.at).prefetch_related(None))
    sought = Sought(request.GET, **choices_of(entries, named, points))
    listed = page_of(list(narrowed(entries, named, sought.wanted)), request, size=PAGE)
    context = {
        "total": len(entries),
        "sought": sought,
        "listed": listed,
        "rows": rows_of(listed, named, points),
        "has_flow": bool(entries and points),
        "flow": partial(flow_of, entries, points),
        "flowing": len(points),
        "sees_fates": bool(points) or sees_points(request.seat),
        "may_hand_in": may_submit_papers(request.seat, request.at),
        "may_consolidate": may_consolidate(request.seat, request.at),
        "to_read": papers_to_read(cycle, request.at) if may_read_in(request.seat, request.at) else [],
    }
    return answer(request, "recommendations/recommendations.html", context)


@page(everyone)
def recommendation(request: Request, public_id: str) -> HttpResponse:
    """One recommendation as it stands in its paper, and its place on the thread."""
    visible = with_proposers(recommendations_visible_to(request.seat, request.at)).select_related("pillar")
    one = get_object_or_404(visible, public_id=public_id)
    concerned = ("paper", "point", "points", "recommendations") if sees_points(request.seat) else ("paper",)
    context = {
        "recommendation": one,
        "trail": [*_list_trail(), (one.paper.title, one.paper.get_absolute_url())],
        "sees_fates": sees_fates(one.paper.cycle, request.seat, request.at),
        "doubts": [DOUBTS[doubt] for doubt in one.doubts if doubt in DOUBTS],
        "acts": history_visible_to(request.seat, one, concerned),
        "sees_points": sees_points(request.seat),
        "thread": thread_of(one, request.seat, request.at, known=behind([one])),
    }
    return answer(request, "recommendations/recommendation.html", context)


@page(everyone)
def points(request: Request) -> HttpResponse:
    """The points under their pillars, as far as the reader may see them."""
    found = list(points_of(_the_year(), request.seat, request.at))
    context = {
        "pillars": by_pillar(found),
        "total": len(found),
        "sees_points": sees_points(request.seat),
        "may_consolidate": may_consolidate(request.seat, request.at),
    }
    return answer(request, "recommendations/points.html", context)


@page(everyone)
def point(request: Request, public_id: str) -> HttpResponse:
    """One point, its wording and the recommendations that it comes from."""
    one = get_object_or_404(points_visible_to(request.seat, request.at), public_id=public_id)
    sources = sources_of(one)
    worded, lenders = borrowed({text.language: text.text for text in one.texts.all()}, sources)
    context = {
        "point": one,
        "worded": worded,
        "lenders": lenders,
        "may_consolidate": may_consolidate(request.seat, request.at),
        "objected": objections_to(one, request.at) if sees_points(request.seat) else [],
        "trail": _points_trail(one),
        "rows": [Row(source, list(source.proposers.all())) for source in sources],
        "acts": history_visible_to(request.seat, one, ("point", "points")),
        "thread": thread_of(one, request.seat, request.at, known=[*sources, *behind(sources)]),
    }
    return answer(request, "recommendations/point.html", context)


@page(those_who_hand_in, may_post=True)
def hand_in(request: SeatedRequest) -> HttpResponse:
    """Hand in a working paper with its file."""
    cycle = _the_year()
    form = HandingIn(cycle, *([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        paper = _handed_in(request, cycle, form)
        if paper is not None:
            messages.success(request, _("The paper has been handed in. The secretariat will read its recommendations."))
            return redirect(paper)
    status = 422 if form.errors else 200
    return answer(request, "recommendations/hand_in.html", {"form": form}, status=status)


def _handed_in(request: SeatedRequest, cycle: Cycle, form: HandingIn) -> Paper | None:
    """The paper on record; None where its file or the paper was refused, with the reason beside the field."""
    typed = form.cleaned_data
    by_us: dict[str, Any] = {"seat": request.seat, "at": request.at}
    try:
        seen = glance_at(form.upload.read())
        file = receive(form.upload, **by_us, told_by=kind_of_paper)
        told = {"group": typed["group"], "language": typed["language"], "pages": pages_of(seen)}
        paper = submit(cycle, fresh_id(), form.title, file=file, **told, **by_us)
        if not seen.has_words:
            messages.warning(request, ONLY_PICTURES)
        return paper
    except Unreadable as unreadable:
        form.add_error("file", sentence_of_a_paper(unreadable))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


def _list_trail() -> list[tuple[Any, str]]:
    return [(_("Recommendations"), reverse("recommendations:all"))]


def _points_trail(point: Point) -> list[tuple[Any, str]]:
    home = reverse("recommendations:points")
    pillar = point.pillar
    return [(_("Points"), home), *([(pillar.title, f"{home}#pillar-{pillar.public_id}")] if pillar else [])]


def _the_year() -> Cycle:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle
