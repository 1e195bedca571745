"""The persons: who they are in both scripts, what offices they hold, and how they are reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.members.domain.admit import give_seat, register_person
from mithaq.members.domain.correct import correct_person
from mithaq.members.domain.offices import end_office, enter_channel, enter_office
from mithaq.members.models import Office
from mithaq.members.queries.corrections import corrections_of
from mithaq.members.queries.lists import persons_named
from mithaq.members.queries.merging import mergers_of
from mithaq.members.queries.on_record import channels_of, person_shown, persons_on_record, reads_channels_of
from mithaq.members.queries.photos import photos_of
from mithaq.members.rules import (
    may_change_address,
    may_edit_person,
    may_enter_office,
    may_erase,
    may_export_person,
    may_keep_persons,
    may_read_persons,
)
from mithaq.members.web.people_forms import ChannelForm, EndForm, OfficeForm, PersonForm, SeatForm


@page(may_read_persons)
def persons(request: Request) -> HttpResponse:
    """The persons on record by name, each with the seats and offices held now."""
    form = SoughtByName(request.GET)
    everybody = persons_on_record(request.seat, request.at)
    page = page_of(persons_named(form.words, request.seat, request.at) if form.words else everybody, request)
    shown = list(everybody.filter(pk__in=list(page)) if form.words else page.object_list)
    photos = photos_of([one.pk for one in shown], request.seat, request.at)
    return answer(
        request,
        "members/persons.html",
        {
            "form": form,
            "page": page,
            "persons": [(one, _held(one, request.at), photos.get(one.pk)) for one in shown],
            "may_register": bool(the_secretariat(request.seat, request.at)),
        },
    )


def _held(person: Person, at: datetime) -> list[tuple[Any, Organisation]]:
    """What a person is now, each with its organisation: the offices held, or else the seats."""
    offices = [(office.title, office.organisation) for office in person.offices.all() if office.is_held(at)]
    seats = [
        (seat.title or seat.get_role_display(), seat.organisation) for seat in person.seats.all() if seat.is_held(at)
    ]
    return offices or seats


@page(may_read_persons)
def person(request: Request, public_id: str) -> HttpResponse:
    """One person: names, offices, seats; for the few who may, how the person is reached and what was changed."""
    shown = person_shown(public_id, request.seat, request.at)
    if shown is None:
        raise Http404
    if shown.merged_into is not None:
        return redirect("members:person", shown.merged_into.public_id, permanent=True)
    return answer(request, "members/person.html", _as_shown(shown, request.seat, request.at))


def _as_shown(shown: Person, seat: Seat | None, at: datetime) -> dict[str, Any]:
    is_keeper = bool(may_edit_person(seat, shown, at))
    reads_channels = reads_channels_of(seat, shown, at)
    return {
        "person": shown,
        "photo": photos_of([shown.pk], seat, at).get(shown.pk),
        "names": list(shown.name.items()),
        "sayings": list(shown.pronunciation.items()),
        "trail": [(gettext("Persons"), reverse("members:persons")), (shown.name, "")],
        "offices": [(office, office.is_held(at)) for office in shown.offices.all()],
        "sitting": [(held, held.is_held(at)) for held in shown.seats.all()],
        "is_erased": hasattr(shown, "erasure"),
        "is_keeper": is_keeper,
        "is_secretariat": bool(the_secretariat(seat, at)),
        "may_export": bool(may_export_person(seat, shown, at)),
        "may_erase": seat is not None and bool(may_erase(seat, shown, at)),
        "reads_channels": reads_channels,
        "channels": channels_of(shown) if reads_channels else [],
        "corrections": corrections_of(shown) if is_keeper else [],
        "mergers": mergers_of(shown) if is_keeper and the_secretariat(seat, at) else [],
    }


@page(the_secretariat, may_post=True)
def new_person(request: SeatedRequest) -> HttpResponse:
    """Register a person. Who acts for an organisation gets a seat besides, and who holds an office the office."""
    seat, at = request.seat, request.at
    form = PersonForm(request.POST or None, may_change_address=True)
    if form.is_bound and form.is_valid():
        try:
            entered = register_person(form.record, seat=seat, at=at)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, gettext("The person is on record. Enter the office that they hold."))
            return redirect("members:new_office", entered.public_id)
    return _form(request, None, gettext("Register a person"), form, reverse("members:new_person"))


@page(may_keep_persons, may_post=True)
def edit_person(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Change what is on record of a person; what stood there before stays in the chronicle until it is erased."""
    shown = _kept(public_id, request)
    may_change = bool(may_change_address(request.seat, request.at))
    form = PersonForm(request.POST or None, person=shown, may_change_address=may_change)
    if form.is_bound and form.is_valid():
        try:
            correct_person(shown, form.record, seat=request.seat, at=request.at)
        except Refused as refusal:
            form.add_error("email" if "email" in form.fields else None, str(refusal))
        else:
            return _done(request, shown)
    return _form(request, shown, gettext("Change the record"), form, reverse("members:edit_person", args=[public_id]))


