"""The desk: the front page of the year, what waits for a seat, search, and the chronicle."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mithaq.desk.domain.look import look
from mithaq.desk.queries.log import acts_visible_to
from mithaq.desk.queries.news import acts_with_news, news
from mithaq.desk.queries.overview import cities_of
from mithaq.desk.queries.pages import pages_saying
from mithaq.desk.queries.search import COUNTED, SHOWN, acts_saying, search_for
from mithaq.desk.queries.waiting import text_of_the_year
from mithaq.desk.rules import readers_of_the_chronicle
from mithaq.desk.web import front
from mithaq.desk.web.lines import lines_with_names
from mithaq.desk.web.news import by_record
from mithaq.desk.web.overview import chosen, ways
from mithaq.desk.web.reader import this_year
from mithaq.desk.web.shell import ActingSeat
from mithaq.desk.web.waiting import Waiting, waiting_for
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat
from mithaq.foundation.ui.paging import page_of
from mithaq.taskforces.queries import meetings_to_come

#: Acts on the home page, and on a page of the chronicle.
LATEST, A_PAGE = 6, 50
#: Acts that the home page looks through for news, and the records under which it shows them.
LOOKED_THROUGH, CHANGED = 40, 5
#: Acts under each of these.
OF_EACH = 4
CITIES_A_PAGE = 50
#: The kind of find that are acts.
ACTS = "acts"
#: Meetings to come beside the home page.
MEETINGS = 3

_waiting: Memory[list[Waiting]] = Memory()


@page(everyone)
def home(request: Request) -> HttpResponse:
    """The front page of the year, or what waits for the seat one acts in."""
    year = this_year()
    if request.seat is None:
        context = {**front.page(year, request.at), "without_seat": request.user.is_authenticated}
        return render(request, "desk/front.html", context)
    acting_in, acting = request.seat, ActingSeat(request.seat, request.at)
    context = {
        "waiting": _waiting.recall(
            (request.seat.pk, get_language()),
            request.at,
            lambda: waiting_for(acting_in, year, request.at, acting.scopes),
        ),
        "deadlines": front.coming(year, request.seat, request.at),
        "is_of_the_secretariat": bool(the_secretariat(request.seat, request.at)),
        **_what_happened(request.seat, request.at),
        "meetings": meetings_to_come(request.seat, request.at)[:MEETINGS],
    }
    return render(request, "desk/home.html", context)


def _what_happened(seat: Seat, at: datetime) -> dict[str, Any]:
    """What is news under its records; where nothing is, the acts that were last."""
    latest = list(acts_with_news(seat, at).prefetch_related("things")[:LOOKED_THROUGH])
    fresh = [act for act in latest if act.is_news]
    return {
        "changed": by_record(fresh, seat, at, OF_EACH)[:CHANGED],
        "newest": latest[0] if fresh else None,
        "looked_at": latest[0].looked_at if latest else None,
        "acts": [] if fresh else lines_with_names(latest[:LATEST], seat, at),
    }


@page(the_seated)
def changes(request: SeatedRequest) -> HttpResponse:
    """Everything that happened since the seat last looked."""
    acts, how_many = news(request.seat, request.at)
    shown = page_of(acts.prefetch_related("things"), request, size=A_PAGE, known=how_many)
    context = {
        "page": shown,
        "changed": by_record(shown, request.seat, request.at),
        "newest": shown[0] if len(shown) else None,
    }
    return render(request, "desk/changes.html", context)


@page(the_seated, may_post=True)
@require_POST
def seen(request: SeatedRequest) -> HttpResponse:
    """Say that everything up to an act has been seen."""
    to = request.POST.get("to", "").replace("\0", "")  # PostgreSQL takes no such letter
    act = get_object_or_404(acts_visible_to(request.seat, request.at), public_id=to)
    look(act, seat=request.seat, at=request.at)
    messages.success(request, _("Marked as seen. What comes from now on will stand here."))
    return redirect("desk:home")


@page(the_secretariat)
def overview(request: Request) -> HttpResponse:
    """The cities of the year, each with its mandate, its endorsement and its last act."""
    year = this_year()
    if year.cycle is None:
        return render(request, "desk/overview.html", {"cities": []})
    text = text_of_the_year(year.cycle, request.seat, request.at)
    cities = cities_of(year.cycle, text, request.at)
    way = chosen(request.GET.get("show"))
    context = {
        "text": text,
        "call": getattr(text, "call", None),
        "cities": cities,
        "ways": ways(cities, way),
        "way": way,
        "page": page_of([line for line in cities if way.shows(line)], request, size=CITIES_A_PAGE),
        "deadlines": front.coming(year, request.seat, request.at),
    }
    return render(request, "desk/overview.html", context)


@page(everyone)
def search(request: Request) -> HttpResponse:
    """What the seat may see that contains the words, over all rooms."""
    words = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("kind", "")
    finds = [
        *search_for(words, request.seat, request.at, only=only),
        *pages_saying(words, request.seat, request.at, only=only),
    ]
    acts, of_acts = acts_saying(words, request.seat, request.at, most=A_PAGE if only == ACTS else SHOWN)
    kinds = [(one.key, one.title, one.total) for one in finds]
    context = {
        "words": words,
        "kinds": [*kinds, *([(ACTS, gettext("Acts on record"), min(of_acts, COUNTED))] if of_acts else [])],
        "only": only if only in {ACTS, *(one.key for one in finds)} else "",
        "found": [one for one in finds if one.shown] if only != ACTS else [],
        "acts": lines_with_names(acts, request.seat, request.at) if acts and only in ("", ACTS) else [],
        "of_acts": min(of_acts, COUNTED),
        "acts_go_on": of_acts > COUNTED,
    }
    return render(request, "desk/search.html", context)


@page(readers_of_the_chronicle)
def chronicle(request: Request) -> HttpResponse:
    """Every act on record, the newest first."""
    acts = acts_visible_to(request.seat, request.at).prefetch_related("things")
    shown = page_of(acts, request, size=A_PAGE)
    context = {"page": shown, "lines": lines_with_names(shown, request.seat, request.at)}
    return render(request, "desk/chronicle.html", context)
