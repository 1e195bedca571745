"""Endorsing a text, withdrawing, and entering what a publication documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.freeze import words_on_record
from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import reading_of
from mithaq.endorsements.domain.log.enter import enter
from mithaq.endorsements.domain.log.payloads import payload_of, payload_of_documented, payload_of_withdrawal
from mithaq.endorsements.domain.reserved import Reserved, check, kept, set_beside
from mithaq.endorsements.models import Endorsement, Evidence, PasskeySignature, Withdrawal
from mithaq.endorsements.queries import living_endorsement
from mithaq.endorsements.rules import may_document, may_endorse, may_withdraw
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.accounts.signing import Signature
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, mandate_in_force, require
from mithaq.foundation.permissions.mandates import is_contested, is_provisional
from mithaq.foundation.things import kind_of, reference_to
from mithaq.foundation.thread.weave import weave, weave_named


@dataclass(frozen=True)
class Given:
    """An endorsement that is to enter the register, with its proof."""

    text: Text
    city: Organisation
    mandate: Mandate
    #: The seat of the one who endorses; another may have checked it and put it on record.
    holder: Seat
    method: Method
    text_hash: str
    #: The clauses whose words were found to have that hash, by their public identifiers, in reading order.
    clauses: Sequence[str]
    languages: Sequence[str]
    may_be_named: bool
    reserved: Sequence[Reserved] = ()
    passkey: PasskeySignature | None = None
    evidence: Evidence | None = None


def endorse(
    text: Text,
    text_hash: str,
    *,
    languages: Sequence[str],
    may_be_named: bool,
    reserved: Sequence[Reserved] = (),
    city: Organisation | None = None,
    signed: Signature | None = None,
    seat: Seat,
    at: datetime,
) -> Endorsement:
    """Put the city's name under exactly the text with `text_hash`. The city is the seat's own, or another one whose
    proxy the seat holds. `signed` is what the person's passkey signed, where there is one.

    The same confirmation sent twice gives back the endorsement that stands. Refused where the hash is not the frozen
    one, since somebody read another text; and where the words on record no longer have that hash.
    """
    with transaction.atomic():
        text = locked(text)
        city = city or seat.organisation
        mandate = mandate_in_force(seat, Scope.ENDORSE, at, reference_to(text), city)
        require(may_endorse(seat, text, at, city, under=mandate))
        assert mandate is not None  # or the rule has refused
        standing = living_endorsement(text, city)
        if standing is not None:
            return standing
        given = Given(
            text=text,
            city=city,
            mandate=mandate,
            holder=seat,
            method=Method.PASSKEY if signed else Method.CONFIRMED,
            text_hash=text_hash,
            clauses=check_hash(text, text_hash),
            languages=languages,
            may_be_named=may_be_named,
            reserved=check(text, reserved),
            passkey=_kept(signed, statement_of(text, city, text_hash, may_be_named, reserved), seat, at),
        )
        return put_on_the_register(given, seat=seat, at=at)


def put_on_the_register(given: Given, *, seat: Seat, at: datetime) -> Endorsement:
    """Write an endorsement that was found good, inside its verb's transaction; `seat` puts it on record."""
    endorsement = Endorsement.objects.create(
        text=given.text,
        organisation=given.city,
        method=given.method,
        at=at,
        seat=given.holder,
        mandate=given.mandate,
        snapshot=snapshot_of(given.mandate, at),
        is_provisional=is_provisional(given.mandate, at),
        text_hash=given.text_hash,
        languages=list(given.languages),
        may_be_named=given.may_be_named,
        passkey=given.passkey,
        evidence=given.evidence,
    )
    beside = set_beside(endorsement, given.reserved)
    # It comes out of every clause of the text.
    weave_named([(kind_of(Clause), clause) for clause in given.clauses], endorsement)
    enter(payload_of(endorsement, beside), subject=endorsement, seat=seat, at=at)
    facts = {"hash": given.text_hash, "method": str(given.method)}
    about = (given.text, given.city)
    if seat == given.holder:
        record("endorsement.given", endorsement, *about, seat=seat, at=at, mandate=given.mandate, facts=facts)
    else:  # whoever puts it on record does not act under the mandate of the one who endorsed
        record("endorsement.registered", endorsement, *about, seat=seat, at=at, facts=facts)
    return endorsement


