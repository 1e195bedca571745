"""Which cities negotiate a text: every city of the year, or those that were named when it was begun."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from mithaq.communique.models import Text
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to
from mithaq.members.models import Membership
from mithaq.members.queries.counts import members_running
from mithaq.members.vocabulary import CITIES

_NAMED = Text.negotiators.through.objects


_named: Memory[frozenset[int]] = Memory(64, kinds=("communique.text",))


def _named_for(text: Text) -> frozenset[int]:
    """The cities that were named when a text was begun; none where every city of the year negotiates it."""
    return _named.recall(
        text.pk, None, lambda: frozenset(_NAMED.filter(text=text).values_list("organisation", flat=True))
    )


def negotiating(text: Text, at: datetime) -> list[Membership]:
    """The memberships of the cities that negotiate a text at a time. Two queries, none where both are remembered."""
    named = _named_for(text)
    return [one for one in cities_of(text.cycle, at) if not named or one.organisation_id in named]


def negotiates(text: Text, city: Organisation | None, at: datetime) -> bool:
    """Whether a city is one of them."""
    return bool(part_in(text, city, at))


def part_in(text: Text, city: Organisation | None, at: datetime) -> bool | None:
    """Whether a city negotiates a text: None where it is no city of the year, False where others were named for the
    text. Two queries, none where both are remembered."""
    if city is None or all(one.organisation_id != city.pk for one in cities_of(text.cycle, at)):
        return None
    named = _named_for(text)
    return not named or city.pk in named


def cities_of(cycle: Cycle, at: datetime) -> list[Membership]:
    """The memberships of the cities of the year, in the order of admission."""
    return [one for one in members_running(cycle, at) if one.standing in CITIES]


def left_out(city: Organisation, text: str) -> Q:
    """Of rows that lead to a text by this path: whether others than this city were named for it."""
    named = _NAMED.filter(text=OuterRef(text))
    return Q(Exists(named), ~Exists(named.filter(organisation=city)))


def writing_for(text: Text, at: datetime) -> list[Seat]:
    """The seats through which a text is negotiated for its cities at a time: those who are written to."""
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    cities = {one.organisation_id for one in negotiating(text, at)}
    return [
        seat
        for seat in seats.select_related("person", "organisation").distinct().order_by("id")
        if seat.organisation_id in cities
        and seat.is_held(at)
        and mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))
    ]
