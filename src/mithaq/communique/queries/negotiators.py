"""Which cities negotiate a text: every city of the year, or those that were named when it was begun."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from mithaq.communique.models import Text
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to
from mithaq.members.models import Membership
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES

_NAMED = Text.negotiators.through.objects


def negotiating(text: Text, at: datetime) -> QuerySet[Membership]:
    """The memberships of the cities that negotiate a text at a time. One query."""
    named = _NAMED.filter(text=text)
    return members(text.cycle, at, CITIES).filter(
        ~Exists(named) | Exists(named.filter(organisation=OuterRef("organisation")))
    )


def negotiates(text: Text, city: Organisation | None, at: datetime) -> bool:
    """Whether a city is one of them. One query."""
    return bool(part_in(text, city, at))


def part_in(text: Text, city: Organisation | None, at: datetime) -> bool | None:
    """Whether a city negotiates a text: None where it is no city of the year, False where others were named for the
    text. One query."""
    if city is None:
        return None
    named = _NAMED.filter(text=text)
    is_asked = ExpressionWrapper(~Exists(named) | Exists(named.filter(organisation=city)), BooleanField())
    of_the_year = members(text.cycle, at, CITIES).filter(organisation=city).order_by()
    return of_the_year.annotate(is_asked=is_asked).values_list("is_asked", flat=True).first()


def left_out(city: Organisation, text: str) -> Q:
    """Of rows that lead to a text by this path: whether others than this city were named for it."""
    named = _NAMED.filter(text=OuterRef(text))
    return Q(Exists(named), ~Exists(named.filter(organisation=city)))


def writing_for(text: Text, at: datetime) -> list[Seat]:
    """The seats through which a text is negotiated for its cities at a time: those who are written to."""
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    cities = set(negotiating(text, at).values_list("organisation", flat=True))
    return [
        seat
        for seat in seats.select_related("person", "organisation").distinct().order_by("id")
        if seat.organisation_id in cities
        and seat.is_held(at)
        and mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))
    ]
