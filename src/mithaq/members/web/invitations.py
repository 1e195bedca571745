"""Who sits for an organisation and who is invited; inviting, accepting, naming a focal point, passing a seat on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mithaq.foundation.accounts.codes import awaits_code, is_right_code, send_code
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.seated import CHOSEN_SEAT
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.queries import organisations_visible_to, seats_of_organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.members.domain.focal_point import end_focal_point, name_focal_point
from mithaq.members.domain.invite import accept, invitation_behind, invite, withdraw_invitation
from mithaq.members.domain.transfer import end_seat, hand_over
from mithaq.members.models import Invitation
from mithaq.members.queries import focal_points_of, invitations_of, is_focal_point, state_of_invitation
from mithaq.members.rules import may_admit, may_hand_in, may_invite
from mithaq.members.vocabulary import INVITATION_SIGNS, WHY_NOT_OPEN, InvitationState, roles_of
from mithaq.members.web.invitation_forms import CodeFromLetter, Inviting
from mithaq.members.web.mandate_forms import Ending, Succeeding


@page(the_seated)
def seats(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Who sits for an organisation and who is invited, for those who look after it."""
    seat, at = request.seat, request.at
    organisation = _organisation(request, public_id)
    invites, hands_in = may_invite(seat, organisation, at), may_hand_in(seat, organisation, at)
    if not (invites or hands_in):
        raise Http404
    focal = focal_points_of(organisation, at)
    context = {
        "organisation": organisation,
        "sitting": [{"seat": one, "is_focal": one.pk in focal} for one in seats_of_organisation(organisation, at)],
        "invitations": [_as_shown(one, request) for one in invitations_of(organisation, at)] if invites else [],
        "has_focal_point": bool(focal),
        "may_invite": invites,
        "may_hand_in": hands_in,
        "may_admit": may_admit(seat, at),
        "trail": _trail(organisation),
    }
    return answer(request, "members/seats.html", context)


