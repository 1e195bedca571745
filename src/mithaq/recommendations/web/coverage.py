"""How many recommendations have which fate, where each one went, and closing once none is open."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.recommendations.domain.answer import ask
from mithaq.recommendations.domain.close import close, reopen
from mithaq.recommendations.figures import FATES
from mithaq.recommendations.queries.fates import (
    Line,
    Share,
    asking_of,
    closing_of,
    lineage_of,
    sees_fates,
    shares,
)
from mithaq.recommendations.rules import may_answer, may_ask, may_consolidate
from mithaq.recommendations.vocabulary import Fate
from mithaq.recommendations.web.forms import Asked, Why
from mithaq.recommendations.web.working import the_year
from mithaq.taskforces.queries import groups_visible_to, papers_visible_to

#: Recommendations on one page.
PAGE = 40
#: When a day ends for who answers. Midnight would be shown under the next day's name.
END_OF_A_DAY = time(23, 59)


@page(everyone)
def coverage(request: Request) -> HttpResponse:
    """How many recommendations have which fate, by pillar, group and paper; which were dropped, which are open."""
    cycle, lines = lineage_for(request)
    context = {
        "year": Share(None, Counter(line.fate for line in lines)),
        "figures": [(figure, sum(line.fate == fate for line in lines)) for fate, figure in FATES.items()],
        "fates": Fate.choices,
        "parts": [
            (pgettext("coverage", "By pillar"), _("Pillar"), "pillar", shares(lines, "pillar")),
            (pgettext("coverage", "By group"), _("Group"), "group", shares(lines, "group")),
            (pgettext("coverage", "By paper"), _("Working paper"), "paper", shares(lines, "paper")),
        ],
        "proposers": _proposers(lines),
        "dropped": [line for line in lines if line.fate == Fate.DROPPED],
        "open": [line for line in lines if line.fate == Fate.OPEN][:PAGE],
        "objected": [line for line in lines if line.is_objected],
        "closing": closing_of(cycle),
        "asking": asking_of(cycle, request.at),
        "may_consolidate": may_consolidate(request.seat, request.at),
        "may_ask": may_ask(request.seat, request.at),
    }
    return answer(request, "recommendations/coverage.html", context)


@page(may_consolidate, may_post=True)
def closing(request: SeatedRequest) -> HttpResponse:
    """Close the consolidation, or open it again with a reason; a refusal says what is still open."""
    cycle = the_year()
    standing = closing_of(cycle)
    form, refused = Why(request.POST if standing and request.method == "POST" else None), None
    if request.method == "POST" and (not standing or form.is_valid()):
        try:
            if standing:
                reopen(cycle, form.cleaned_data["reason"], seat=request.seat, at=request.at)
            else:
                close(cycle, seat=request.seat, at=request.at)
            return redirect("recommendations:coverage")
        except Refused as refusal:
            refused = refusal
    lines = lineage_of(cycle, request.seat, request.at)
    context = {
        "trail": coverage_trail(),
        "closing": standing,
        "form": form,
        "refused": refused,
        "open": [line for line in lines if line.fate == Fate.OPEN][:PAGE],
        "year": Share(None, Counter(line.fate for line in lines)),
        "before": cycle.closings.exclude(reopening=None).select_related(
            "reopening__seat__person", "reopening__seat__organisation"
        ),
    }
    status = 409 if refused else 422 if form.errors else 200
    return answer(request, "recommendations/closing.html", context, status=status)


@page(may_ask, may_post=True)
def asking(request: SeatedRequest) -> HttpResponse:
    """Ask the groups what they say to what becomes of their recommendations, until the end of a day."""
    cycle = the_year()
    form = Asked(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        until = datetime.combine(form.cleaned_data["until"], END_OF_A_DAY, request.seat.organisation.zone)
        try:
            ask(cycle, until, seat=request.seat, at=request.at)
            messages.success(request, _("The groups are asked. What they owe stands on their desks."))
            return redirect("recommendations:coverage")
        except Refused as refusal:
            form.add_error("until", str(refusal))
    context = {"form": form, "trail": coverage_trail(), "asking": asking_of(cycle, request.at)}
    return answer(request, "recommendations/asking.html", context, status=422 if form.errors else 200)


@page(everyone)
def fates(request: Request, kind: str, key: str) -> HttpResponse:
    """Where the recommendations of a group, a paper, a pillar, an organisation or another proposer went."""
    cycle, lines = lineage_for(request)
    named, theirs = _part_of(request, cycle, lines, kind, key)
    counted = Share(named, Counter(line.fate for line in theirs))
    fate = request.GET.get("fate", "")
    shown = [line for line in theirs if not fate or line.fate == fate]
    open_until = asking_of(cycle, request.at)
    context = {
        "named": named,
        "counted": counted,
        "fates": [(value, label, counted.counts[value]) for value, label in Fate.choices],
        "fate": fate,
        "address": reverse("recommendations:fates", args=[kind, key]),
        "lines": Paginator(sorted(shown, key=_in_order_of_fates), PAGE).get_page(request.GET.get("page")),
        "trail": coverage_trail(),
        "asking": open_until,
        "may_answer": kind == "group" and open_until and may_answer(request.seat, named, request.at),
    }
    return answer(request, "recommendations/fates.html", context)


def lineage_for(request: Request) -> tuple[Cycle, tuple[Line, ...]]:
    """The year and what became of its recommendations. Raises `Http404` for who may not know it yet."""
    cycle = the_year()
    if not sees_fates(cycle, request.seat, request.at):
        raise Http404
    return cycle, lineage_of(cycle, request.seat, request.at)


def coverage_trail() -> list[tuple[Any, str]]:
    """The way back to the page of all fates."""
    return [(_("What became of them"), reverse("recommendations:coverage"))]


def _part_of(request: Request, cycle: Cycle, lines: tuple[Line, ...], kind: str, key: str) -> tuple[Any, list[Line]]:
    """The thing that is asked about with its recommendations. Raises `Http404` where there is no such thing."""
    by = request.seat, request.at
    if kind == "group":
        group = get_object_or_404(groups_visible_to(*by).filter(cycle=cycle), public_id=key)
        return group, [line for line in lines if line.group == group]
    if kind == "paper":
        paper = get_object_or_404(papers_visible_to(*by).filter(cycle=cycle), public_id=key)
        return paper, [line for line in lines if line.paper == paper]
    if kind == "pillar":
        pillar = get_object_or_404(cycle.pillars, public_id=key)
        return pillar, [line for line in lines if line.pillar == pillar]
    theirs = [line for line in lines if any(_key_of(kind, one) == key for one in line.proposers)]
    if not theirs:
        raise Http404
    return next(one.organisation or one.named for one in theirs[0].proposers if _key_of(kind, one) == key), theirs


def _key_of(kind: str, proposer: Any) -> str | None:
    organisation: Organisation | None = proposer.organisation
    if kind == "organisation":
        return organisation.public_id if organisation else None
    return proposer.named if kind == "named" and organisation is None else None


def _proposers(lines: tuple[Line, ...]) -> list[tuple[Any, str, int]]:
    """Everybody who proposed, with the address of what became of theirs, and how many there are; by name."""
    counted: Counter[tuple[str, str]] = Counter()
    names: dict[tuple[str, str], Any] = {}
    for line in lines:
        for one in line.proposers:
            kind = "organisation" if one.organisation else "named"
            key = (kind, _key_of(kind, one) or "")
            counted[key] += 1
            names[key] = one.organisation.name if one.organisation else one.named
    found = [(names[key], reverse("recommendations:fates", args=key), count) for key, count in counted.items()]
    return sorted(found, key=lambda one: str(one[0]))


def _in_order_of_fates(line: Line) -> tuple[int, int]:
    return Fate.values.index(line.fate), line.number
