"""Who acts for another city by proxy: the list with the rule of the year, and giving one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.things import found, visible
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.choices import Run
from mithaq.foundation.ui.paging import page_of
from mithaq.members.domain.delegate import delegate, rule_proxies
from mithaq.members.queries import mandate_visible_to
from mithaq.members.queries.naming import names_of_organisations
from mithaq.members.queries.proxies import most_proxies, proxies_visible_to, who_may_hold_one
from mithaq.members.rules import NO_PROXIES, may_read_mandates, may_recall, may_record_delegation
from mithaq.members.vocabulary import LENT
from mithaq.members.web.mandate_forms import Lending, RulingProxies, person_and_office

#: What a delegation of one text is kept under: the kind of record that the later room shows.
TEXTS = "communique.text"


class _City(NamedTuple):
    """A city by its key, with its name and the seats of it that can be chosen."""

    key: int
    people: Run


_holders: Memory[list[_City]] = Memory(8, kinds=("actors.", "members.", "cycle."))


@page(may_read_mandates, may_post=True, grave=True)
def proxies(request: SeatedRequest) -> HttpResponse:
    """The proxies that the reader may see; the secretariat sets here how many one person may hold."""
    seat, at, cycle = request.seat, request.at, current_cycle()
    if cycle is None or (request.method == "POST" and not the_secretariat(seat, at)):
        raise Http404
    most = most_proxies(cycle, at)
    form = RulingProxies(request.POST if request.method == "POST" else None, initial={"most": most})
    if request.method == "POST" and form.is_valid():
        rule_proxies(cycle, form.cleaned_data["most"], seat=seat, at=at)
        messages.success(request, _("From now on this is the rule of the year."))
        return redirect("members:proxies")
    given = page_of(proxies_visible_to(seat, at), request)
    context = {
        "form": form if the_secretariat(seat, at) else None,
        "most": most,
        "page": given,
        "proxies": _as_shown(list(given.object_list), seat, at),
        "trail": [(_("Mandates"), reverse("members:mandates")), (_("Proxies"), "")],
    }
    return answer(request, "members/proxies.html", context, status=422 if form.errors else 200)


@page(may_read_mandates, may_post=True)
def proxy(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Give the vote or the signature of a mandate to somebody of another city."""
    seat, at, cycle = request.seat, request.at, current_cycle()
    one = mandate_visible_to(seat, public_id, at)
    if one is None or cycle is None or not may_record_delegation(seat, one.seat, at):
        raise Http404
    today, texts = one.seat.local_day(at), visible(TEXTS, seat, at)
    form = Lending(
        lambda: who_may_hold_one(cycle, at).exclude(organisation=one.seat.organisation),
        [city.people for city in _holders_by_city(cycle, at) if city.key != one.seat.organisation_id],
        scopes_lent(one),
        texts if texts is not None else [],
        *([request.POST] if request.method == "POST" else []),
        initial={"starts": today, "ends": one.ends if one.ends is None or one.ends >= today else None},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        terms: dict[str, Any] = {"matter": form.about, "evidence": form.words, "seat": seat, "at": at}
        try:
            delegate(one.seat, form.chosen, typed["scope"], typed["starts"], typed["ends"], **terms)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The proxy is on record. It is shown with every act that rests on it."))
            return redirect("members:proxies")
    trail = [
        (_("Mandates"), reverse("members:mandates")),
        (one.seat.sentence, reverse("members:mandate", args=[one.public_id])),
    ]
    why_not = "" if most_proxies(cycle, at) else NO_PROXIES
    context = {"mandate": one, "form": form, "why_not": why_not, "trail": trail}
    return answer(request, "members/proxy.html", context, status=422 if form.errors else 200)


def _holders_by_city(cycle: Cycle, at: datetime) -> list[_City]:
    """Whom a proxy can be given to, under the cities in the order of their names; read once for each act."""

    def read() -> list[_City]:
        by_city: dict[int, list[tuple[str, str]]] = {}
        # Of thousands of seats only what is read here: each with all of its person and city takes a tenth of a second.
        told = who_may_hold_one(cycle, at).select_related(None).select_related("person")
        for one in told.only("public_id", "organisation_id", "role", "title", "person__name"):
            by_city.setdefault(one.organisation_id, []).append((one.public_id, person_and_office(one)))
        names = names_of_organisations()
        listed = [_City(city, Run(str(names[city].name), people)) for city, people in by_city.items()]
        return sorted(listed, key=lambda one: one.people.title.casefold())

    return _holders.recall((cycle.pk, get_language()), at, read)


def scopes_lent(mandate: Mandate) -> list[str]:
    """What of a mandate may be given to another city."""
    return [given.scope for given in mandate.scopes.all() if given.scope in LENT]


def _as_shown(given: list[Delegation], seat: Seat, at: datetime) -> list[dict[str, Any]]:
    named = {(one.matter_kind, one.matter) for one in given if one.matter}
    texts = found(named, seat, at) if named else {}
    return [
        {
            "proxy": one,
            "text": texts.get((one.matter_kind, one.matter)),
            "state": _state(one, at),
            "may_take_back": bool(may_recall(seat, one, at)),
        }
        for one in given
    ]


def _state(one: Delegation, at: datetime) -> tuple[str, str]:
    """A sign and a word for how it stands with a proxy."""
    taken = getattr(one, "recall", None)
    day = one.giver.local_day(at)
    if taken is not None and taken.at <= at:
        return "past", _("taken back")
    if not one.giver.is_held(at) or (one.ends is not None and one.ends < day):
        return "past", _("ended")
    return ("waiting", _("to come")) if day < one.starts else ("done", _("in force"))
