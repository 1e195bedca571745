"""A request as our views see it: it knows who acts, for whom, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from mithaq.foundation.actors.models import Seat


class Request(HttpRequest):
    """What `accounts.seated.Seated` makes of a request. It exists for the type checker and the reader."""

    #: The seat acted in; None for a stranger.
    seat: Seat | None
    #: Every seat that the person who is signed in may act in.
    seats: list[Seat]
    #: The clock's time at which the request came in: what it asks for happens then.
    at: datetime
    #: What was read of the record's state before anything was written (`chronicle.memory.one_reading`).
    reading: list[Any]


class SeatedRequest(Request):
    """The request of a page whose rule lets in only who holds a seat."""

    seat: Seat
