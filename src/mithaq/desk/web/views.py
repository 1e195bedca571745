"""The desk: the front page of the year, what waits for a seat, search, and the chronicle."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mithaq.desk.queries.log import acts_visible_to
from mithaq.desk.queries.year import head_of_the_chronicle, year_as_of
from mithaq.desk.web import front
from mithaq.desk.web.lines import lines
from mithaq.desk.web.shell import ActingSeat
from mithaq.desk.web.waiting import waiting_for
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.desk.rules import readers_of_the_chronicle

#: Acts on the home page, and on a page of the chronicle.
LATEST, A_PAGE = 6, 50


@page(everyone)
def home(request: HttpRequest) -> HttpResponse:
    """The front page of the year, or what waits for the seat one acts in."""
    year = year_as_of(head_of_the_chronicle())
    if request.seat is None:
        return render(request, "desk/front.html", front.page(year, request.at))
    acting = ActingSeat(request.seat, request.at)
    context = {
        "seat": acting,
        "waiting": waiting_for(request.seat, year, request.at, acting.scopes),
        "acts": lines(acts_visible_to(request.seat, request.at)[:LATEST]),
        "zone": request.seat.organisation.zone,
    }
    return render(request, "desk/home.html", context)
