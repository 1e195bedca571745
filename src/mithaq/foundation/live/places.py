"""A place in the chronicle as a stream hands it out: sealed, so that nobody reads a number from it.

A place is encrypted under a fresh nonce (the number XOR a keyed hash of the nonce, and a keyed hash over both): two
places of the same number look different, so comparing them does not even tell whether anything happened in between.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from django.utils.crypto import salted_hmac

NONCE, NUMBER, SEAL = 12, 8, 12


def sealed(sequence: int) -> str:
    """The place behind the act with this number, in 44 letters."""
    nonce = secrets.token_bytes(NONCE)
    hidden = _veiled(sequence.to_bytes(NUMBER, "big"), nonce)
    return urlsafe_b64encode(nonce + hidden + _seal(nonce + hidden)).decode()


def opened(place: str) -> int | None:
    """The number that was sealed, None for what we did not seal."""
    try:
        whole = urlsafe_b64decode(place.encode("ascii", "replace"))
    except (Error, ValueError):
        return None
    if len(whole) != NONCE + NUMBER + SEAL or not hmac.compare_digest(whole[-SEAL:], _seal(whole[:-SEAL])):
        return None
    return int.from_bytes(_veiled(whole[NONCE:-SEAL], whole[:NONCE]), "big")


def _veiled(number: bytes, nonce: bytes) -> bytes:
    veil = salted_hmac("mithaq.live.veil", nonce, algorithm="sha256").digest()
    return bytes(one ^ other for one, other in zip(number, veil, strict=False))


def _seal(words: bytes) -> bytes:
    return salted_hmac("mithaq.live.seal", words, algorithm="sha256").digest()[:SEAL]
