"""Examining the electronic signature of a letter, offline, against the authorities that the group trusts.

Their certificates are entered by the secretariat (`trust`); without any, no signature is good.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mithaq.communique.models import Text
from mithaq.core.signatures.findings import Findings
from mithaq.endorsements.queries.handed import roots_of
from mithaq.endorsements.vocabulary import OF_SIGNATURES, OVER_ANOTHER_TEXT
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.reading import examine_signed

GOOD = "good"


def examine(file: Upload, text: Text, text_hash: str, *, at: datetime) -> dict[str, Any]:
    """What is found about the signatures of a PDF, as it is kept with the evidence. Raises `Unreadable` for what is no
    PDF."""
    return as_kept(examine_signed(content_of(file), roots_of(text.cycle), text_hash, at))


def require_good(validation: Mapping[str, Any]) -> None:
    """Refuse a file whose signature is not good, or that is about another text, with the reason in words."""
    states = [one["state"] for one in validation.get("signatures", ())]
    bad = next((state for state in states if state != GOOD), None)
    if not states or bad:
        raise Refused(OF_SIGNATURES[bad or ""])
    if not validation.get("is_good"):
        raise Refused(OVER_ANOTHER_TEXT)


def as_kept(findings: Findings) -> dict[str, Any]:
    """What was found, as it is kept with the evidence."""
    return {
        "is_good": findings.is_good,
        "over": str(findings.over),
        "signatures": [
            {
                "state": str(one.state),
                "signer": one.signer,
                "issuer": one.issuer,
                "said_at": one.said_at.isoformat() if one.said_at else None,
                "stamped_at": one.stamped_at.isoformat() if one.stamped_at else None,
            }
            for one in findings.signatures
        ],
    }
