"""Who is asking, for which organisation, and when: set on the request once, handed on by name ever after."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from mithaq.foundation.accounts.queries import seats_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.clock import now

#: The session's key for the seat somebody chose to act in.
CHOSEN_SEAT = "seat"


class Seated:
    """Middleware: `request.at` is the clock's time and `request.seat` the seat acted in, or None.

    The seat is looked up for every request, so a right that ended is gone with the next one.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.at = now()
        request.reading = []
        request.seats = seats_of(request.user, request.at)
        request.seat = self._acted_in(request)
        return self.get_response(request)

    def _acted_in(self, request: Request) -> Seat | None:
        seats = request.seats
        chosen = request.session.get(CHOSEN_SEAT) if seats else None
        return next((seat for seat in seats if seat.public_id == chosen), seats[0] if seats else None)
