"""Releasing many returns at once that the secretariat entered for cities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.communique.domain.prepare import release_entered
from mithaq.communique.models import Return
from mithaq.communique.queries.negotiation import returns_counted
from mithaq.communique.rules import may_enter
from mithaq.communique.web.rounds import found_round, trail_of
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer


@dataclass(frozen=True)
class Way:
    """One way to look at the returns: its name in the address, its words, and which returns it shows."""

    key: str
    title: Promise
    shows: Callable[[Return], bool]


WAYS = (
    Way("", _("All that were entered"), lambda one: True),
    Way("in_time", _("Given in time"), lambda one: not one.is_late),
    Way("late", _("Given late"), lambda one: one.is_late),
    Way("changes", _("With changes to the words"), lambda one: bool(_asked(one))),
    Way("none", _("Without amendments"), lambda one: not _asked(one)),
)


@page(the_secretariat, may_post=True)
def entered(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The returns that were entered and are not released yet; those that are ticked are released together."""
    about = found_round(request, public_id)
    waiting = [
        one for one in returns_counted(about, request.seat, request.at) if one.is_entered and one.released_at is None
    ]
    fault = ""
    ticked = set(request.POST.getlist("return"))
    if request.method == "POST":
        try:
            released = release_entered(
                about, [one for one in waiting if one.public_id in ticked], seat=request.seat, at=request.at
            )
        except Refused as refused:
            fault = str(refused)
        else:
            words = ngettext(
                "%(count)s return is released. All who negotiate can read it now.",
                "%(count)s returns are released. All who negotiate can read them now.",
                len(released),
            )
            messages.success(request, words % {"count": number(len(released))})
            return redirect(about)
    way = next((one for one in WAYS if one.key == request.GET.get("show", "")), WAYS[0])
    context = {
        "round": about,
        "returns": [(one, not fault or one.public_id in ticked) for one in waiting if way.shows(one)],
        "fault": fault,
        "here": request.get_full_path(),
        "ways": [
            {"title": one.title, "url": f"?show={one.key}" if one.key else "?", "current": one is way}
            for one in WAYS
            if one is WAYS[0] or any(map(one.shows, waiting))
        ],
        "verdict": may_enter(request.seat, about, request.at),
        "trail": trail_of(about, _("Release what was entered")),
    }
    return answer(request, "communique/entered.html", context, status=422 if fault else 200)


def _asked(one: Return) -> int:
    """How many amendments stand in it."""
    return one.asked  # type: ignore[attr-defined]
