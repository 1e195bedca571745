"""The two addresses that have no language: the bare start, and what search engines ask for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mithaq.foundation.permissions.pages import everyone, page


@page(everyone)
def to_the_readers_language(request: HttpRequest) -> HttpResponse:
    """To the start in the language that the reader chose here before, else in the one the browser prefers."""
    response = HttpResponseRedirect(reverse("desk:home"))
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@page(everyone)
def robots(request: HttpRequest) -> HttpResponse:
    """What is public may be found; sign-in and search results need not be."""
    lines = ["User-agent: *", "Disallow: /*/sign-in/", "Disallow: /*/search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
