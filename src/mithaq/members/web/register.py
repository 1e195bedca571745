"""The register's pages: an organisation is entered and changed, and facts about it are stated and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.core.text import searchable
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.models import Organisation, Population, Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated, the_secretariat
from mithaq.foundation.things import kind_of
from mithaq.foundation.ui.answers import answer
from mithaq.members.domain.admit import admit, change_class, end_membership, register_organisation
from mithaq.members.domain.correct import correct_organisation
from mithaq.members.domain.facts import Mistaken, state, state_population, take_back
from mithaq.members.models import Channel, Fact, Membership, Office, Photo
from mithaq.members.queries.on_record import organisation_shown
from mithaq.members.rules import may_take_back
from mithaq.members.vocabulary import FactKind
from mithaq.members.web.register_forms import (
    FACT_FORMS,
    ClassForm,
    NewOrganisationForm,
    OrganisationForm,
    PopulationForm,
    ReasonForm,
    RepresentedForm,
)

_ONE_DAY = timedelta(days=1)


@page(the_secretariat, may_post=True)
def new_organisation(request: SeatedRequest) -> HttpResponse:
    """Enter an organisation, and the class in which it takes part in the year."""
    form = NewOrganisationForm(request.POST or None)
    cycle = current_cycle()
    same: list[Organisation] = []
    if form.is_bound and form.is_valid():
        same = [] if form.cleaned_data["is_another"] else _called_the_same(form.record["name"])
        if not same:
            entered = _entered(form, cycle, request.seat, request.at)
            messages.success(request, gettext("The organisation is on the register."))
            return redirect("members:organisation", entered.public_id)
    trail = [(gettext("Members"), reverse("members:roll")), (gettext("Register an organisation"), "")]
    shown = {"form": form, "trail": trail, "same": same, "asks_twice": bool(same) or "is_another" in form.data}
    return answer(request, "members/new_organisation.html", shown)


def _entered(form: NewOrganisationForm, cycle: Cycle | None, seat: Seat, at: datetime) -> Organisation:
    typed = form.cleaned_data
    entered = register_organisation(form.record, seat=seat, at=at)
    if typed["standing"] and cycle is not None:
        since = typed["since"] or seat.local_day(at)
        admit(cycle, entered, typed["standing"], since, seat=seat, at=at)
    return entered


def _called_the_same(name: dict[str, str]) -> list[Organisation]:
    """Organisations on the register that bear one of these names, however it is written."""
    wanted = {searchable(words) for words in name.values()}
    standing = Organisation.objects.filter(merged_into=None)
    return [one for one in standing if wanted & {searchable(words) for words in one.name.values()}]


@page(the_secretariat, may_post=True)
def edit_organisation(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Change what is on record of an organisation; what stood there before stays in the chronicle."""
    organisation = _organisation(public_id, request)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if form.is_bound and form.is_valid():
        correct_organisation(organisation, form.record, seat=request.seat, at=request.at)
        messages.success(request, gettext("The record was changed. The chronicle keeps what stood there before."))
        return redirect("members:organisation", public_id)
    title = gettext("Change the record")
    return _form(request, organisation, title, form, reverse("members:edit_organisation", args=[public_id]))


def ways_to_enter(organisation: Organisation) -> list[tuple[Any, str]]:
    """What may be entered about an organisation, each with the address of its form."""
    kinds = [("class", gettext("Class in the year")), ("population", gettext("Population")), *FactKind.choices]
    return [(title, _here(organisation, kind)) for kind, title in kinds]


@page(the_secretariat, may_post=True)
def new_fact(request: SeatedRequest, public_id: str, kind: str) -> HttpResponse:
    """State one fact about an organisation: a former name, a bloc, an answer, a population, its class."""
    organisation = _organisation(public_id, request)
    if kind == "class":
        return _class(request, organisation)
    if kind == "population":
        return _population(request, organisation)
    kind = kind.replace("-", "_")
    if kind not in FACT_FORMS:
        raise Http404
    form_class = FACT_FORMS[kind]
    more: dict[str, Any] = {"persons": _persons_of(organisation)} if form_class is RepresentedForm else {}
    form = form_class(request.POST or None, **more)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        state(
            organisation,
            kind,
            typed["starts"],
            typed.get("ends"),
            cycle=current_cycle(),
            words=form.words("words"),
            bloc=typed.get("bloc", ""),
            person=typed.get("person"),
            source=typed["source"],
            seat=request.seat,
            at=request.at,
        )
        return _stated(request, organisation)
    return _form(request, organisation, str(FactKind(kind).label), form, _here(organisation, kind))


