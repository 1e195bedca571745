"""Those who listen in this process, and the one reader that tells them.

The reader is a thread of its own: it lives while somebody listens, looks at the chronicle's head three times a
second and, when an act has been added, asks once for each audience what it may hear. A listener who reads slowly loses
nothing: what they have not been told yet is kept as a set of topics, which only grows as far as what they follow.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import connection

from mithaq.foundation import clock
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.live.hearing import INSTANTS, hearing, last_instant, topics_and_open

log = logging.getLogger(__name__)

#: Seconds between two looks at the chronicle, the longest pause after looks that failed, and how often it is asked
#: whether those who listen may still do so.
LOOKS_EVERY, LONGEST_PAUSE, ASKS_EVERY = 0.3, 30.0, 15.0
#: Listeners in one process. Whoever comes after that is asked to try again later; their pages work without.
MOST = 5000
#: Session keys in one question.
AT_ONCE = 500


@dataclass(eq=False)
class Listener:
    """Somebody's open page: the seat and the session it was opened in, and the topics that it follows.

    `heard_to` is the number of the last act that the reader has looked at for them; only the reader moves it.
    """

    seat: Seat | None
    session: str
    follows: frozenset[str]
    heard_to: int
    untold: set[str] = field(default_factory=set)
    #: The last instant that had passed when they were told of one.
    instant: datetime | None = None
    place: int = 0
    ended: bool = False
    loop: asyncio.AbstractEventLoop | None = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, topics: frozenset[str], place: int) -> None:
        """Keep what is to be told. Called in the listener's own loop."""
        self.untold |= topics
        self.place = place
        self.woken.set()

    def end(self) -> None:
        """The right to listen has ended. Called in the listener's own loop."""
        self.ended = True
        self.woken.set()


class Listeners:
    """All listeners of this process. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: set[Listener] = set()
        self._reads = False

    def __len__(self) -> int:
        return len(self._listening)

    @property
    def are_full(self) -> bool:
        """Whether no more can be taken in."""
        return len(self) >= MOST

    def add(self, listener: Listener) -> None:
        """Let somebody listen from now on; the first one wakes the reader."""
        with self._lock:
            self._listening.add(listener)
            if not self._reads:
                self._reads = True
                threading.Thread(target=read_for, args=[self], name="live", daemon=True).start()

    def remove(self, listener: Listener) -> None:
        """Somebody has left."""
        with self._lock:
            self._listening.discard(listener)

    def now(self) -> list[Listener]:
        """Those who listen at this moment."""
        with self._lock:
            return list(self._listening)

    def nobody_is_left(self) -> bool:
        """Whether the reader may go: the next listener then wakes another one."""
        with self._lock:
            self._reads = bool(self._listening)
            return not self._reads


listeners = Listeners()


def read_for(listening: Listeners, rest: Callable[[float], object] = time.sleep) -> None:
    """The reader's work: look again and again, until nobody listens."""
    pause, asked = LOOKS_EVERY, time.monotonic()
    while not listening.nobody_is_left():
        try:
            may_ask = time.monotonic() - asked >= ASKS_EVERY
            look(listening.now(), ask=may_ask)
            asked = time.monotonic() if may_ask else asked
            pause = LOOKS_EVERY
        except Exception:  # most often a database that does not answer; whatever is missed is still on record
            log.exception("the chronicle could not be read for those who listen; it is tried again")
            connection.close()
            pause = min(pause * 2, LONGEST_PAUSE)
        rest(pause)
    connection.close()


def look(listening: list[Listener], *, ask: bool = False) -> None:
    """Tell these listeners what has been added since the last look. Before anybody is told anything, and where it is
    time to `ask`, those who may not listen any more are sent away."""
    if not listening:
        return
    first, head = min(one.heard_to for one in listening), last_sequence()
    if head > first or ask:
        allowed = still_allowed(listening, clock.now())
        _in_their_loops((one, one.end) for one in listening if one not in allowed)
        listening = [one for one in listening if one in allowed]
    _in_their_loops(_passed(listening, clock.now()))
    if head > first:
        _in_their_loops(_told(listening, first, head))
        for one in listening:
            one.heard_to = head


