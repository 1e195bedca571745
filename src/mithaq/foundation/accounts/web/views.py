"""Signing in and out, and choosing the seat one acts in."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.conf import settings
from django.contrib import auth
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.persons import groups_of_persons
from mithaq.foundation.accounts.seated import CHOSEN_SEAT
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page

#: Seconds that asking for a code takes at least, so that the time tells nobody whether an address is on record.
FLOOR = 0.1


class AskForCode(RequestLoginCodeView):
    """The address; in a demonstration, before it, the persons one can sign in as."""

    template_name = "accounts/sign_in.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        began = time.monotonic()
        response = super().post(*args, **kwargs)
        time.sleep(max(0.0, FLOOR - (time.monotonic() - began)))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["next"] = self.get_next_url() or ""
        if settings.DEMONSTRATION:
            context["persons"] = groups_of_persons(self.request.at)
        return context

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever comes back here wants another code or another address, not the page for the first code."""


class EnterCode(ConfirmLoginCodeView):
    """The code. A wrong one may be corrected a few times, then a new one must be asked for."""

    template_name = "accounts/code.html"


ask_for_code = page(everyone, may_post=True)(AskForCode.as_view())
enter_code = page(everyone, may_post=True)(EnterCode.as_view())


@page(everyone, may_post=True)
@require_POST
def sign_in_as(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign in as a person of the demonstration, in this seat. Elsewhere this page is not there."""
    if not settings.DEMONSTRATION:
        raise Http404
    seat = get_object_or_404(Seat.objects.exclude(person__email=""), public_id=public_id)
    auth.logout(request)
    auth.login(request, Account.objects.of(seat.person), backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[CHOSEN_SEAT] = seat.public_id
    return redirect(_way_on(request))


@page(everyone, may_post=True)
@require_POST
def choose_seat(request: Request) -> HttpResponse:
    """Act in another of one's own seats from now on."""
    wanted = request.POST.get("seat", "")
    if wanted not in {seat.public_id for seat in request.seats}:
        raise Http404
    request.session[CHOSEN_SEAT] = wanted
    return redirect(_way_on(request))


@page(everyone, may_post=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave. The session is destroyed here and in the database."""
    auth.logout(request)
    return redirect("desk:home")


def _way_on(request: HttpRequest) -> str:
    """Where the form wanted to lead, if that is a page of this house; else the home of the seat."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("desk:home")
