"""The pages of the members and of their mandates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import classes_of, current_cycle, history_visible_to
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.queries import seats_of_organisation
from mithaq.foundation.actors.request import Request
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures import Counted, count
from mithaq.foundation.permissions.pages import everyone, page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.members.domain.mandate import examine
from mithaq.members.figures import CITIES_PARTICIPATING, ENGAGEMENT_GROUPS, KNOWLEDGE_PARTNERS
from mithaq.members.models import Membership
from mithaq.members.queries import (
    mandates_of_visible_to,
    mandates_visible_to,
    mandates_with_state,
    reads_mandates_of,
    state_of,
    whose_name_holds,
)
from mithaq.members.queries.blocs import blocs_by_country, groupings_of
from mithaq.members.queries.classes import class_heading
from mithaq.members.queries.corrections import corrections_of
from mithaq.members.queries.merging import mergers_of
from mithaq.members.queries.on_record import on_record_of, organisation_shown, reads_facts_of
from mithaq.members.queries.photos import photos_of
from mithaq.members.rules import (
    may_examine,
    may_hand_in,
    may_import,
    may_read_addresses,
    may_read_mandates,
    may_read_persons,
)
from mithaq.members.vocabulary import SIGNS, MandateState, Standing
from mithaq.members.web.forms import AskedOfTheRoll, end_of
from mithaq.members.web.register import ways_to_enter


@page(everyone)
def roll(request: Request) -> HttpResponse:
    """Who takes part in the year, by class, as of today or of a day that is asked for."""
    at: datetime = request.at
    form = AskedOfTheRoll(request.GET, today=at.date())
    asked: dict[str, Any] = (
        form.cleaned_data if form.is_valid() else {"as_of": None, "standing": "", "bloc": "", "name": ""}
    )
    cycle = current_cycle()
    then = end_of(asked["as_of"], at)
    counts = _counted.recall((cycle.pk, asked["as_of"]), at, lambda: _count(cycle, then)) if cycle else []
    everybody = [membership for counted in counts for membership in counted.records]
    belonging = groupings_of(everybody, then) if everybody else {}
    form.offer_blocs(set[str]().union(*belonging.values()))
    if asked["bloc"]:
        everybody = [one for one in everybody if asked["bloc"] in belonging[one.organisation_id]]
    named = whose_name_holds(asked["name"], everybody) if asked["name"] else everybody
    listed = _in_classes(named, asked["standing"])
    page = page_of(listed, request, size=ON_THE_ROLL, may_be_whole=True)
    shown = {
        "form": form,
        "asked": asked,
        "then": then,
        "page": page,
        "classes": _by_class(page, Counter(membership.standing for membership in listed)),
        "choices": _tabs(request, cycle, named, asked["standing"]),
        "figures": [one for one in counts if one.value or _is_known(one.figure.key, cycle)],
        "somebody": any(counted.records for counted in counts),
        "is_keeper": bool(the_secretariat(request.seat, at)),
        "reads_persons": bool(may_read_persons(request.seat, at)),
        "may_import": bool(may_import(request.seat, at)),
        "may_read_addresses": bool(may_read_addresses(request.seat, at)),
    }
    return answer(request, "members/roll.html", shown)


#: The numbers of the roll. Between them they count every class, so their records are the roll.
FIGURES = (CITIES_PARTICIPATING, KNOWLEDGE_PARTNERS, ENGAGEMENT_GROUPS)
#: The numbers that are shown only to a group that has the class.
OF_A_CLASS = {KNOWLEDGE_PARTNERS.key: Standing.KNOWLEDGE_PARTNER, ENGAGEMENT_GROUPS.key: Standing.SISTER_GROUP}


def _is_known(figure: str, cycle: Cycle | None) -> bool:
    """Whether the group has the class that a figure counts; a group that named no classes has them all."""
    own = classes_of(cycle)
    return not own or OF_A_CLASS.get(figure, next(iter(own))) in own


#: Members on one page of the roll. Most groups stand on one.
ON_THE_ROLL = 100

_counted: Memory[list[Counted]] = Memory(32)


def _count(cycle: Cycle, then: datetime) -> list[Counted]:
    return [counted for figure in FIGURES if (counted := count(figure, cycle, then))]


def _in_classes(memberships: list[Membership], standing: str) -> list[Membership]:
    """The memberships of one class, or of all in the order of the classes."""
    place = {klass.value: n for n, klass in enumerate(Standing)}
    return sorted((m for m in memberships if standing in ("", m.standing)), key=lambda m: place[m.standing])


def _by_class(shown: Iterable[Membership], held: Mapping[str, int]) -> list[dict[str, Any]]:
    """Those of one page under their classes, each with how many are in it on all pages."""
    return [
        {"standing": Standing(klass), "members": list(each), "count": held[klass]}
        for klass, each in groupby(shown, key=lambda membership: membership.standing)
    ]


def _tabs(request: Request, cycle: Cycle | None, memberships: list[Membership], standing: str) -> list[dict[str, Any]]:
    held = Counter(membership.standing for membership in memberships)
    choices = [
        ("", gettext("All"), len(memberships)),
        *((s.value, class_heading(s, cycle), held[s]) for s in Standing if held[s]),
    ]
    return [
        {"title": title, "url": _asking(request, "standing", code), "current": code == standing, "count": number}
        for code, title, number in choices
    ]


def _asking(request: Request, key: str, value: str) -> str:
    """The address of the same list narrowed to this, from its first page on."""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked[key] = value
    return f"?{asked.urlencode()}"


@page(everyone)
def organisation(request: Request, public_id: str) -> HttpResponse:
    """One organisation: what it is, when it took part and in which class, who sits for it, what happened."""
    seat, at = request.seat, request.at
    shown = organisation_shown(public_id, seat, at)
    if shown is None:
        raise Http404
    if shown.merged_into is not None:
        return redirect("members:organisation", shown.merged_into.public_id, permanent=True)
    return answer(request, "members/organisation.html", _organisation_as_shown(shown, seat, at))


def _organisation_as_shown(shown: Organisation, seat: Seat | None, at: datetime) -> dict[str, Any]:
    mandates = mandates_of_visible_to(seat, shown, at)
    record = on_record_of(shown, at)
    is_keeper = bool(the_secretariat(seat, at))
    offices = [office for office in record.offices if office.is_held(at)]
    sitting = seats_of_organisation(shown, at) if seat else []
    people = {office.person_id for office in offices} | {held.person_id for held in sitting} if seat else set()
    photos = photos_of(people, seat, at) if people else {}
    return {
        "organisation": shown,
        "trail": [(gettext("Members"), reverse("members:roll")), (shown.name, "")],
        "names": list(shown.name.items()),
        "blocs": [(name, one, one.holds(at.date())) for name, one in blocs_by_country(shown)],
        "record": record,
        "reads_facts": reads_facts_of(seat, shown),
        "now": at,
        "is_examiner": is_keeper,
        "is_keeper": is_keeper,
        "ways": ways_to_enter(shown) if is_keeper else [],
        "corrections": corrections_of(shown) if is_keeper else [],
        "mergers": mergers_of(shown) if is_keeper and record.merged else [],
        "offices": [(office, photos.get(office.person_id)) for office in offices],
        "sitting": [(held, photos.get(held.person_id)) for held in sitting],
        "reads_persons": bool(may_read_persons(seat, at)),
        "mandates": [_with_state(mandate, seat, at) for mandate in mandates],
        "may_look_after": may_hand_in(seat, shown, at),  # whoever may invite may hand in too
        "may_see_seats": seat is not None,
        "history": history_visible_to(seat, shown, _told_to(seat, shown)),
    }


def _told_to(seat: Seat | None, organisation: Organisation) -> tuple[str, ...]:
    """What the history of an organisation tells of: mandates and answers only to those who may read them."""
    told: tuple[str, ...] = ("organisation", "membership", "leadership", "group", "population")
    if seat is not None:
        told += ("house", "seat", "office")
    if reads_facts_of(seat, organisation):
        told += ("fact",)
    if seat is not None and reads_mandates_of(seat, organisation):
        told += ("mandate", "contest", "delegation", "proxy")
    return told


@page(may_read_mandates)
def mandates(request: Request) -> HttpResponse:
    """The mandates that the reader may see, each with its state; the secretariat examines them from here."""
    seat, at = request.seat, request.at
    readable, form = mandates_with_state(seat, at), SoughtByName(request.GET)
    named = [one for one in readable if one.is_named(form.words)] if form.words else readable
    state = request.GET.get("state", "")
    page = page_of([one.mandate for one in named if state in ("", one.state)], request)
    shown = {
        "form": form,
        "page": page,
        "mandates": [_with_state(mandate, seat, at) for mandate in page],
        "choices": _tabs_of_states(request, [one.state for one in named], state),
        "some": bool(readable),
        "is_examiner": bool(the_secretariat(seat, at)),
        "own": seat.organisation if seat and _hands_in_for_its_own(seat, at) else None,
    }
    return answer(request, "members/mandates.html", shown)


def _hands_in_for_its_own(seat: Seat, at: datetime) -> bool:
    # The secretariat hands in from the page of an organisation, which says for whom.
    return not the_secretariat(seat, at) and bool(may_hand_in(seat, seat.organisation, at))


def _with_state(mandate: Mandate, seat: Seat | None, at: datetime) -> dict[str, Any]:
    state = state_of(mandate, at)
    is_awaited = state in (MandateState.UNEXAMINED, MandateState.PROVISIONAL)
    verdict = may_examine(seat, mandate, at) if seat else None
    return {
        "mandate": mandate,
        "state": state,
        "sign": SIGNS[state],
        "scopes": [scope.scope for scope in mandate.scopes.all()],
        "findings": [found for found in mandate.examinations.all() if found.at <= at],
        "is_awaited": is_awaited,
        "verdict": verdict,
        "may_examine": is_awaited and bool(verdict),
    }


def _tabs_of_states(request: Request, states: list[MandateState], state: str) -> list[dict[str, Any]]:
    held = Counter(states)
    choices = [("", gettext("All"), len(states)), *((s.value, s.label, held[s]) for s in MandateState if held[s])]
    return [
        {"title": title, "url": _asking(request, "state", code), "current": code == state, "count": number}
        for code, title, number in choices
    ]


@page(the_secretariat, may_post=True, grave=True)
def examination(request: Request, public_id: str) -> HttpResponse:
    """One mandate before an examiner: what it rests on, what was found, and the examiner's own finding."""
    seat, at = request.seat, request.at
    mandate = get_object_or_404(mandates_visible_to(seat, at), public_id=public_id)
    finding = request.POST.get("finding")
    if seat is None or request.method != "POST" or finding not in ("in_order", "not_in_order"):
        trail = [(gettext("Mandates"), reverse("members:mandates")), (gettext("Examination"), "")]
        return answer(request, "members/examination.html", {"line": _with_state(mandate, seat, at), "trail": trail})
    examine(mandate, finding == "in_order", seat=seat, at=at)
    messages.success(request, gettext("Your finding is on record."))
    return redirect("members:mandate", public_id)