def _passed(listening: list[Listener], at: datetime) -> Iterator[tuple[Listener, Callable[[], None]]]:
    """Whoever follows the instants is told that one has passed: their pages look different now, and no act says it."""
    latest: dict[bool, datetime | None] = {}
    for one in listening:
        if INSTANTS not in one.follows:
            continue
        if (is_seated := one.seat is not None) not in latest:
            latest[is_seated] = last_instant(one.seat, at)
        if one.instant != latest[is_seated]:
            one.instant = latest[is_seated]
            yield one, partial(one.tell, frozenset({INSTANTS}), one.heard_to)


def _told(listening: list[Listener], first: int, head: int) -> Iterator[tuple[Listener, Callable[[], None]]]:
    """What each listener is told of the acts from `first` (not included) to `head`. One query for what everybody may
    hear of; for the rest one for each audience in which somebody follows what it is about."""
    topics, openly = topics_and_open(range(first + 1, head + 1), clock.now())
    about = frozenset[str]().union(*topics.values())
    not_open = frozenset[str]().union(*(topics[number] for number in topics.keys() - openly))
    heard: dict[Hashable, frozenset[int]] = {}
    for one in listening:
        if not one.follows & about:
            continue
        audience = hearing().audience_of(one.seat) if one.follows & not_open else _EVERYBODY
        if audience not in heard:
            asked = audience is not _EVERYBODY
            heard[audience] = openly | heard_of(one.seat, first, head, not_open) if asked else openly
        acts = (number for number in heard[audience] if number > one.heard_to)
        if news := one.follows & frozenset[str]().union(*(topics[number] for number in acts)):
            yield one, partial(one.tell, news, head)


#: The audience of whoever follows nothing but what everybody may hear of.
_EVERYBODY = object()


def heard_of(
    seat: Seat | None, first: int, head: int, topics: frozenset[str] | None = None, *, most: int | None = None
) -> frozenset[int]:
    """The numbers of the acts after `first`, up to `head`, that a seat may hear of: all, or those with these topics,
    the latest `most` of them. One query."""
    acts = hearing().acts(seat, clock.now(), topics).filter(sequence__gt=first, sequence__lte=head)
    return frozenset(acts.order_by("-sequence").values_list("sequence", flat=True)[:most])


def still_allowed(listening: Collection[Listener], at: datetime) -> set[Listener]:
    """Those of them whose session and seat have not ended. Two queries for five hundred listeners."""
    keys = sorted({one.session for one in listening if one.seat is not None})
    alive: set[str] = set()
    for chunk in (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)):
        sessions = Session.objects.filter(session_key__in=chunk, expire_date__gt=clock.real_now())
        alive.update(sessions.values_list("session_key", flat=True))
    seats = sorted({one.seat.pk for one in listening if one.seat is not None})
    held: set[int] = set()
    for some in (seats[start : start + AT_ONCE] for start in range(0, len(seats), AT_ONCE)):
        found = Seat.objects.filter(pk__in=some, person__account__is_active=True).select_related("organisation")
        held.update(seat.pk for seat in found if seat.is_held(at))
    return {one for one in listening if one.seat is None or (one.session in alive and one.seat.pk in held)}


def _in_their_loops(calls: Iterable[tuple[Listener, Callable[[], None]]]) -> None:
    """Carry these out, each in its listener's loop, with one call a loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Callable[[], None]]] = defaultdict(list)
    for one, call in calls:
        if one.loop is not None:
            by_loop[one.loop].append(call)
    for loop, these in by_loop.items():
        with suppress(RuntimeError):  # a loop that has ended has nobody left to tell
            loop.call_soon_threadsafe(_each, these)


def _each(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()
