"""The persons one can sign in as in a demonstration, grouped by what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Examination, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act

#: So many cities are offered at once; the others unfold.
CITIES_SHOWN = 4
PARTNERS_SHOWN = 2


@dataclass(frozen=True)
class Group:
    """Seats under one heading; `more` are those that unfold."""

    title: Promise
    seats: list[Seat]
    more: list[Seat]


def groups_of_persons(at: datetime) -> list[Group]:
    """Everybody with an address who holds a seat at that time. One query."""
    seats = Seat.objects.exclude(person__email="").select_related("person", "organisation").order_by("id")
    examined = Exists(Examination.objects.filter(mandate__seat=OuterRef("pk"), in_order=True))
    asked = seats.annotate(has_something_to_do=examined & ~Exists(Act.objects.filter(seat=OuterRef("pk"))))
    held: list[Any] = [seat for seat in asked if seat.is_held(at)]
    groups = [
        _group(_("The secretariat"), held, lambda seat: seat.role == Role.SECRETARIAT),
        _group(_("The chair city and the conveners"), held, lambda seat: seat.role in (Role.CHAIR, Role.CONVENER)),
        _cities(held),
        _group(_("Knowledge partners"), held, lambda seat: seat.role == Role.PARTNER, PARTNERS_SHOWN),
        _group(_("The presidency that receives the text"), held, lambda seat: seat.role == Role.PRESIDENCY),
        _group(_("Press and audit"), held, lambda seat: seat.role in (Role.PRESS, Role.AUDITOR)),
    ]
    return [group for group in groups if group.seats]


def _group(title: Promise, held: list[Any], belongs: Callable[[Seat], bool], shown: int | None = None) -> Group:
    found = [seat for seat in held if belongs(seat)]
    return Group(title, found[:shown], found[shown:] if shown else [])


def _cities(held: list[Any]) -> Group:
    """Sherpa and mayor of each city side by side. The chair city stands first, then cities for whose mayor something is
    left to do, for that is what one wants to see; the others in the order of the register."""
    chairs = {seat.organisation_id for seat in held if seat.role == Role.CHAIR}
    idle = {seat.organisation_id for seat in held if seat.role == Role.MAYOR and seat.has_something_to_do}
    of_cities = [seat for seat in held if seat.role in (Role.SHERPA, Role.MAYOR)]

    def place(seat: Seat) -> tuple[bool, bool, int, bool, int]:
        city = seat.organisation_id
        return city not in chairs, city not in idle, city, seat.role == Role.MAYOR, seat.id

    ordered = sorted(of_cities, key=place)
    shown = list(dict.fromkeys(seat.organisation_id for seat in ordered))[:CITIES_SHOWN]
    return Group(
        _("The cities: their sherpas and mayors"),
        [seat for seat in ordered if seat.organisation_id in shown],
        [seat for seat in ordered if seat.organisation_id not in shown],
    )
