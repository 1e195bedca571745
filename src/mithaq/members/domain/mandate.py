"""Handing in a mandate and examining it. Two examiners make it verified; one alone leaves it provisional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Examination, Mandate, MandateScope, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload
from mithaq.members.models import MandateFile
from mithaq.members.rules import may_examine, may_hand_in


def register_mandate(
    holder: Seat,
    scopes: Iterable[str],
    starts: date,
    ends: date | None,
    evidence: Mapping[str, str],
    *,
    file: Upload | None = None,
    key: str = "",
    seat: Seat,
    at: datetime,
) -> Mandate:
    """Put on record what lets `holder` act, with the file it rests on. It counts for nothing until it is examined.

    The same mandate handed in again before anybody has examined it is the one on record.
    """
    scopes = sorted(set(scopes))
    with transaction.atomic():
        # Two copies of one form that arrive together meet here.
        holder = Seat.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=holder.pk)
        require(may_hand_in(seat, holder.organisation, at))
        if not scopes:
            raise Refused(_("A mandate allows at least one thing. Nothing was changed."))
        known = _on_record(holder, scopes, starts, ends, evidence, file)
        if known is not None:
            return known
        mandate = Mandate.objects.create(seat=holder, starts=starts, ends=ends, evidence=evidence, key=key)
        MandateScope.objects.bulk_create(MandateScope(mandate=mandate, scope=scope) for scope in scopes)
        if file is not None:
            MandateFile.objects.create(mandate=mandate, upload=file)
        facts = {"file": file.sha256} if file else None
        record("mandate.registered", mandate, holder.organisation, holder.person, seat=seat, at=at, facts=facts)
    return mandate


def _on_record(
    holder: Seat,
    scopes: list[str],
    starts: date,
    ends: date | None,
    evidence: Mapping[str, str],
    file: Upload | None,
) -> Mandate | None:
    if file is None:
        return None
    same = holder.mandates.filter(starts=starts, ends=ends, file__upload__sha256=file.sha256, examinations=None)
    for mandate in same:
        if sorted(given.scope for given in mandate.scopes.all()) == scopes and dict(mandate.evidence) == dict(evidence):
            return mandate
    return None


def examine(mandate: Mandate, in_order: bool = True, *, seat: Seat, at: datetime) -> Examination:
    """Enter an examiner's finding on a mandate."""
    with transaction.atomic():
        # Locked and read afresh, so that of two findings sent at once the second one meets the first.
        mandate = Mandate.objects.select_for_update(of=("self",)).select_related("seat").get(pk=mandate.pk)
        require(may_examine(seat, mandate, at))
        examination = mandate.examinations.create(examiner=seat, at=at, in_order=in_order)
        verb = "mandate.examined" if in_order else "mandate.refused"
        record(verb, mandate, mandate.seat.organisation, mandate.seat.person, seat=seat, at=at)
    return examination
