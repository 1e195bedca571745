"""Endorsing a text, withdrawing, and entering what a publication documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.freeze import hash_of
from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import clauses_of, in_order
from mithaq.endorsements.models import Endorsement, Reservation, Withdrawal
from mithaq.endorsements.queries import living_endorsement
from mithaq.endorsements.rules import may_document, may_endorse, may_withdraw
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.permissions.mandates import is_contested, is_provisional
from mithaq.foundation.things import reference_to
from mithaq.foundation.thread.weave import weave


def endorse(
    text: Text,
    text_hash: str,
    *,
    languages: Sequence[str],
    may_be_named: bool,
    reservation: Mapping[str, str] | None = None,
    reserved_clause: Clause | None = None,
    city: Organisation | None = None,
    seat: Seat,
    at: datetime,
) -> Endorsement:
    """Put the city's name under exactly the text with `text_hash`. The city is the seat's own, or another one whose
    proxy the seat holds.

    The same confirmation sent twice gives back the endorsement that stands. Refused where the hash is not the frozen
    one, since somebody read another text; and where the words on record no longer have that hash.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        city = city or seat.organisation
        require(may_endorse(seat, text, at, city))
        standing = living_endorsement(text, city)
        if standing is not None:
            return standing
        _check_hash(text, text_hash)
        mandate = mandates_in_force(seat, Scope.ENDORSE, at, reference_to(text), city)[0]
        endorsement = Endorsement.objects.create(
            text=text,
            organisation=city,
            method=Method.CONFIRMED,
            at=at,
            seat=seat,
            mandate=mandate,
            snapshot=snapshot_of(mandate, at),
            is_provisional=is_provisional(mandate, at),
            text_hash=text_hash,
            languages=list(languages),
            may_be_named=may_be_named,
        )
        _reserve(endorsement, reservation, reserved_clause)
        _weave(endorsement)
        record(
            "endorsement.given",
            endorsement,
            text,
            city,
            seat=seat,
            at=at,
            mandate=mandate,
            facts={"hash": text_hash},
        )
    return endorsement


def withdraw(
    endorsement: Endorsement, reason: Mapping[str, str] | None = None, *, seat: Seat, at: datetime
) -> Withdrawal:
    """Take an endorsement back, from now on. What was true until now stays on record."""
    with transaction.atomic():
        endorsement = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
        require(may_withdraw(seat, endorsement, at))
        withdrawal = Withdrawal.objects.create(endorsement=endorsement, seat=seat, at=at, reason=reason or {})
        Endorsement.objects.filter(pk=endorsement.pk).update(is_living=False)
        record("endorsement.withdrawn", endorsement, endorsement.text, endorsement.organisation, seat=seat, at=at)
    return withdrawal


def document(
    text: Text, organisation: Organisation, source: str, *, endorsed: datetime, seat: Seat, at: datetime
) -> Endorsement:
    """Enter an endorsement that a publication documents. Nobody's seat or mandate is claimed for it."""
    with transaction.atomic():
        require(may_document(seat, text, at))
        if living_endorsement(text, organisation) is not None:
            raise Refused(_("This organisation's endorsement is already on record. Nothing was changed."))
        endorsement = Endorsement.objects.create(
            text=text,
            organisation=organisation,
            method=Method.LISTED,
            at=endorsed,
            source=source,
            may_be_named=True,
        )
        _weave(endorsement)
        record("endorsement.documented", endorsement, text, organisation, seat=seat, at=at)
    return endorsement


def snapshot_of(mandate: Mandate, at: datetime) -> dict[str, Any]:
    """The mandate as it stands, to be kept with the act: a later change of the mandate does not change it."""
    return {
        "mandate": mandate.public_id,
        "seat": mandate.seat.public_id,
        "role": mandate.seat.role,
        "scopes": sorted(scope.scope for scope in mandate.scopes.all()),
        "starts": mandate.starts.isoformat(),
        "ends": mandate.ends.isoformat() if mandate.ends else None,
        "evidence": mandate.evidence,
        "is_contested": is_contested(mandate, at),
        "examiners": [e.examiner.public_id for e in mandate.examinations.select_related("examiner")],
    }


def _check_hash(text: Text, text_hash: str) -> None:
    if text.freezing.hash != text_hash:
        raise Refused(_("This is not the text that was frozen. Open the text again and read it before you endorse."))
    if hash_of(text.freezing.draft) != text_hash:
        raise Refused(_("The words on record no longer have the hash they were frozen with. Nothing was signed."))


def _reserve(endorsement: Endorsement, words: Mapping[str, str] | None, clause: Clause | None) -> None:
    said = {language: text.strip() for language, text in (words or {}).items() if text.strip()}
    if clause is not None and clause.text_id != endorsement.text_id:
        raise Refused(_("The clause of the reservation is not part of this text. Nothing was signed."))
    if said:
        Reservation.objects.create(endorsement=endorsement, clause=clause, text=said)


def _weave(endorsement: Endorsement) -> None:
    """An endorsement comes out of every clause of the text, or of the text where its clauses are not on record."""
    freezing = getattr(endorsement.text, "freezing", None)
    clauses = [placed.clause for _d, placed in in_order(clauses_of(freezing.draft))] if freezing else []
    weave(clauses or [endorsement.text], endorsement)
