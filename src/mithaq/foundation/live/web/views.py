"""The door to the stream: who listens, to what, and what they have missed."""

from __future__ import annotations

import json
import math
import random
from datetime import timedelta

from django.http import HttpResponse

from mithaq.foundation import clock
from mithaq.foundation.actors.request import Request
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.live.hearing import last_instant, topics_of
from mithaq.foundation.live.listeners import Listener, heard_of, listeners
from mithaq.foundation.live.places import opened, sealed
from mithaq.foundation.live.stream import LET_IN, LONGEST
from mithaq.foundation.permissions.pages import everyone, page

#: Topics that one page may follow, and letters in each.
TOPICS, LETTERS = 40, 80
#: Acts of which somebody is told that they missed them; whoever missed more of what they may hear fetches everything
#: anew. Acts that they may not hear of are not counted, or they could tell how many there were.
MISSED = 500
#: Seconds after which a browser comes back to a stream that broke: between these, by chance.
BACK_AFTER = (2000, 6000)
#: Seconds that an act may be older than the page it is missing on: it was being written while the page was read.
SLACK = timedelta(seconds=2)


@page(everyone)
def listen(request: Request) -> HttpResponse:
    """Let somebody listen to what they may hear of the topics they `follow`.

    `Last-Event-ID`, or `after` in the address, is where they stopped; `age` is how many seconds ago their page was
    fetched. What they missed since is told first. Without a server that streams, this is all there is.
    """
    if listeners.are_full:
        return HttpResponse("", status=503, headers={"Retry-After": "30"})
    head = last_sequence()
    follows = frozenset(topic[:LETTERS] for topic in request.GET.getlist("follow")[:TOPICS])
    missed = follows & _missed(request, head, follows)
    listener = Listener(request.seat, request.session.session_key or "", follows, heard_to=head, place=head)
    listener.instant = last_instant(request.seat, clock.now() - _since_the_page_was_made(request))
    scope = getattr(request, "scope", {})
    if LET_IN in scope:
        scope[LET_IN].append(listener)
    return HttpResponse(
        _greeting(head, missed),
        content_type="text/event-stream",
        headers={"Cache-Control": "private, no-cache, no-transform", "X-Accel-Buffering": "no"},
    )


def _greeting(head: int, missed: frozenset[str]) -> str:
    """When to come back, and an event with the place where one stands now."""
    back_after = random.randint(*BACK_AFTER)  # noqa: S311 - only to spread those who come back
    return f"retry: {back_after}\n\nid: {sealed(head)}\ndata: {json.dumps(sorted(missed))}\n\n"


def _since_the_page_was_made(request: Request) -> timedelta:
    """How long ago the page was made, at most; for whoever comes back, as long as a stream may go on."""
    try:
        seconds = float(request.GET.get("age", ""))
    except ValueError:
        seconds = math.nan
    return timedelta(seconds=seconds) + SLACK if 0 <= seconds < LONGEST else timedelta(seconds=LONGEST)


def _missed(request: Request, head: int, follows: frozenset[str]) -> frozenset[str]:
    """What has happened, as far as they may hear of it, since they stopped listening or since their page was made."""
    place = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    since = opened(place) if place else _when_the_page_was_made(request.GET.get("age", ""), head)
    if since is None:
        return follows
    heard = heard_of(request.seat, since, head, most=MISSED + 1) if since < head else frozenset()
    return follows if len(heard) > MISSED else frozenset[str]().union(*topics_of(heard).values())


def _when_the_page_was_made(age: str, head: int) -> int | None:
    """The number of the last act that such a page shows for certain; None where that is not known or too long ago."""
    try:
        seconds = float(age)
    except ValueError:
        return head
    if not math.isfinite(seconds) or not 0 <= seconds < 3600:
        return None
    made = clock.real_now() - timedelta(seconds=seconds) - SLACK
    earlier = Act.objects.filter(recorded_at__lt=made).order_by("-sequence")
    return earlier.values_list("sequence", flat=True).first() or 0
