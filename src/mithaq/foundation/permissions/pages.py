"""Every page names its rule: `@page(everyone)`, `@page(the_secretariat)`.

A view without a rule is refused by the middleware and by a house test, so that forgetting one cannot open a door.
What a seat may not see is a 404, identical to a page that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions.mandates import has_role, is_seated
from mithaq.foundation.permissions.verdicts import YES, Verdict

Rule = Callable[[Seat | None, datetime], Verdict]
View = Callable[..., HttpResponse]

READING = ("GET", "HEAD")


def everyone(seat: Seat | None, at: datetime) -> Verdict:
    """Anybody, signed in or not. What the page shows is still chosen by the queries' `…_visible_to(seat)`."""
    return YES


def the_seated(seat: Seat | None, at: datetime) -> Verdict:
    """Anybody who holds a seat."""
    return is_seated(seat, at)


def the_secretariat(seat: Seat | None, at: datetime) -> Verdict:
    """Seats of the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def page(rule: Rule, *, may_post: bool = False, grave: bool = False) -> Callable[[View], View]:
    """Show this view to those for whom the rule says yes; to others it is not there.

    A page is only read, unless it says `may_post`. What is posted to a `grave` one asks for a fresh proof of who is
    there, as `accounts.proof` says.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule(request.seat, request.at):
                raise Http404
            if not may_post and request.method not in READING:
                return HttpResponseNotAllowed(READING)
            return view(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        guarded.is_grave = grave  # type: ignore[attr-defined]
        return guarded

    return guard


class EveryPageHasARule:
    """Middleware: a view that names no rule is not served to anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "rule"):
            raise Http404
