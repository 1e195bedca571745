"""What the frame of every page shows: the year, its stages, the next deadline, the seat one acts in, the languages.

Everything is lazy: a part of a page, or an error that draws no frame, asks the database nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from mithaq.cycle.models import Deadline, Phase
from mithaq.cycle.queries.dates import dates_brought_to
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.desk.queries.waiting import scopes_in_force
from mithaq.desk.queries.year import Year
from mithaq.desk.web.reader import this_year
from mithaq.foundation import clock
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.mandates import DECIDED_BY

#: Where each stage of the year is worked on: the room and its first page.
ROOM_OF_PHASE = {
    PhaseKind.PREPARATION: ("members", "members:roll"),
    PhaseKind.PAPERS: ("taskforces", "taskforces:papers"),
    PhaseKind.CONSOLIDATION: ("recommendations", "recommendations:all"),
    PhaseKind.NEGOTIATION: ("communique", "communique:texts"),
    PhaseKind.ENDORSEMENT: ("endorsements", "endorsements:declarations"),
    PhaseKind.SUMMIT: ("", "cycle:year"),  # until the summit and the follow-up have rooms of their own
    PhaseKind.FOLLOW_UP: ("", "cycle:year"),
}
#: Rooms that are worked in during the stage of another one.
BESIDE = {"library": "taskforces"}


@dataclass(frozen=True)
class Group:
    """The group's short mark and its name."""

    mark: PerLanguage
    name: PerLanguage
    #: The address of the mark as a picture; empty where it is letters only.
    emblem: str = ""


@dataclass(frozen=True)
class Stage:
    """A phase of the year as the rail shows it."""

    kind: str
    title: PerLanguage
    state: str
    url: str
    opens: date
    #: Its last day: a phase that closes at midnight ends the day before.
    closes: date
    closes_at: datetime
    current: bool


@dataclass(frozen=True)
class Due:
    """The next deadline, with where it is worked on."""

    title: PerLanguage
    at: datetime
    url: str


_scopes: Memory[list[str]] = Memory(kinds=DECIDED_BY)


class ActingSeat:
    """The seat somebody acts in, with what its mandates allow now."""

    def __init__(self, seat: Seat, at: datetime) -> None:
        self.seat = seat
        self.sentence = seat.sentence
        self.public_id = seat.public_id
        self._at = at

    @cached_property
    def scopes(self) -> list[str]:
        """The scopes of its mandates in force, in the order of the vocabulary."""
        key = self.seat.pk, self.seat.local_day(self._at)
        return _scopes.recall(key, self._at, lambda: scopes_in_force(self.seat, self._at))


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; see `ui/shell.html`. At most two queries, and none before they are needed."""
    at = getattr(request, "at", None) or clock.now()
    seat: Seat | None = getattr(request, "seat", None)
    seats: list[Seat] = getattr(request, "seats", [])
    year: Any = SimpleLazyObject(this_year)
    return {
        "group": SimpleLazyObject(lambda: _group(year)),
        "cycle": SimpleLazyObject(lambda: year.cycle),
        "stages": SimpleLazyObject(lambda: stages(year, at, _room_of(request))),
        "next_deadline": SimpleLazyObject(lambda: _due(year, seat, at)),
        "seat": ActingSeat(seat, at) if seat else None,
        "seats": [other for other in seats if other != seat],
        "languages": SimpleLazyObject(lambda: languages(request)),
        "demonstration": settings.DEMONSTRATION,
        "clock_at": at,
        **_addresses(request, seat),
    }


def stages(year: Year, at: datetime, room: str) -> list[Stage]:
    """The phases of the year in order, each leading to the room where its work stands."""
    return [_stage(phase, at, room) for phase in year.phases]


def _stage(phase: Phase, at: datetime, room: str) -> Stage:
    home, address = ROOM_OF_PHASE[PhaseKind(phase.kind)]
    return Stage(
        kind=phase.kind,
        title=phase.title,
        state=phase.state(at),
        url=reverse(address),
        opens=timezone.localdate(phase.opens),
        closes=timezone.localdate(phase.closes - timedelta(seconds=1)),
        closes_at=phase.closes,
        current=bool(room) and home == room,
    )


def _due(year: Year, seat: Seat | None, at: datetime) -> Due | None:
    return next(iter(all_due(year, seat, at)), None)


def all_due(year: Year, seat: Seat | None, at: datetime) -> list[Due]:
    """The deadlines ahead, and among them the dates of the rooms that a seat may know of: when a round closes."""
    if year.cycle is None:
        return []
    found = [due(deadline) for deadline in year.deadlines if deadline.at > at]
    brought = dates_brought_to(year.cycle, seat)
    found += [Due(one.title, one.at, one.url) for one in brought if one.at > at and not one.is_cancelled]
    return sorted(found, key=lambda one: one.at)


def due(deadline: Deadline) -> Due:
    """A deadline with the page of the room it belongs to."""
    return Due(deadline.title, deadline.at, reverse(ROOM_OF_PHASE[PhaseKind(deadline.phase)][1]))


def _group(year: Year) -> Group | None:
    if year.cycle is None:
        return None
    digest = year.cycle.emblem_hash
    return Group(year.cycle.mark, year.cycle.group, reverse("cycle:emblem", args=[digest]) if digest else "")


def _room_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return BESIDE.get(match.app_name, match.app_name) if match else ""


def languages(request: HttpRequest) -> list[dict[str, str]]:
    """The languages of the interface, each with the address of this same page."""
    here = request.get_full_path()
    return [
        {"code": code, "own_name": get_language_info(code)["name_local"], "url": _in_language(here, code)}
        for code, _name in settings.LANGUAGES
    ]


def _in_language(path: str, code: str) -> str:
    translated = translate_url(path, code)
    if translated != path or code == get_language():
        return translated
    # An address that leads nowhere leads nowhere in the other language: what is hidden must not look otherwise.
    return f"/{code}{path.removeprefix(f'/{get_language()}')}"


def _addresses(request: HttpRequest, seat: Seat | None) -> dict[str, Any]:
    return {
        "home_url": reverse("desk:home"),
        "search_url": reverse("desk:search"),
        "search_words": request.GET.get("q", "") if _is_search(request) else "",
        "seat_url": reverse("accounts:seat"),
        "keys_url": reverse("accounts:keys") if seat else "",
        "sign_in_url": _sign_in_address(request),
        "sign_out_url": reverse("accounts:sign_out") if seat or request.user.is_authenticated else "",
        "health_url": reverse("health"),
    }


def _is_search(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == "desk:search"


def _sign_in_address(request: HttpRequest) -> str:
    address = reverse("accounts:sign_in")
    if request.method != "GET" or request.path == address or request.path == reverse("desk:home"):
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"
