"""What a group signs with, as plain bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Seal:
    """The group's key (PKCS #8, DER), its certificate (DER), and those above it."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, by which it is compared with the one that the group publishes."""
        return hashlib.sha256(self.certificate).hexdigest()

    def __repr__(self) -> str:
        return f"Seal({self.fingerprint[:16]})"  # never the key
