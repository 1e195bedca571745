"""Checking what came back: a person accepts it, files it where it belongs, or sets it aside and says why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.correspondence.models import Check, Matter, Return
from mithaq.correspondence.rules import may_correspond, takes_answers
from mithaq.correspondence.vocabulary import Outcome
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def accept(returned: Return, *, seat: Seat, at: datetime) -> Check:
    """Find that a return is the answer of the organisation and in the matter that it is filed with."""
    with transaction.atomic():
        returned = Return.objects.select_for_update().get(pk=returned.pk)
        require(may_correspond(seat, at))
        if returned.matter_id is None:
            raise Refused(_("This answer is not filed yet. Say whose it is and what it answers. Nothing was changed."))
        check = returned.checks.create(seat=seat, at=at, outcome=Outcome.ACCEPTED)
        record("return.accepted", returned, seat=seat, at=at)
    return check


def file_with(returned: Return, organisation: Organisation, matter: Matter, *, seat: Seat, at: datetime) -> Check:
    """File a return with the organisation and the matter that it belongs to, and accept it there."""
    with transaction.atomic():
        returned = Return.objects.select_for_update().get(pk=returned.pk)
        require(may_correspond(seat, at))
        require(takes_answers(matter, organisation, at))
        same = Return.objects.filter(matter=matter, organisation=organisation, digest=returned.digest)
        if same.exclude(pk=returned.pk).exists():
            raise Refused(_("The same answer is on record there already. Set this copy aside. Nothing was changed."))
        returned.organisation, returned.matter = organisation, matter
        returned.save(update_fields=["organisation", "matter"])
        check = returned.checks.create(seat=seat, at=at, outcome=Outcome.FILED)
        record("return.filed", returned, organisation, matter, seat=seat, at=at)
    return check


def set_aside(returned: Return, reason: str, *, seat: Seat, at: datetime) -> Check:
    """Find that a return is no answer; it stays on record, with the reason."""
    with transaction.atomic():
        returned = Return.objects.select_for_update().get(pk=returned.pk)
        require(may_correspond(seat, at))
        if not reason.strip():
            raise Refused(_("Say why you set it aside. Nothing was changed."))
        check = returned.checks.create(seat=seat, at=at, outcome=Outcome.SET_ASIDE, reason=reason.strip()[:500])
        record("return.set_aside", returned, seat=seat, at=at, words={"reason": reason.strip()[:500]})
    return check