@page(may_keep_persons, may_post=True)
def new_office(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Enter an office that a person holds or held."""
    seat, at = request.seat, request.at
    shown = _kept(public_id, request)
    form = OfficeForm(request.POST or None, organisation=_spoken_for(seat, at))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        enter_office(
            shown,
            typed["organisation"],
            typed["kind"],
            form.words("word"),
            typed["starts"],
            typed["ends"],
            is_acting=typed["is_acting"],
            source=typed["source"],
            seat=seat,
            at=at,
        )
        return _done(request, shown)
    return _form(request, shown, gettext("Enter an office"), form, reverse("members:new_office", args=[public_id]))


@page(may_keep_persons, may_post=True)
def office_end(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Enter the last day of an office."""
    living = Office.objects.filter(is_living=True).select_related("organisation", "person")
    office = get_object_or_404(living, public_id=public_id)
    if not may_enter_office(request.seat, office.organisation, request.at):
        raise Http404
    form = EndForm(request.POST or None, initial={"ends": office.ends})
    if form.is_bound and form.is_valid():
        try:
            end_office(office, form.cleaned_data["ends"], seat=request.seat, at=request.at)
        except Refused as refusal:
            form.add_error("ends", str(refusal))
        else:
            return _done(request, office.person)
    here = reverse("members:office_end", args=[public_id])
    return _form(request, office.person, gettext("End of the office: %(office)s") % {"office": office}, form, here)


@page(may_keep_persons, may_post=True)
def new_channel(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Enter a way to reach a person."""
    shown = _kept(public_id, request)
    form = ChannelForm(request.POST or None)
    if form.is_bound and form.is_valid():
        enter_channel(shown, **form.cleaned_data, seat=request.seat, at=request.at)
        return _done(request, shown)
    title = gettext("Enter a way to reach the person")
    return _form(request, shown, title, form, reverse("members:new_channel", args=[public_id]))


@page(the_secretariat, may_post=True)
def new_seat(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Seat a person in an organisation, in a role, for a time."""
    seat, at = request.seat, request.at
    shown = _kept(public_id, request)
    form = SeatForm(request.POST or None, organisation=_spoken_for(seat, at))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        days = typed["starts"], typed["ends"]
        give_seat(shown, typed["organisation"], typed["role"], *days, title=form.words("title"), seat=seat, at=at)
        return _done(request, shown)
    return _form(request, shown, gettext("Give a seat"), form, reverse("members:new_seat", args=[public_id]))


def _kept(public_id: str, request: Request) -> Person:
    """The person, where the seat may change the record; else the page is not there."""
    shown = person_shown(public_id, request.seat, request.at)
    if shown is None or not may_edit_person(request.seat, shown, request.at):
        raise Http404
    return shown


def _spoken_for(seat: Seat, at: datetime) -> Organisation | None:
    """The one organisation whose offices and seats the seat may enter; None for all of them."""
    return None if the_secretariat(seat, at) else seat.organisation


def _done(request: Request, shown: Person) -> HttpResponse:
    messages.success(request, gettext("It is on record."))
    return redirect("members:person", shown.public_id)


def _form(request: Request, shown: Person | None, title: str, form: forms.Form, here: str) -> HttpResponse:
    listed = reverse("members:persons")
    back = listed if shown is None else reverse("members:person", args=[shown.public_id])
    home = [(gettext("Persons"), listed)]
    trail = home if shown is None else [*home, (shown.name, back)]
    kicker = gettext("Persons") if shown is None else shown.name
    context = {
        "form": form,
        "title": title,
        "kicker": kicker,
        "here": here,
        "back": back,
        "trail": [*trail, (title, "")],
    }
    return answer(request, "members/record_form.html", context)
