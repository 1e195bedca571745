"""Deciding about candidates: confirming, correcting, setting aside, taking back.

Each verb is told which version of the words was looked at. Where another person changed them meanwhile it refuses, so
that nobody decides about words that they have not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import normalised
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.recommendations.domain.find import refuse_if_entered
from mithaq.recommendations.models import Candidate, Settled
from mithaq.recommendations.rules import may_read_in
from mithaq.recommendations.vocabulary import Outcome
from mithaq.taskforces.models import Paper


@dataclass(frozen=True)
class Corrected:
    """What a candidate says after a person has looked at it."""

    text: str
    language: str
    number: str = ""
    theme: str = ""
    proposers: tuple[str, ...] = ()


def looked_at(candidate: Candidate, version: int, *, seat: Seat, at: datetime) -> Candidate:
    """The candidate, locked, as it was looked at. Raises `Refused` where it is another by now."""
    require(may_read_in(seat, at))
    found = Candidate.objects.select_for_update(of=("self",)).filter(pk=candidate.pk).first()
    if found is None or found.version != version:
        raise Refused(_("Somebody else changed this recommendation meanwhile. Look at it once more."))
    refuse_if_entered(found.paper)
    return found


def confirm(paper: Paper, seen: Mapping[str, int], *, seat: Seat, at: datetime) -> int:
    """Confirm the candidates of a paper with these public ids, each in the version that was looked at. Those that
    somebody changed or decided about meanwhile are left as they are; how many were confirmed."""
    with transaction.atomic():
        require(may_read_in(seat, at))
        refuse_if_entered(paper)
        waiting = paper.candidates.select_for_update(of=("self",)).filter(public_id__in=list(seen), settled=None)
        agreed = [one for one in waiting if one.version == seen[one.public_id]]
        if not agreed:
            raise Refused(_("Somebody else decided about these recommendations meanwhile. Look at them once more."))
        Settled.objects.bulk_create(
            Settled(candidate=one, as_what=Outcome.CONFIRMED, seat=seat, at=at) for one in agreed
        )
        record("candidate.confirmed", paper, seat=seat, at=at, facts={"candidates": [one.public_id for one in agreed]})
    return len(agreed)


def correct(candidate: Candidate, to: Corrected, version: int, *, seat: Seat, at: datetime) -> Candidate:
    """Write a candidate as it should be, and confirm it: who corrected the words has looked at them."""
    with transaction.atomic():
        candidate = looked_at(candidate, version, seat=seat, at=at)
        if not normalised(to.text):
            raise Refused(_("A recommendation needs words. To leave it out, set it aside with a reason."))
        candidate.text, candidate.language, candidate.number = to.text, to.language, to.number
        candidate.theme, candidate.proposers = to.theme, list(dict.fromkeys(to.proposers))
        candidate.version += 1
        candidate.save()
        _settle(candidate, Outcome.CONFIRMED, "", seat, at)
        record("candidate.corrected", candidate.paper, seat=seat, at=at, facts={"candidate": candidate.public_id})
    return candidate


def discard(candidate: Candidate, reason: str, version: int, *, seat: Seat, at: datetime) -> None:
    """Set a candidate aside, for a reason that everybody who reads the paper's candidates sees."""
    with transaction.atomic():
        candidate = looked_at(candidate, version, seat=seat, at=at)
        if not reason.strip():
            raise Refused(_("Say in a few words why this is set aside."))
        candidate.version += 1
        candidate.save(update_fields=["version"])
        _settle(candidate, Outcome.DISCARDED, reason.strip(), seat, at)
        record("candidate.discarded", candidate.paper, seat=seat, at=at, facts={"candidate": candidate.public_id})


def reopen(candidate: Candidate, version: int, *, seat: Seat, at: datetime) -> None:
    """Take back what was decided about a candidate; one that was joined to another stands by itself again."""
    with transaction.atomic():
        candidate = looked_at(candidate, version, seat=seat, at=at)
        candidate.version += 1
        candidate.save(update_fields=["version"])
        Settled.objects.filter(candidate=candidate).delete()
        record("candidate.reopened", candidate.paper, seat=seat, at=at, facts={"candidate": candidate.public_id})


def _settle(candidate: Candidate, as_what: Outcome, reason: str, seat: Seat, at: datetime) -> None:
    Settled.objects.update_or_create(
        candidate=candidate, defaults={"as_what": as_what, "reason": reason, "into": None, "seat": seat, "at": at}
    )