def statement_of(
    text: Text, city: Organisation, text_hash: str, may_be_named: bool, reserved: Sequence[Reserved]
) -> dict[str, Any]:
    """What a person signs with their passkey: which city stands behind which text, with what beside it."""
    return {
        "act": "endorse",
        "text": text.public_id,
        "hash": text_hash,
        "city": city.public_id,
        "may_be_named": may_be_named,
        "reserved": kept(reserved),
    }


def withdraw(
    endorsement: Endorsement, reason: Mapping[str, str] | None = None, *, seat: Seat, at: datetime
) -> Withdrawal:
    """Take an endorsement back, from now on. What was true until now stays on record."""
    with transaction.atomic():
        endorsement = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
        require(may_withdraw(seat, endorsement, at))
        withdrawal = Withdrawal.objects.create(endorsement=endorsement, seat=seat, at=at, reason=reason or {})
        Endorsement.objects.filter(pk=endorsement.pk).update(is_living=False)
        enter(payload_of_withdrawal(withdrawal), subject=endorsement, seat=seat, at=at)
        record("endorsement.withdrawn", endorsement, endorsement.text, endorsement.organisation, seat=seat, at=at)
    return withdrawal


def document(
    text: Text, organisation: Organisation, source: str, *, endorsed: datetime, seat: Seat, at: datetime
) -> Endorsement:
    """Enter an endorsement that a publication documents. Nobody's seat or mandate is claimed for it, and the log holds
    it as what it is: the secretariat's word that this source names the city."""
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
        weave(_clauses_on_record(text) or [text], endorsement)
        enter(payload_of_documented(endorsement), subject=endorsement, seat=seat, at=at)
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
        "examiners": [e.examiner.public_id for e in mandate.examinations.all()],
    }


def locked(text: Text) -> Text:
    """The text as it is on record, while nobody else signs it, with what every signature asks of it."""
    # Not with its publication: one that was committed while this waited for the lock would be passed over.
    rows = Text.objects.select_for_update(of=("self",)).select_related("cycle", "call", "freezing")
    return rows.get(pk=text.pk)


def check_hash(text: Text, text_hash: str) -> Sequence[str]:
    """The clauses of the frozen text by their public identifiers, in reading order. Refused where `text_hash` is
    another one, and where the words on record no longer have it."""
    if not hasattr(text, "freezing") or text.freezing.hash != text_hash:
        raise Refused(_("This is not the text that was frozen. Open the text again and read it before you endorse."))
    words = words_on_record(text)
    if words.hash != text_hash:
        raise Refused(_("The words on record no longer have the hash they were frozen with. Nothing was signed."))
    return words.clauses


def _kept(signed: Signature | None, expected: Mapping[str, Any], seat: Seat, at: datetime) -> PasskeySignature | None:
    """What the passkey signed, on record. Refused where it signed something else than what is endorsed, or where it has
    been used already."""
    if signed is None:
        return None
    if {name: signed.statement.get(name) for name in expected} != dict(expected):
        raise Refused(_("The passkey signed something else than what stands here. Read it once more and sign it."))
    if PasskeySignature.objects.filter(challenge=signed.challenge).exists():
        raise Refused(_("This signature has been used already. Nothing was signed. Sign once more."))
    return PasskeySignature.objects.create(
        statement=dict(signed.statement),
        challenge=signed.challenge,
        credential_id=signed.credential_id,
        public_key=signed.public_key,
        client_data=signed.client_data,
        authenticator_data=signed.authenticator_data,
        signature=signed.signature,
        seat=seat,
        at=at,
    )


def _clauses_on_record(text: Text) -> list[Clause]:
    """The clauses of the frozen text; none where its wording is not on record."""
    return [placed.clause for _depth, placed in reading_of(text).clauses] if hasattr(text, "freezing") else []
