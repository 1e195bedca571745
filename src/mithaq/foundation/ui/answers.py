"""The one place that knows HTMX: a view answers with its page, or with the part of it that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mithaq.foundation.permissions import Refused


class SupportsGetAbsoluteUrl(Protocol):
    """A record that has an address."""

    def get_absolute_url(self) -> str: ...


def answer(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    otherwise: SupportsGetAbsoluteUrl | str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or its part: `"communique/clause.html#table"` names both.

    HTMX gets the part. A browser gets the whole page; after a POST it is sent to `otherwise` (an object with an
    address, or a URL name), so that reloading repeats nothing.
    """
    page, _hash, part = template.partition("#")
    if request.headers.get("HX-Request") == "true" and part:
        return render(request, f"{page}#{part}", dict(context or {}), status=status)
    if otherwise is not None and request.method == "POST":
        return redirect(otherwise)
    return render(request, page, dict(context or {}), status=status)


class RefusalsInWords:
    """Middleware: a verb that was refused answers with its reason, in words, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "ui/refused.html", {"reason": exception.reason}, status=409)
