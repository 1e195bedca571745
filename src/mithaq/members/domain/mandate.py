"""Registering a mandate and examining it. Two examiners make it verified; one alone leaves it provisional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from mithaq.foundation.actors.models import Examination, Mandate, MandateScope, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import require
from mithaq.members.rules import may_admit, may_examine


def register_mandate(
    holder: Seat,
    scopes: Iterable[str],
    starts: date,
    ends: date | None,
    evidence: Mapping[str, str],
    *,
    key: str = "",
    seat: Seat,
    at: datetime,
) -> Mandate:
    """Put on record what lets `holder` act. It counts for nothing until it is examined."""
    with transaction.atomic():
        require(may_admit(seat, at))
        mandate = Mandate.objects.create(seat=holder, starts=starts, ends=ends, evidence=evidence, key=key)
        MandateScope.objects.bulk_create(MandateScope(mandate=mandate, scope=scope) for scope in scopes)
        record("mandate.registered", mandate, holder.organisation, holder.person, seat=seat, at=at)
    return mandate


def examine(mandate: Mandate, in_order: bool = True, *, seat: Seat, at: datetime) -> Examination:
    """Enter an examiner's finding on a mandate."""
    with transaction.atomic():
        # Locked and read afresh, so that of two findings sent at once the second one meets the first.
        mandate = Mandate.objects.select_for_update(of=("self",)).select_related("seat").get(pk=mandate.pk)
        require(may_examine(seat, mandate, at))
        examination = mandate.examinations.create(examiner=seat, at=at, in_order=in_order)
        verb = "mandate.examined" if in_order else "mandate.contested"
        record(verb, mandate, mandate.seat.organisation, mandate.seat.person, seat=seat, at=at)
    return examination
