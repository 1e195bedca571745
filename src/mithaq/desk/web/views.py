"""The desk: the front page of the year, what waits for a seat, search, and the chronicle."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from mithaq.desk.queries.log import acts_visible_to
from mithaq.desk.queries.search import search_for
from mithaq.desk.rules import readers_of_the_chronicle
from mithaq.desk.web import front
from mithaq.desk.web.lines import lines, lines_with_names
from mithaq.desk.web.reader import this_year
from mithaq.desk.web.shell import ActingSeat
from mithaq.desk.web.waiting import waiting_for
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.taskforces.queries import meetings_to_come

#: Acts on the home page, and on a page of the chronicle.
LATEST, A_PAGE = 6, 50
#: Meetings to come beside the home page.
MEETINGS = 3


@page(everyone)
def home(request: Request) -> HttpResponse:
    """The front page of the year, or what waits for the seat one acts in."""
    year = this_year()
    if request.seat is None:
        context = {**front.page(year, request.at), "without_seat": request.user.is_authenticated}
        return render(request, "desk/front.html", context)
    acting = ActingSeat(request.seat, request.at)
    context = {
        "seat": acting,
        "waiting": waiting_for(request.seat, year, request.at, acting.scopes),
        "deadlines": front.coming(year, request.at),
        "meetings": meetings_to_come(request.seat, request.at)[:MEETINGS],
        "acts": lines(acts_visible_to(request.seat, request.at)[:LATEST]),
    }
    return render(request, "desk/home.html", context)


@page(everyone)
def search(request: Request) -> HttpResponse:
    """What the seat may see that contains the words, over all rooms."""
    words = request.GET.get("q", "").strip()[:200]
    found = search_for(words, request.seat, request.at) if words else []
    return render(request, "desk/search.html", {"words": words, "found": found})


@page(readers_of_the_chronicle)
def chronicle(request: Request) -> HttpResponse:
    """Every act on record, the newest first."""
    acts = acts_visible_to(request.seat, request.at).prefetch_related("things")
    shown = Paginator(acts, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "lines": lines_with_names(shown, request.seat, request.at)}
    return render(request, "desk/chronicle.html", context)
