"""The working table, where people put recommendations together into points and take every step back they want to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.cycle.models import Cycle, Pillar
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.recommendations.domain.belong import address, decide, send_to
from mithaq.recommendations.domain.consolidate import gather
from mithaq.recommendations.domain.drop import drop
from mithaq.recommendations.domain.rearrange import add_to, move
from mithaq.recommendations.domain.steps import take_back
from mithaq.recommendations.models import Point, Recommendation, Step
from mithaq.recommendations.queries.suggestions import Suggestions, are_at_hand, suggestions_for
from mithaq.recommendations.queries.table import OnTheTable, on_the_table
from mithaq.recommendations.rules import may_consolidate
from mithaq.recommendations.web.cards import Cards, page_parts, title_of
from mithaq.recommendations.web.forms import Cut

#: Groups, and recommendations that stand alone, on one page of the table.
GROUPS, ALONE = 8, 12


@page(may_consolidate, may_post=True)
def table(request: SeatedRequest) -> HttpResponse:
    """The table as it lies there; a POST takes one step and comes back."""
    cycle = the_year()
    refused = None
    if request.method == "POST":
        try:
            _take(request, cycle)
            return redirect(_as_it_was_cut(request))
        except Refused as refusal:
            refused = refusal
    lying = on_the_table(cycle, request.at)
    cut = Cut(lying, request.GET)
    if not (refused or _waits(request) or are_at_hand(lying)):
        return answer(request, "recommendations/table.html", _without_groups(request, lying, cut))
    found = suggestions_for(lying, **cut.asked)
    chosen = (request.POST if refused else request.GET).getlist("chosen")
    cards = Cards(lying, found, chosen=chosen, pillar=cut.value("pillar"), words=cut.value("words"))
    groups = Paginator(cards.groups(), GROUPS).get_page(request.GET.get("page"))
    alone = Paginator(cards.alone(), ALONE).get_page(request.GET.get("alone"))
    shown = [card for members in groups if (card := cards.card(members)).lines]
    lines = [cards.line(place) for place in alone]
    context = {
        **page_parts(lying),
        "cut": cut,
        "groups": groups,
        "cards": shown,
        "alone": alone,
        "lines": lines,
        "elsewhere": cards.chosen_besides([*lines, *(line for card in shown for line in card.lines)]),
        "opposites": cards.opposites(),
        "reason_languages": settings.LANGUAGES,
        "meanings": found.meanings,
        "here": request.get_full_path(),
        "mine": _latest_of(request, lying),
        "refused": refused,
    }
    status = 409 if refused else 200
    return answer(request, "recommendations/table.html#suggestions", context, status=status)


def _waits(request: SeatedRequest) -> bool:
    """Whether the groups are asked for, however long they take: by the page itself, or by the link that stands there
    for browsers without scripts."""
    return "HX-Request" in request.headers or "wait" in request.GET


def _without_groups(request: SeatedRequest, lying: OnTheTable, cut: Cut) -> dict[str, Any]:
    """The page at once; the groups come after it."""
    asked = request.GET.copy()
    asked["wait"] = "1"
    return {
        **page_parts(lying),
        "cut": cut,
        "groups_come": f"{request.path}?{asked.urlencode()}",
        "reason_languages": settings.LANGUAGES,
        "mine": _latest_of(request, lying),
    }


@page(may_consolidate, may_post=True)
def taking_back(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take a step back; what is refused is said on a page of its own."""
    step = get_object_or_404(the_year().steps, public_id=public_id)
    if request.method == "POST":
        take_back(step, seat=request.seat, at=request.at)
    return redirect("recommendations:table")


def _as_it_was_cut(request: SeatedRequest) -> str:
    """The table's address with how it was cut, without what was ticked."""
    asked = request.GET.copy()
    for name in ("chosen", "wait"):
        asked.pop(name, None)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


@dataclass(frozen=True)
class Sent:
    """What a form of the table sent."""

    request: SeatedRequest
    cycle: Cycle

    @property
    def by(self) -> dict[str, Any]:
        """Who does it, when, and what they had seen."""
        return {"seat": self.request.seat, "at": self.request.at, "seen": self.request.POST.get("seen", "")}

    def recommendations(self, refs: list[str]) -> list[Recommendation]:
        """Those that were named, in the papers' order. Raises `Refused` where one is not there."""
        found = Recommendation.objects.filter(paper__cycle=self.cycle, public_id__in=set(refs))
        ordered = list(found.order_by("paper__submitted_at", "paper_id", "position"))
        if len(ordered) < len(set(refs)):
            raise Refused(_("One of these recommendations is no longer there. Nothing was changed."))
        return ordered

    @property
    def chosen(self) -> list[Recommendation]:
        """Those that were ticked."""
        return self.recommendations(self.request.POST.getlist("chosen"))

    def point(self, ref: str) -> Point:
        """The point that was named. Raises `Refused` where it is gone."""
        return the_point(self.cycle, ref)

    @property
    def pillar(self) -> Pillar | None:
        """The pillar that was chosen; None for "guess it"."""
        return self.cycle.pillars.filter(public_id=self.request.POST.get("pillar", "")).first()


