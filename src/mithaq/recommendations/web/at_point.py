"""A point at the working table: what goes out of it, what it is joined with, and how its wording is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.writing.work import at_work, let_go
from mithaq.recommendations.domain.consolidate import word
from mithaq.recommendations.domain.rearrange import join, send, split, take_from
from mithaq.recommendations.models import Point
from mithaq.recommendations.queries import points_visible_to, sources_of
from mithaq.recommendations.queries.suggestions import suggestions_for
from mithaq.recommendations.queries.table import on_the_table
from mithaq.recommendations.rules import may_consolidate
from mithaq.recommendations.web.borrowed import borrowed
from mithaq.recommendations.web.cards import Line, steps_taken, title_of
from mithaq.recommendations.web.forms import Wording
from mithaq.recommendations.web.lists import Row
from mithaq.recommendations.web.working import Sent, table_trail, the_year


@page(may_consolidate, may_post=True)
def at_point(request: SeatedRequest, public_id: str) -> HttpResponse:
    """A point with its recommendations; a POST takes one step."""
    point = _point(request, public_id)
    refused = None
    if request.method == "POST":
        try:
            return _take(Sent(request, point.cycle), point)
        except Refused as refusal:
            refused = refusal
    lying = on_the_table(point.cycle, request.at)
    pillars = {one.pk: one for one in lying.pillars}
    chosen = request.POST.getlist("chosen")
    held = lying.in_points.get(point.pk, [])
    worded, lenders = _borrowed(point, {text.language: text.text for text in point.texts.all()})
    latest = next(iter(steps_taken(lying)), None)
    context = {
        "point": point,
        "trail": table_trail(),
        "worded": worded,
        "lenders": lenders,
        "lines": [Line(item, pillars.get(item.pillar or 0), item.public_id in chosen) for item in held],
        "pillars": lying.pillars,
        "others": [other for other in lying.points if other.pk != point.pk],
        "seen": lying.seen,
        "taken": latest if latest and latest.step.seat_id == request.seat.pk and not latest.is_undone else None,
        "refused": refused,
    }
    return answer(request, "recommendations/at_point.html", context, status=409 if refused else 200)


@page(may_consolidate, may_post=True)
def wording(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Title and wording of a point, written from the words of its recommendations."""
    point = _point(request, public_id)
    lying = on_the_table(point.cycle, request.at)
    sources = sources_of(point)
    stands = {text.language: text.text for text in point.texts.all()}
    work = at_work(f"recommendations.wording:{point.public_id}", request.seat, request.at)
    posted, refused = request.method == "POST", None
    form = Wording(request.POST if posted else None, initial=Wording.initial_of(point.title, stands) | work.initial)
    if not posted and request.GET.get("written"):
        form.initial = dict(form.initial) | Wording.written_from([source.in_languages for source in sources])
    is_looked_at = posted and "look" in request.POST
    if posted and form.is_valid() and not is_looked_at:
        try:
            seen = request.POST.get("seen", "")
            word(point, form.texts, title=form.title, seat=request.seat, at=request.at, seen=seen)
            let_go(f"recommendations.wording:{point.public_id}", request.seat)
            return redirect("recommendations:at_point", point.public_id)
        except Refused as refusal:
            refused = refusal
            lying = on_the_table(point.cycle, request.at)
    worded, lenders = borrowed(form.texts if is_looked_at and form.is_valid() else stands, sources)
    context = {
        "point": point,
        "trail": [*table_trail(), (point.title, _address(point))],
        "form": form,
        "fields": [(form[name], name.rpartition("_")[2]) for name in form.fields],
        "rows": [Row(source, list(source.proposers.all())) for source in sources],
        "worded": worded,
        "lenders": lenders,
        "is_looked_at": is_looked_at,
        "seen": lying.seen if refused or not posted else request.POST.get("seen", ""),
        "refused": refused,
        "work": work,
    }
    status = 409 if refused else 422 if form.errors else 200
    return answer(request, "recommendations/wording.html", context, status=status)


def _point(request: SeatedRequest, public_id: str) -> Point:
    points = points_visible_to(request.seat, request.at).filter(cycle=the_year())
    return get_object_or_404(points.select_related("cycle", "pillar"), public_id=public_id)


def _borrowed(point: Point, texts: Mapping[str, str]) -> tuple[list[Any], list[Any]]:
    return borrowed(texts, sources_of(point)) if texts else ([], [])


def _address(point: Point) -> str:
    return reverse("recommendations:at_point", args=[point.public_id])


def _split(sent: Sent, point: Point) -> Point:
    lying = on_the_table(sent.cycle, sent.request.at)
    chosen = sent.chosen
    items = [lying.by_pk[one.pk] for one in chosen if one.pk in lying.by_pk]
    title = title_of(items, lying, suggestions_for(lying, points=max(1, len(lying.points)))) if items else {}
    return split(point, chosen, title, **sent.by)


def _join(sent: Sent, point: Point) -> Point:
    into = sent.point(sent.request.POST.get("point", ""))
    join(point, into, **sent.by)
    return into


def _take_from(sent: Sent, point: Point) -> Point:
    take_from(point, sent.chosen, **sent.by)
    return point


def _send(sent: Sent, point: Point) -> Point:
    send(point, sent.pillar, **sent.by)
    return point


#: What the buttons do, each with the point to which one is led afterwards.
STEPS: Mapping[str, Callable[[Sent, Point], Point]] = {
    "take": _take_from,
    "split": _split,
    "join": _join,
    "send": _send,
}


def _take(sent: Sent, point: Point) -> HttpResponse:
    step = STEPS.get(sent.request.POST.get("do", ""))
    if step is None:
        raise Refused(_("Choose what is to be done. Nothing was changed."))
    after = step(sent, point)
    if not Point.objects.filter(pk=after.pk).exists():
        return redirect("recommendations:table")
    return redirect("recommendations:at_point", after.public_id)
