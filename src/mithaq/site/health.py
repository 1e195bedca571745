"""Is everything running? For machines as JSON, for people as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mithaq.foundation.permissions.pages import everyone, page


@page(everyone)
def for_machines(request: HttpRequest) -> HttpResponse:
    return JsonResponse({})


@page(everyone)
def for_people(request: HttpRequest) -> HttpResponse:
    return render(request, "site/health.html", {})
