"""The working roll as rows of a table file."""

from __future__ import annotations

from collections.abc import Iterable

from mithaq.endorsements.web.rolls import Line
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role

COLUMNS = [
    "class", "city_en", "city_ar", "endorsed_at", "method", "may_be_named", "reservation_en", "reservation_ar",
    "withdrawn_at", "sherpa", "mayor", "stage", "asked_at", "reminded_at", "read_at", "prepared_at", "evidence",
]  # fmt: skip


def cells_of(line: Line) -> list[str]:
    """One member's row. Instants are ISO 8601 in the city's own zone."""
    done = line.progress
    given, gone, zone = line.endorsement, line.withdrawn, line.organisation.zone
    return [
        line.standing,
        line.organisation.name.get("en", ""),
        line.organisation.name.get("ar", ""),
        given.at.astimezone(zone).isoformat() if given else "",
        given.method if given else "",
        ("yes" if given.may_be_named else "no") if given else "",
        _reserved(line, "en"),
        _reserved(line, "ar"),
        gone.withdrawal.at.astimezone(zone).isoformat() if gone else "",
        _named(line.seats, Role.SHERPA),
        _named(line.seats, Role.MAYOR),
        line.stage,
        *(
            when.astimezone(zone).isoformat() if when else ""
            for when in (done.asked, done.reminded, done.opened, done.prepared)
        ),
        done.awaiting,
    ]


def _reserved(line: Line, language: str) -> str:
    return "; ".join(one.text[language] for one in line.reservations if one.text.get(language))


def _named(seats: Iterable[Seat], role: Role) -> str:
    return "; ".join(seat.person.name.in_language("en") for seat in seats if seat.role == role)
