"""Signing a statement with a passkey: the challenge that the authenticator signs is the SHA-256 of the statement's
canonical JSON (keys sorted, no spaces, UTF-8), so that what was signed can be checked later without us.

The statement carries a random part that the server gave out for this account within the last minutes; whoever keeps a
signature makes sure that its challenge is used once.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from fido2 import cbor
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, UserVerificationRequirement

#: Seconds within which what was shown has to be signed.
IN_TIME = 900
_SALT = "mithaq.signing"


class NotSigned(Exception):
    """What came back is no signature of this account's passkey over this statement, or it came too late."""


@dataclass(frozen=True)
class Signature:
    """What a passkey signed; the parts are in base64url, the key as COSE (RFC 9052)."""

    statement: Mapping[str, Any]
    challenge: str
    credential_id: str
    public_key: str
    client_data: str
    authenticator_data: str
    signature: str


def challenge_of(statement: Mapping[str, Any]) -> bytes:
    """The 32 bytes that an authenticator signs for a statement."""
    canonical = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def has_passkey(request: HttpRequest) -> bool:
    """Whether whoever is signed in has a passkey. One query."""
    return Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN).exists()


def ask_to_sign(request: HttpRequest, statement: Mapping[str, Any]) -> tuple[str, str]:
    """The options for the browser, as JSON, and the sealed random part that the form brings back."""
    nonce = secrets.token_urlsafe(18)
    sealed = signing.dumps([nonce, request.user.pk], salt=_SALT)
    options, _state = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(request.user),
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=challenge_of({**statement, "nonce": nonce}),
    )
    return json.dumps(dict(options), default=str), sealed


def signed(request: HttpRequest, statement: Mapping[str, Any], sealed: str, answer: str) -> Signature:
    """The signature that came back over a statement, found good. Raises `NotSigned`."""
    try:
        nonce, account = signing.loads(sealed, salt=_SALT, max_age=IN_TIME)
        said = {**statement, "nonce": nonce}
        challenge = websafe_encode(challenge_of(said))
        state = {"challenge": challenge, "user_verification": UserVerificationRequirement.REQUIRED}
        response = AuthenticationResponse.from_dict(json.loads(answer))
        held = webauthn.get_credentials(request.user)
        used = webauthn.get_server().authenticate_complete(state, held, response)
    except (signing.BadSignature, ValidationError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NotSigned from fault
    if account != request.user.pk:
        raise NotSigned
    record_authentication(request, request.user, method="mfa", type="webauthn", reauthenticated=True)
    return Signature(
        statement=said,
        challenge=challenge,
        credential_id=websafe_encode(used.credential_id),
        public_key=websafe_encode(_key_of(used)),
        client_data=websafe_encode(bytes(response.response.client_data)),
        authenticator_data=websafe_encode(bytes(response.response.authenticator_data)),
        signature=websafe_encode(response.response.signature),
    )


def _key_of(credential: Any) -> bytes:
    return cbor.encode(dict(credential.public_key))