def the_point(cycle: Cycle, ref: str) -> Point:
    """A point that a form named. Raises `Refused` where it is gone."""
    point = cycle.points.filter(public_id=ref).select_related("pillar").first()
    if point is None:
        raise Refused(_("Choose a point. The one that was named is not there (any more). Nothing was changed."))
    return point


def _gather(sent: Sent, chosen: list[Recommendation]) -> None:
    lying = on_the_table(sent.cycle, sent.request.at)
    items = [lying.by_pk[one.pk] for one in chosen if one.pk in lying.by_pk]
    title = title_of(items, lying, _suggested(lying)) if items else {}
    pillars = {item.pillar for item in items}
    pillar = next((one for one in lying.pillars if pillars == {one.pk}), None)
    gather(sent.cycle, fresh_id(), title, chosen, pillar, **sent.by)


def _suggested(lying: OnTheTable) -> Suggestions:
    return suggestions_for(lying, points=max(1, len(lying.points)))


def _address(sent: Sent) -> None:
    posted = sent.request.POST
    address(sent.cycle, sent.chosen, posted.get("addressee", ""), posted.get("addressed_as", "")[:200], **sent.by)


def _drop(sent: Sent) -> None:
    posted = sent.request.POST
    reason = {code: posted.get(f"reason_{code}", "")[:2_000] for code, _language in settings.LANGUAGES}
    drop(sent.cycle, sent.chosen, reason, **sent.by)


#: What the buttons below the list do with what was ticked.
WITH_CHOSEN: Mapping[str, Callable[[Sent], object]] = {
    "gather": lambda sent: _gather(sent, sent.chosen),
    "add": lambda sent: add_to(sent.point(sent.request.POST.get("point", "")), sent.chosen, **sent.by),
    "together": lambda sent: decide(sent.cycle, sent.chosen, True, **sent.by),
    "apart": lambda sent: decide(sent.cycle, sent.chosen, False, **sent.by),
    "send": lambda sent: send_to(sent.cycle, sent.chosen, sent.pillar, **sent.by),
    "address": _address,
    "drop": _drop,
}


def _of(sent: Sent, refs: str, are_together: bool | None) -> None:
    decide(sent.cycle, sent.recommendations(refs.split()), are_together, **sent.by)


def _into(sent: Sent, refs: str) -> None:
    point, *recommendations = refs.split()
    add_to(sent.point(point), sent.recommendations(recommendations), **sent.by)


#: What the buttons beside a group, a pair or a point do with what they name.
WITH_NAMED: Mapping[str, Callable[[Sent, str], object]] = {
    "group": lambda sent, refs: _gather(sent, sent.recommendations(refs.split())),
    "into": _into,
    "pair": lambda sent, refs: _of(sent, refs, True),
    "never": lambda sent, refs: _of(sent, refs, False),
    "open": lambda sent, refs: _of(sent, refs, None),
    "up": lambda sent, ref: move(sent.point(ref), up=True, **sent.by),
    "down": lambda sent, ref: move(sent.point(ref), up=False, **sent.by),
}


def _take(request: SeatedRequest, cycle: Cycle) -> None:
    """The one step that the button which was pressed stands for. Raises `Refused`."""
    sent = Sent(request, cycle)
    for name, named in WITH_NAMED.items():
        if request.POST.get(name, "").strip():
            named(sent, request.POST[name])
            return
    step = WITH_CHOSEN.get(request.POST.get("do", ""))
    if step is None:
        raise Refused(_("Choose what is to be done. Nothing was changed."))
    step(sent)


def _latest_of(request: SeatedRequest, lying: OnTheTable) -> Step | None:
    """The latest step, where the reader took it and it stands."""
    step = next(iter(lying.steps), None)
    return step if step and step.seat_id == request.seat.pk and not hasattr(step, "undone_by") else None


def table_trail() -> list[tuple[Any, str]]:
    """The way back to the table."""
    return [(_("Working table"), reverse("recommendations:table"))]


def the_year() -> Cycle:
    """The year that is open. Raises `Http404` before the first."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    return cycle
