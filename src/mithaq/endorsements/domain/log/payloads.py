"""What the log commits to, in words and identifiers that still make sense without this site.

v, act           1; "endorsement.given", "endorsement.withdrawn", or "endorsement.documented" (in a publication)
id               of the endorsement
text             id, title in each language, hash (SHA-256 over its canonical form; empty where it is not on record)
city             id, name in each language
by               person, role, and the mandate as it stood (evidence, days, scopes); null where nobody is named
method, languages, named
reservations     what was reserved or understood: kind, the clause's id or null, words in each language
source           the publication that documents it; nobody of the city has confirmed it
at               the instant, in UTC; for what a publication documents the latest possible one
reason           of a withdrawal, in each language
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from mithaq.endorsements.models import Endorsement, PasskeySignature, Reservation, Withdrawal

VERSION = 1
GIVEN, WITHDRAWN, DOCUMENTED = "endorsement.given", "endorsement.withdrawn", "endorsement.documented"


def payload_of(endorsement: Endorsement, beside: Iterable[Reservation]) -> dict[str, Any]:
    """What an endorsement enters the log with; `beside` is what it reserves, in its order."""
    return {
        **_about(endorsement, GIVEN, endorsement.at),
        "by": _by(endorsement),
        "method": endorsement.method,
        "languages": list(endorsement.languages),
        "named": endorsement.may_be_named,
        "source": endorsement.source,
        "passkey": _passkey(endorsement.passkey) if endorsement.passkey else None,
        "evidence": endorsement.evidence.file.sha256 if endorsement.evidence else None,
        "reservations": [_reserved(one) for one in beside],
    }


def payload_of_documented(endorsement: Endorsement) -> dict[str, Any]:
    """What the secretariat's word that a publication names a city enters the log with: it claims nobody's mandate."""
    about = _about(endorsement, DOCUMENTED, endorsement.at)
    return {**about, "named": endorsement.may_be_named, "source": endorsement.source}


def payload_of_withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    """What the withdrawal of an endorsement enters the log with."""
    about = _about(withdrawal.endorsement, WITHDRAWN, withdrawal.at)
    return {**about, "named": withdrawal.endorsement.may_be_named, "reason": dict(withdrawal.reason)}


def _about(endorsement: Endorsement, act: str, at: datetime) -> dict[str, Any]:
    text, city = endorsement.text, endorsement.organisation
    return {
        "v": VERSION,
        "act": act,
        "id": endorsement.public_id,
        "text": {"id": text.public_id, "title": dict(text.title), "hash": endorsement.text_hash},
        "city": {"id": city.public_id, "name": dict(city.name)},
        "at": at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }


def _by(endorsement: Endorsement) -> dict[str, Any] | None:
    if endorsement.seat is None:
        return None
    return {
        "person": dict(endorsement.seat.person.name),
        "role": endorsement.seat.role,
        "mandate": endorsement.snapshot,
        "provisional": endorsement.is_provisional,
    }


def _passkey(signed: PasskeySignature) -> dict[str, Any]:
    return {
        "statement": signed.statement,
        "challenge": signed.challenge,
        "credential": signed.credential_id,
        "key": signed.public_key,
        "client_data": signed.client_data,
        "authenticator_data": signed.authenticator_data,
        "signature": signed.signature,
    }


def _reserved(one: Reservation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "clause": one.clause.public_id if one.clause else None,
        "words": dict(one.text),
    }
