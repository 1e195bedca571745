"""What is asked about a signed PDF, and what is found. Plain values that pass between processes."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Over(StrEnum):
    """How a signed file says which text it is about."""

    #: The text itself, to the byte, is attached to what was signed.
    ATTACHED = "attached"
    #: The hash of the text is printed on a page of what was signed.
    PRINTED = "printed"
    #: A text is attached or a hash is printed, and it is another one.
    ANOTHER = "another"
    #: Nothing says which text it is about.
    NONE = "none"


class State(StrEnum):
    """What may be said of one signature. Only the first is good."""

    GOOD = "good"
    #: What was signed is no longer what is in the file.
    BROKEN = "broken"
    #: Something was put into the file after it was signed.
    CHANGED = "changed_after"
    #: It does not cover the whole file as it stood then.
    PARTIAL = "partial"
    SELF_SIGNED = "self_signed"
    UNKNOWN_ISSUER = "unknown_issuer"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    #: The certificate was not given for signing documents.
    WRONG_USE = "wrong_use"
    #: The signature cannot be read.
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Signature:
    """One signature in a file."""

    state: State
    #: The name in the signer's certificate and in its issuer's, as they stand there; empty where there is none.
    signer: str
    issuer: str
    #: The time that the signer's own clock told, and the one that a timestamp service vouches for.
    said_at: datetime | None
    stamped_at: datetime | None


@dataclass(frozen=True)
class Findings:
    """What a signed file is: its signatures, the first one first, and which text it is about."""

    signatures: tuple[Signature, ...]
    over: Over

    @property
    def is_good(self) -> bool:
        """Whether every signature is good, there is one at least, and it is about the text that was asked for."""
        about_it = self.over in (Over.ATTACHED, Over.PRINTED)
        return about_it and bool(self.signatures) and all(one.state is State.GOOD for one in self.signatures)


def question(content: bytes, roots: tuple[bytes, ...], text_hash: str, at: datetime) -> bytes:
    """The file, the certificates (DER) that the group trusts, the hash it is to be about, and the instant for which it
    is asked, in one row of bytes."""
    head = {
        "roots": [base64.b64encode(root).decode("ascii") for root in roots],
        "hash": text_hash,
        "at": at.isoformat(),
    }
    return json.dumps(head).encode("ascii") + b"\n" + content


def taken_apart(payload: bytes) -> tuple[bytes, tuple[bytes, ...], str, datetime]:
    """What `question` put together."""
    head, _, content = payload.partition(b"\n")
    asked = json.loads(head)
    roots = tuple(base64.b64decode(root) for root in asked["roots"])
    return content, roots, asked["hash"], datetime.fromisoformat(asked["at"])
