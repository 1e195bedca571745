"""Who acts for another organisation by proxy, and what the year's rules say of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.queries import seats_held
from mithaq.foundation.actors.vocabulary import Role
from mithaq.members.models import ProxyRule
from mithaq.members.queries import delegations_visible_to, members
from mithaq.members.vocabulary import CITIES


def most_proxies(cycle: Cycle | None, at: datetime) -> int:
    """How many proxies one seat may hold by the rules of the year at that time; 0 where there are to be none. One
    query."""
    rules = ProxyRule.objects.filter(cycle=cycle, at__lte=at).order_by("-at", "-id")
    return rules.values_list("most", flat=True).first() or 0


def proxies_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Delegation]:
    """The proxies given by then, the newest first: all for the secretariat and the auditor, to the others those that
    their own organisation gave or holds."""
    given = delegations_visible_to(seat, at).exclude(giver__organisation=F("receiver__organisation"))
    return given.order_by("-at", "-id")


def who_may_hold_one(cycle: Cycle, at: datetime) -> QuerySet[Seat]:
    """The seats to which another city can give a proxy: sherpas and mayors of the member cities. One query."""
    cities = members(cycle, at, CITIES).values("organisation")
    held = seats_held(at).filter(organisation__in=cities, role__in=(Role.SHERPA, Role.MAYOR))
    return held.select_related("person", "organisation").order_by("organisation_id", "id")
