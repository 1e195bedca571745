"""Delegating what a mandate allows to a colleague, or by proxy to another city, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.delegations import Delegation, Recall
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, has_role, mandates_in_force, require
from mithaq.foundation.permissions.verdicts import no
from mithaq.foundation.things import Reference
from mithaq.members.domain.wording import on_one_line
from mithaq.members.models import ProxyRule
from mithaq.members.rules import NO_PROXIES, may_be_delegated, may_be_lent, may_recall, may_record_delegation


def delegate(
    giver: Seat,
    receiver: Seat,
    scope: str,
    starts: date,
    ends: date | None = None,
    *,
    matter: Reference = ("", ""),
    evidence: Mapping[str, str] | None = None,
    seat: Seat,
    at: datetime,
) -> Delegation:
    """Put on record that `receiver` may act in this scope under the mandate of `giver`, for one matter or for all.

    To a seat of another organisation it is a proxy, which needs the rules of the year and the letter it rests on
    (`evidence`). The same delegation sent twice is the one on record.
    """
    with transaction.atomic():
        # Locked, so that two copies of one form are one delegation.
        giver = Seat.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=giver.pk)
        require(may_record_delegation(seat, giver, at))
        letter = on_one_line(evidence or {})
        if giver.organisation_id == receiver.organisation_id:
            require(may_be_delegated(giver, receiver, Scope(scope), at))
        if ends is not None and ends < starts:
            raise Refused(_("A delegation does not end before it begins. Nothing was changed."))
        terms = {"scope": scope, "starts": starts, "ends": ends, "matter_kind": matter[0], "matter": matter[1]}
        known = Delegation.objects.filter(giver=giver, receiver=receiver, recall=None, **terms).first()
        if known is not None:
            return known
        is_proxy = giver.organisation_id != receiver.organisation_id
        if is_proxy:
            # The rules are the year's: with it locked two proxies at once are counted one after the other.
            year = current_cycle()
            cycle = Cycle.objects.select_for_update().get(pk=year.pk) if year is not None else None
            require(may_be_lent(cycle, giver, receiver, Scope(scope), matter, at) if cycle else no(NO_PROXIES))
            if not letter:
                raise Refused(_("Say which letter the proxy rests on. Nothing was changed."))
        mandate = next(one for one in mandates_in_force(giver, Scope(scope), at) if one.seat_id == giver.pk)
        given = Delegation.objects.create(
            giver=giver, receiver=receiver, at=at, evidence=letter if is_proxy else {}, **terms
        )
        concerned = [mandate, giver.organisation, giver.person, receiver.person]
        if is_proxy:
            concerned.append(receiver.organisation)
        verb = "proxy.given" if is_proxy else "delegation.given"
        record(verb, given, *concerned, seat=seat, at=at, facts={"scope": scope})
    return given


def rule_proxies(cycle: Cycle, most: int, *, seat: Seat, at: datetime) -> ProxyRule:
    """Set how many proxies of other cities one seat may hold from now on; with 0 none counts any more."""
    with transaction.atomic():
        require(has_role(seat, at, Role.SECRETARIAT))
        if most > MOST_PROXIES:
            raise Refused(_("Nobody acts for so many cities at once. Nothing was changed."))
        rule = ProxyRule.objects.create(cycle=cycle, most=most, seat=seat, at=at)
        record("proxies.ruled", cycle, seat=seat, at=at, facts={"most": most})
    return rule


#: More than this is a chairman with everybody's votes.
MOST_PROXIES = 9


def take_back(delegation: Delegation, *, seat: Seat, at: datetime) -> Recall:
    """End a delegation at once. What was done under it stays as it was."""
    with transaction.atomic():
        delegation = (
            Delegation.objects.select_for_update(of=("self",))
            .select_related("giver__organisation", "giver__person", "receiver__person")
            .get(pk=delegation.pk)
        )
        require(may_recall(seat, delegation, at))
        recall = Recall.objects.create(delegation=delegation, seat=seat, at=at)
        giver = delegation.giver
        concerned = (giver.organisation, giver.person, delegation.receiver.person)
        record("delegation.taken_back", delegation, *concerned, seat=seat, at=at)
    return recall
