"""What a request is read against: the year as of the chronicle's head, and the zone in which instants are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone

from mithaq.cycle.queries import zone_of_the_chair
from mithaq.desk.queries.year import Year, year_now
from mithaq.foundation.actors.request import Request


def this_year() -> Year:
    """The current year, as of the last act."""
    return year_now()


GetResponse = Callable[[Request], HttpResponse]


def in_the_readers_zone(get_response: GetResponse) -> GetResponse:
    """Middleware: instants are told in the zone of the seat's organisation; to strangers, in that of the chair city."""

    def answered(request: Request) -> HttpResponse:
        with timezone.override(_zone(request)):
            return get_response(request)

    return answered


def _zone(request: Request) -> tzinfo:
    if request.seat is not None:
        return request.seat.organisation.zone
    try:
        leaders = this_year().leaders
    except DatabaseError:  # the page itself will say it better
        return UTC
    return zone_of_the_chair(leaders)
