"""A passkey that a test holds in its hand: an Ed25519 key on record for an account, and what an authenticator makes
with it (WebAuthn level 2)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fido2 import cbor
from fido2.utils import websafe_encode

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Seat

#: User present, user verified; and, at registration, a credential along with it.
PRESENT_AND_VERIFIED, WITH_CREDENTIAL = 0x05, 0x40


class Passkey:
    """A passkey of whoever sits there, for the host that the test's browser speaks to."""

    def __init__(self, seat: Seat, host: str = "testserver") -> None:
        self.key = Ed25519PrivateKey.generate()
        self.origin, self.host = f"https://{host}", host
        self.identifier = hashlib.sha256(seat.public_id.encode()).digest()[:16]
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        cose = cbor.encode({1: 1, 3: -8, -1: 6, -2: public})
        credential = bytes(16) + len(self.identifier).to_bytes(2, "big") + self.identifier + cose
        data = self._data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL) + credential
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        answer = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA")),
            "attestationObject": websafe_encode(cbor.encode(made)),
        }
        Authenticator.objects.create(
            user=Account.objects.of(seat.person),
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Test", "credential": self._told(answer)},
        )

    def signs(self, options: dict[str, Any]) -> str:
        """What a browser sends back for these options."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(PRESENT_AND_VERIFIED)
        signature = self.key.sign(data + hashlib.sha256(client).digest())
        answer = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return json.dumps(self._told(answer))

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + bytes(4)

    def _told(self, answer: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.identifier)
        return {"id": name, "rawId": name, "type": "public-key", "response": answer, "clientExtensionResults": {}}
