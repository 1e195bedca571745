"""The first run in a browser: from an empty installation to a running year, guarded by a one-time code."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.domain.laid_out import Laid, laid_out
from mithaq.cycle.queries import calendar_of, current_cycle
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.setup_code import forget_setup, is_the_setup_code, keep_typed, typed_so_far
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.answers import answer
from mithaq.members.domain.begin import begin
from mithaq.members.models import Membership
from mithaq.members.rules import may_begin
from mithaq.members.web.beginning_forms import STEPS, TITLES, PerLanguageForm, TheYear, beginning_of, usual_dates

#: The session's mark of a browser in which the code was typed.
LET_IN = "beginning"
ORDER = tuple(TITLES)


@page(may_begin, may_post=True)
def door(request: Request) -> HttpResponse:
    """The way to begin: the code that the server's terminal shows."""
    if request.session.get(LET_IN):
        return redirect("members:begin_step", _first_open())
    wrong: Any = ""
    if request.method == "POST":
        if is_the_setup_code(request.POST.get("code", "")):
            request.session[LET_IN] = True
            return redirect("members:begin_step", _first_open())
        wrong = _("This is not the code that the server shows. Look again; nothing is lost.")
    return answer(request, "members/begin_door.html", {"wrong": wrong})


def _first_open() -> str:
    """The first screen that was not filled in yet, or the last of all."""
    typed = typed_so_far()
    return next((name for name in STEPS if name not in typed or not _form(name, typed).is_valid()), "review")


def _form(name: str, typed: dict[str, Any], files: Any = None) -> PerLanguageForm:
    data = QueryDict(mutable=True)
    for field, values in typed.get(name, {}).items():
        data.setlist(field, values)
    return STEPS[name](data, files)


@page(may_begin, may_post=True)
def step(request: Request, name: str) -> HttpResponse:
    """One screen. What is typed is kept at once, also where something in it is wrong."""
    if name not in TITLES:
        raise Http404
    if not request.session.get(LET_IN):
        return redirect("members:begin")
    if name == "review":
        return _review(request)
    typed = typed_so_far()
    if request.method == "POST":
        typed[name] = {field: request.POST.getlist(field) for field in request.POST if field != "csrfmiddlewaretoken"}
        form = _form(name, typed, request.FILES)
        if form.is_valid():
            _keep_picture(form, typed, remove="no_emblem" in request.POST)
        keep_typed(typed)
        if form.is_valid() and "preview" not in request.POST:
            return redirect("members:begin_step", ORDER[ORDER.index(name) + 1])
    else:
        form = _form(name, typed) if name in typed else STEPS[name](initial=_offered(name, typed, request.at))
    return answer(request, "members/begin_step.html", _shown(name, form, typed))


def _keep_picture(form: PerLanguageForm, typed: dict[str, Any], *, remove: bool) -> None:
    picture = form.cleaned_data.get("emblem")
    if remove:
        typed.pop("emblem", None)
    if picture:
        typed["emblem"] = b64encode(picture).decode()


def _offered(name: str, typed: dict[str, Any], at: datetime) -> dict[str, Any]:
    if name == "calendar":
        return usual_dates(at.date())
    if name == "languages":
        return {"working": ["en", "ar"], "authentic": ["en", "ar"]}
    return {}


def _shown(name: str, form: PerLanguageForm, typed: dict[str, Any]) -> dict[str, Any]:
    place = ORDER.index(name)
    laid = _laid(form) if isinstance(form, TheYear) and form.is_bound and form.is_valid() else None
    return {
        "name": name,
        "title": TITLES[name],
        "titles": list(TITLES.values()),
        "current": place + 1,
        "form": form,
        "back": reverse("members:begin_step", args=[ORDER[place - 1]]) if place else "",
        "emblem": typed.get("emblem") if name == "group" else "",
        "laid": laid,
        "zone": form.cleaned_data["time_zone"] if laid else None,
        "timeline": drawn(laid) if laid else None,
    }


def _laid(form: TheYear) -> Laid:
    typed = form.cleaned_data
    zone = ZoneInfo(typed["time_zone"])
    return laid_out(typed["leaders_summit"], form.week, zone, typed["starts"], typed["ends"])


def drawn(laid: Laid) -> pictures.Timeline | None:
    """The calendar as a picture; None where a phase would close before it opens."""
    if not all(phase.opens < phase.closes for phase in laid.phases):
        return None
    things = {phase.kind: {"title": phase.title, "url": ""} for phase in laid.phases}
    stages = [pictures.Stage(things[one.kind], one.opens, one.closes, "coming") for one in laid.phases]
    marks = [pictures.Deadline({"title": one.title}, things[one.phase], one.at) for one in laid.deadlines]
    return pictures.timeline(stages, marks, rtl=get_language_bidi())


def _review(request: Request) -> HttpResponse:
    typed = typed_so_far()
    forms = {name: _form(name, typed) for name in STEPS}
    missing = [name for name, form in forms.items() if not form.is_valid()]
    first = None if missing else beginning_of(forms, b64decode(typed.get("emblem", "")))
    if first is not None and request.method == "POST" and first.laid.fits:
        return _begun(request, begin(first, at=request.at))
    shown = {
        "title": TITLES["review"],
        "titles": list(TITLES.values()),
        "current": len(TITLES),
        "missing": [(TITLES[name], reverse("members:begin_step", args=[name])) for name in missing],
        "first": first,
        "emblem": typed.get("emblem", ""),
        "timeline": drawn(first.laid) if first else None,
        "calendar_url": reverse("members:begin_step", args=["calendar"]),
        "back": reverse("members:begin_step", args=["secretariat"]),
    }
    return answer(request, "members/begin_review.html", shown)


def _begun(request: Request, seat: Seat) -> HttpResponse:
    """The house is founded: whoever founded it is signed in, and is told what comes next."""
    forget_setup()
    auth.login(request, Account.objects.of(seat.person), backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, gettext("Your year has begun. Everything you gave is on record."))
    return redirect("members:next_steps")


#: Where contacts are brought in, and where one organisation is registered: the first that this house has.
WAYS_IN = ("members:import", "members:register_organisation")


@page(the_secretariat)
def next_steps(request: Request) -> HttpResponse:
    """What a secretariat does after its year has begun, and what of it is done."""
    cycle = current_cycle()
    members = Membership.objects.filter(cycle=cycle).count() if cycle else 0
    leads = cycle is not None and cycle.leaders.exists()
    shown = {
        "members": members,
        "leads": leads,
        "organisations": Organisation.objects.count(),
        "colleagues": Seat.objects.count() - 1,
        "has_calendar": cycle is not None and calendar_of(cycle) is not None,
        "way_in": next(filter(None, map(_address, WAYS_IN)), ""),
    }
    return answer(request, "members/next_steps.html", shown)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