@page(the_seated, may_post=True)
def invitations(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Invite a colleague to a seat of the organisation."""
    seat, at = request.seat, request.at
    organisation = _organisation(request, public_id)
    if not may_invite(seat, organisation, at):
        raise Http404
    form = Inviting(
        roles_of(organisation.kind),
        *([request.POST] if request.method == "POST" else []),
        initial={"starts": at.astimezone(organisation.zone).date()},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            invite(
                organisation,
                email=typed["email"],
                name=form.in_languages("name"),
                role=typed["role"],
                title=form.in_languages("title"),
                starts=typed["starts"],
                ends=typed["ends"],
                link_to=lambda word: request.build_absolute_uri(reverse("members:invitation", args=[word])),
                seat=seat,
                at=at,
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("The invitation is on its way. It can be accepted for fourteen days."))
            return redirect("members:seats", organisation.public_id)
    context = {"form": form, "organisation": organisation, "trail": [*_trail(organisation), _seats_of(organisation)]}
    return answer(request, "members/invite.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
@require_POST
def invitation_withdrawal(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    one = get_object_or_404(Invitation.objects.select_related("organisation"), public_id=public_id)
    if not may_invite(request.seat, one.organisation, request.at):
        raise Http404
    withdraw_invitation(one, seat=request.seat, at=request.at)
    messages.success(request, _("The invitation is withdrawn. Its link leads nowhere any more."))
    return redirect("members:seats", one.organisation.public_id)


@page(everyone, may_post=True)
def invitation(request: Request, word: str) -> HttpResponse:
    """What is offered by the link in a letter. Reading it changes nothing; accepting takes a code that is sent to the
    invited address, or being signed in with it."""
    one = invitation_behind(word)
    if one is None:
        raise Http404
    state = state_of_invitation(one, request.at)
    purpose = f"invitation {one.public_id}"
    form = CodeFromLetter(request.POST if "code" in request.POST else None)
    context = {
        "invitation": one,
        "hint": _hint(one.email),
        "is_theirs": _is_theirs(request, one),
        "form": form,
        "here": request.path,
    }
    if state != InvitationState.OPEN:
        return answer(request, "members/invitation.html", {**context, "why_not": WHY_NOT_OPEN[state]}, status=410)
    if request.method == "POST":
        if context["is_theirs"]:
            return _accepted(request, one)
        if form.is_bound and form.is_valid():
            if is_right_code(request, purpose, form.cleaned_data["code"]):
                return _accepted(request, one)
            form.add_error("code", _("This is not the code that was sent, or it is no longer good. Ask for a new one."))
        elif not form.is_bound and not send_code(request, purpose, one.email):
            context["too_many"] = True
    context["awaits_code"] = awaits_code(request, purpose)
    return answer(request, "members/invitation.html", context, status=422 if form.errors else 200)


def _accepted(request: Request, one: Invitation) -> HttpResponse:
    given = accept(one, at=request.at)
    if not _is_theirs(request, one):
        auth.logout(request)
        account = Account.objects.of(given.person)
        auth.login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, account, method="code", email=account.email)
    request.session[CHOSEN_SEAT] = given.public_id
    messages.success(request, _("Welcome. The seat is yours, and you act in it now."))
    return redirect("desk:home")


@page(the_secretariat, may_post=True, grave=True)
def transfer(request: SeatedRequest, public_id: str) -> HttpResponse:
    """End a seat with its mandates, and give it to a successor if there is one."""
    held = get_object_or_404(Seat.objects.select_related("person", "organisation"), public_id=public_id)
    form = Succeeding(
        request.POST if request.method == "POST" else None, initial={"last_day": held.local_day(request.at)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _ended_or_passed_on(request, held, form)
        except Refused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _("The seat and its mandates end with that day. What was done in it stays."))
            return redirect("members:seats", held.organisation.public_id)
    trail = [*_trail(held.organisation), _seats_of(held.organisation)]
    context = {"held": held, "form": form, "trail": trail}
    return answer(request, "members/transfer.html", context, status=422 if form.errors else 200)


def _ended_or_passed_on(request: SeatedRequest, held: Seat, form: Succeeding) -> None:
    last_day, by_us = form.cleaned_data["last_day"], {"seat": request.seat, "at": request.at}
    typed = form.cleaned_data
    if not form.name:
        end_seat(held, last_day, reason=typed["reason"], at_once=typed["at_once"], **by_us)  # type: ignore[arg-type]
        return
    email = form.cleaned_data["email"]
    known = Person.objects.filter(email__iexact=email).first() if email else None
    successor = known or {"name": form.name, "email": email}
    hand_over(held, successor, last_day + timedelta(days=1), reason=typed["reason"], **by_us)  # type: ignore[arg-type]


@page(the_secretariat, may_post=True)
@require_POST
def focal_point(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Let whoever sits here admit the colleagues of the organisation."""
    held = get_object_or_404(Seat.objects.select_related("person", "organisation"), public_id=public_id)
    name_focal_point(held, held.local_day(request.at), held.ends, seat=request.seat, at=request.at)
    messages.success(request, _("The focal point is on record and may invite colleagues from now on."))
    return redirect("members:seats", held.organisation.public_id)


@page(the_secretariat, may_post=True)
def focal_point_end(request: SeatedRequest, public_id: str) -> HttpResponse:
    """End the task of a focal point; the seat stays."""
    held = get_object_or_404(Seat.objects.select_related("person", "organisation"), public_id=public_id)
    if not is_focal_point(held, request.at):
        raise Http404
    form = Ending(request.POST if request.method == "POST" else None, initial={"last_day": held.local_day(request.at)})
    if request.method == "POST" and form.is_valid():
        try:
            end_focal_point(held, **form.cleaned_data, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _("The end of the task is on record. The seat stays."))
            return redirect("members:seats", held.organisation.public_id)
    trail = [*_trail(held.organisation), _seats_of(held.organisation)]
    context = {"held": held, "form": form, "trail": trail}
    return answer(request, "members/focal_point_end.html", context, status=422 if form.errors else 200)


def _organisation(request: SeatedRequest, public_id: str) -> Organisation:
    return get_object_or_404(organisations_visible_to(request.seat, request.at), public_id=public_id)


def _as_shown(one: Invitation, request: SeatedRequest) -> dict[str, Any]:
    state = state_of_invitation(one, request.at)
    return {"invitation": one, "state": state, "sign": INVITATION_SIGNS[state], "is_open": state == "open"}


def _is_theirs(request: HttpRequest, one: Invitation) -> bool:
    """Whether whoever asks is signed in with the invited address."""
    return request.user.is_authenticated and request.user.email.casefold() == one.email.casefold()


def _hint(address: str) -> str:
    """An address of which a stranger reads no more than its owner needs to know it again: `a…@city.example`."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def _trail(organisation: Organisation) -> list[tuple[Any, str]]:
    here = reverse("members:organisation", args=[organisation.public_id])
    return [(_("Members"), reverse("members:roll")), (organisation.name, here)]


def _seats_of(organisation: Organisation) -> tuple[str, str]:
    return _("Seats and invitations"), reverse("members:seats", args=[organisation.public_id])
