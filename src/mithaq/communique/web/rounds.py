"""The pages of a round: called, read, answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.move_closing import move_closing
from mithaq.communique.domain.prepare import begin_return, enter_return
from mithaq.communique.models import ClosingMoved, Round, Text
from mithaq.communique.queries import texts_shown
from mithaq.communique.queries.negotiation import (
    own_return_in,
    returns_counted,
    rounds_visible_to,
)
from mithaq.communique.queries.negotiators import negotiating
from mithaq.communique.queries.silence import reopened
from mithaq.communique.rules import may_call_round, may_compile, may_enter, may_move_closing, may_prepare
from mithaq.communique.web.beginning_forms import MovedClosing
from mithaq.communique.web.cards import Places
from mithaq.communique.web.negotiation_forms import CalledRound, EnteredReturn
from mithaq.communique.web.takeaway import copy_of_a_city, files_of_round, words_to_write_in
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Refused, Verdict, holds_mandate
from mithaq.foundation.permissions.mandates import DECIDED_BY
from mithaq.foundation.permissions.pages import page, the_seated, the_secretariat
from mithaq.foundation.things import reference_to
from mithaq.foundation.ui.answers import answer


@page(the_secretariat, may_post=True)
def new_round(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call a round on the latest draft of a text."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    form = CalledRound(request.POST or None, text=text, at=request.at)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            called = call_round(text, said["opens"], said["closes"], said["language"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The round is called. The letters to the cities go out."))
            return redirect(called)
    context = {
        "text": text,
        "form": form,
        "verdict": may_call_round(request.seat, text, request.at),
        "zone_name": place_of(get_current_timezone(), request.at),
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    return answer(request, "communique/new_round.html", context, status=422 if form.errors else 200)


@page(the_seated)
def round_of_text(request: Request, public_id: str) -> HttpResponse:
    """One round: until when, who has answered, who owes an answer, and the way to one's own."""
    is_moved = Exists(ClosingMoved.objects.filter(round=OuterRef("pk")))
    about = found_round(request, public_id, carried=Count("draft__carryings"), is_moved=is_moved)
    seat, at = request.seat, request.at
    returns = returns_counted(about, seat, at)
    given = {one.organisation_id: one for one in returns if one.released_at is not None}
    # Whoever negotiated when the round closed is asked; while it is open, whoever does now.
    asked = [one.organisation for one in negotiating(about.text, min(at, about.closes))]
    prepared = [one for one in returns if one.released_at is None]
    prepares = may_prepare(seat, about, at)
    living: list[Any] = list(given.values())
    context = {
        "round": about,
        "state": state_of(about, at),
        "given": living,
        "owing": [city for city in asked if city.pk not in given],
        "copy": copy_of_a_city(about.draft, about.text, about.language),
        "own": next((one for one in prepared if not one.is_entered), None),
        "own_given": given.get(seat.organisation_id) if seat else None,
        "may_prepare": prepares,
        "may_speak": not prepares or not seat or _may_speak(seat, about.text, at),
        "words": words_to_write_in(about.draft, about.text),
        "may_enter": may_enter(seat, about, at),
        "entering": [one for one in prepared if one.is_entered],
        "amendments": sum(one.asked for one in living) + about.carried,
        "unanswered": sum(one.unanswered for one in living),
        "may_compile": may_compile(seat, about, at),
        "may_move_closing": may_move_closing(seat, about, at),
        "moves": about.moves.select_related("seat__person", "seat__organisation") if about.is_moved else (),
        "files": files_of_round(about.public_id),
        "reopened": _reopened_in(about),
        "now": at,
        "trail": trail_of(about, ""),
    }
    return answer(request, "communique/round.html", context)


#: Whether a seat speaks for its city on a text, as its page says it; what it then does is judged anew.
_speaking: Memory[Verdict] = Memory(kinds=DECIDED_BY)


def _may_speak(seat: Seat, text: Text, at: datetime) -> Verdict:
    def judged() -> Verdict:
        return holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(text))

    return _speaking.recall((seat.pk, text.pk, seat.local_day(at)), at, judged)


@page(the_seated, may_post=True)
def own_return(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Begin the return of one's own city, or go on with it."""
    about = found_round(request, public_id)
    if request.method != "POST":
        own = own_return_in(about, request.seat) if request.seat.role in (Role.SHERPA, Role.MAYOR) else None
        if own is None:
            raise Http404
        return redirect(own)
    if not may_prepare(request.seat, about, request.at) and request.seat.role != Role.SHERPA:
        raise Http404
    return redirect(begin_return(about, seat=request.seat, at=request.at))


@page(the_secretariat, may_post=True)
def entry(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Enter what a city sent by mail or by its link."""
    about = found_round(request, public_id)
    cities = {one.organisation.public_id: one.organisation for one in negotiating(about.text, request.at)}
    named = sorted(((key, str(city.name)) for key, city in cities.items()), key=lambda pair: pair[1])
    form = EnteredReturn(request.POST or None, cities=named)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            begun = enter_return(
                about, cities[said["city"]], said["source"], said["given"], seat=request.seat, at=request.at
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(begun)
    context = {
        "round": about,
        "form": form,
        "verdict": may_enter(request.seat, about, request.at),
        "zone_name": place_of(get_current_timezone(), request.at),
        "trail": trail_of(about, _("Enter a return")),
    }
    return answer(request, "communique/entry.html", context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def closing(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Extend a round, or close it early, with the reason."""
    about = found_round(request, public_id)
    form = MovedClosing(request.POST or None, initial={"closes": about.closes})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            moved = move_closing(about, said["closes"], said["reason"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The closing is moved. The letters to the cities go out."))
            return redirect(moved)
    context = {
        "round": about,
        "form": form,
        "verdict": may_move_closing(request.seat, about, request.at),
        "zone_name": place_of(get_current_timezone(), request.at),
        "trail": trail_of(about, _("Another closing")),
    }
    return answer(request, "communique/closing.html", context, status=422 if form.errors else 200)


_open_again: Memory[set[int] | None] = Memory(64, kinds=("communique.",))


def _reopened_in(about: Round) -> list[Any]:
    """After a broken silence: the clauses that were named and are open again, as rows in the order of the draft."""
    named = _open_again.recall(about.draft_id, None, lambda: reopened(about.draft))
    if named is None:
        return []
    places = Places(about.draft)
    return [row for placed in places.in_order if placed.clause.pk in named and (row := places.row(placed.clause.pk))]


def found_round(request: Request, public_id: str, **counted: Any) -> Any:
    """The round, for those who negotiate; to others it is not there. What is to be counted with it is named."""
    return get_object_or_404(rounds_visible_to(request.seat, request.at).annotate(**counted), public_id=public_id)


def trail_of(about: Round, title: Any) -> list[tuple[Any, str]]:
    """The way back from a page of a round."""
    above: list[tuple[Any, str]] = [
        (_("Texts"), reverse("communique:texts")),
        (about.text.title, about.text.get_absolute_url()),
    ]
    return [*above, (_("Round"), about.get_absolute_url()), (title, "")] if title else above


def state_of(about: Round, at: Any) -> str:
    """Where a round is: `coming`, `open`, or `past`."""
    if at < about.opens:
        return "coming"
    return "open" if about.is_open(at) else "past"
