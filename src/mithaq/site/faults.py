"""What people see when something cannot be served: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mithaq.site.bodies import too_much_typed


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that makes no sense, of which the page draws on nothing; or one that says more than a form can hold."""
    if isinstance(exception, RequestDataTooBig):
        return too_much_typed(request)
    return render(None, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What this seat may not do."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what one may not see."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of the program: the page draws on nothing that could be broken too."""
    return render(None, "500.html", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: sent from elsewhere, or open for too long."""
    return render(request, "403.html", status=403)
