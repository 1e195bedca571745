"""Contesting a mandate, and the chair's decision. Until it is made, the seat acts provisionally."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.contests import Contest, ContestDecision
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.rules import may_contest, may_decide


def contest(mandate: Mandate, reason: Mapping[str, str], *, seat: Seat, at: datetime) -> Contest:
    """Say that a mandate is not good, and why."""
    with transaction.atomic():
        mandate = _afresh(mandate)
        require(may_contest(seat, mandate, at))
        said = {language: " ".join(words.split()) for language, words in reason.items() if words.strip()}
        if not said:
            raise Refused(_("Say why the mandate is contested. Nothing was changed."))
        made = Contest.objects.create(mandate=mandate, seat=seat, at=at, reason=said)
        record("mandate.contested", mandate, mandate.seat.organisation, mandate.seat.person, seat=seat, at=at)
    return made


def decide(mandate: Mandate, is_upheld: bool, *, seat: Seat, at: datetime) -> ContestDecision:
    """Uphold the open contest of a mandate, and it counts no more; or dismiss it."""
    with transaction.atomic():
        mandate = _afresh(mandate)
        require(may_decide(seat, mandate, at))
        undecided = mandate.contests.get(decision=None)
        decision = ContestDecision.objects.create(contest=undecided, seat=seat, at=at, is_upheld=is_upheld)
        verb = "contest.upheld" if is_upheld else "contest.dismissed"
        record(verb, mandate, mandate.seat.organisation, mandate.seat.person, seat=seat, at=at)
    return decision


def _afresh(mandate: Mandate) -> Mandate:
    """The mandate as it is now, locked: of two who contest or decide at once, the second meets the first."""
    return Mandate.objects.select_for_update(of=("self",)).select_related("seat__organisation").get(pk=mandate.pk)
