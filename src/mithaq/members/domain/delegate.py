"""Delegating what a mandate allows to another seat of the same organisation, and taking it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.delegations import Delegation, Recall
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import Reference
from mithaq.members.rules import may_be_delegated, may_recall, may_record_delegation


def delegate(
    giver: Seat,
    receiver: Seat,
    scope: str,
    starts: date,
    ends: date | None = None,
    *,
    matter: Reference = ("", ""),
    seat: Seat,
    at: datetime,
) -> Delegation:
    """Put on record that `receiver` may act in this scope under the mandate of `giver`, for one matter or for all.

    The same delegation sent twice is the one on record.
    """
    with transaction.atomic():
        # Locked, so that two copies of one form are one delegation.
        giver = Seat.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=giver.pk)
        require(may_record_delegation(seat, giver, at))
        require(may_be_delegated(giver, receiver, Scope(scope), at))
        if ends is not None and ends < starts:
            raise Refused(_("A delegation does not end before it begins. Nothing was changed."))
        terms = {"scope": scope, "starts": starts, "ends": ends, "matter_kind": matter[0], "matter": matter[1]}
        known = Delegation.objects.filter(giver=giver, receiver=receiver, recall=None, **terms).first()
        if known is not None:
            return known
        mandate = next(one for one in mandates_in_force(giver, Scope(scope), at) if one.seat_id == giver.pk)
        given = Delegation.objects.create(giver=giver, receiver=receiver, at=at, **terms)
        concerned = (mandate, giver.organisation, giver.person, receiver.person)
        record("delegation.given", given, *concerned, seat=seat, at=at, facts={"scope": scope})
    return given


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
