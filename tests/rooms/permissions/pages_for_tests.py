"""The house's addresses, and three more: a page without a rule, one that nobody may see, one that everybody may."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from mithaq.foundation.permissions import no
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.site.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def without_a_rule(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@page(lambda seat, at: no("Nobody sees this."))
def for_nobody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@page(everyone)
def for_everyone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


urlpatterns = [
    *urlpatterns,
    path("without-a-rule", without_a_rule),
    path("for-nobody", for_nobody),
    path("for-everyone", for_everyone),
]