def _class(request: SeatedRequest, organisation: Organisation) -> HttpResponse:
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    membership = cycle.memberships.filter(organisation=organisation, ends__isnull=True, is_living=True).first()
    form = ClassForm(request.POST or None, is_member=membership is not None)
    if form.is_bound and form.is_valid():
        try:
            _take_part(organisation, membership, cycle, form.cleaned_data, request)
        except Refused as refusal:
            form.add_error("starts", str(refusal))
        else:
            return _stated(request, organisation)
    return _form(request, organisation, gettext("Class in the year"), form, _here(organisation, "class"))


def _take_part(
    organisation: Organisation,
    membership: Membership | None,
    cycle: Cycle,
    typed: dict[str, Any],
    request: SeatedRequest,
) -> None:
    by = {"seat": request.seat, "at": request.at}
    if membership is None:
        admit(cycle, organisation, typed["standing"], typed["starts"], **by)  # type: ignore[arg-type]
    elif typed["standing"]:
        change_class(membership, typed["standing"], typed["starts"], **by)  # type: ignore[arg-type]
    else:
        end_membership(membership, typed["starts"] - _ONE_DAY, **by)  # type: ignore[arg-type]


def _population(request: SeatedRequest, organisation: Organisation) -> HttpResponse:
    form = PopulationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            state_population(organisation, **form.cleaned_data, seat=request.seat, at=request.at)
        except Refused as refusal:
            form.add_error("source", str(refusal))
        else:
            return _stated(request, organisation)
    return _form(request, organisation, gettext("Population"), form, _here(organisation, "population"))


@page(the_seated, may_post=True)
def taking_back(request: SeatedRequest, kind: str, public_id: str) -> HttpResponse:
    """Take back what was entered by mistake, with a reason; the row stays in the chronicle."""
    mistaken = _mistaken(kind, public_id)
    if not may_take_back(request.seat, mistaken, request.at):
        raise Http404
    form = ReasonForm(request.POST or None)
    back = _back_to(mistaken)
    if form.is_bound and form.is_valid():
        take_back(mistaken, form.cleaned_data["reason"], seat=request.seat, at=request.at)
        messages.success(request, gettext("It was taken back. The chronicle keeps that it had been entered."))
        return redirect(back)
    about: Any = getattr(mistaken, "organisation", None) or mistaken.person  # type: ignore[union-attr]
    trail = [(about.name, back), (gettext("Take back"), "")]
    return answer(
        request, "members/taking_back.html", {"form": form, "mistaken": mistaken, "about": about, "trail": trail}
    )


#: What may be taken back, by the word that stands for it in an address.
MISTAKEN: dict[str, type[Any]] = {
    "fact": Fact,
    "population": Population,
    "membership": Membership,
    "office": Office,
    "channel": Channel,
    "photo": Photo,
}


def _mistaken(kind: str, public_id: str) -> Mistaken:
    if kind not in MISTAKEN:
        raise Http404
    found: Mistaken = get_object_or_404(MISTAKEN[kind], public_id=public_id)
    return found


def _back_to(mistaken: Mistaken) -> str:
    if kind_of(mistaken) in ("members.office", "members.channel", "members.photo"):
        return reverse("members:person", args=[mistaken.person.public_id])  # type: ignore[union-attr]
    return reverse("members:organisation", args=[mistaken.organisation.public_id])  # type: ignore[union-attr]


def _organisation(public_id: str, request: Request) -> Organisation:
    """The organisation, unless it was merged into another one: then that one is the one to change."""
    found = organisation_shown(public_id, request.seat, request.at)
    if found is None or found.merged_into_id is not None:
        raise Http404
    return found


def _persons_of(organisation: Organisation) -> set[int]:
    sitting = organisation.seats.values_list("person_id", flat=True)
    holding = organisation.offices.filter(is_living=True).values_list("person_id", flat=True)
    return {*sitting, *holding}


def _here(organisation: Organisation, kind: str) -> str:
    return reverse("members:new_fact", args=[organisation.public_id, kind.replace("_", "-")])


def _stated(request: Request, organisation: Organisation) -> HttpResponse:
    messages.success(request, gettext("It is on record."))
    return redirect("members:organisation", organisation.public_id)


def _form(request: Request, organisation: Organisation, title: str, form: forms.Form, here: str) -> HttpResponse:
    home = reverse("members:organisation", args=[organisation.public_id])
    shown = {
        "form": form,
        "title": title,
        "kicker": organisation.name,
        "here": here,
        "back": home,
        "trail": [(gettext("Members"), reverse("members:roll")), (organisation.name, home), (title, "")],
    }
    return answer(request, "members/record_form.html", shown)
