"""A place in the chronicle as a stream hands it out: sealed, so that nobody reads a number from it.

A place is encrypted under a fresh nonce (the number XOR a keyed hash of the nonce, and a keyed hash over both): two
places of the same number look different, so comparing them does not even tell whether anything happened in between.
The minute at which it was handed out is in it too: how long a place is good for depends on nothing that happened.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from mithaq.foundation.clock import real_now

NONCE, MINUTE, NUMBER, SEAL = 12, 4, 8, 12
#: How long a place is good for.
GOOD_FOR = timedelta(hours=1)


def sealed(sequence: int, at: datetime | None = None) -> str:
    """The place behind the act with this number, in 48 letters, as it is handed out `at` a real time, or now."""
    nonce = secrets.token_bytes(NONCE)
    hidden = _veiled(_minute(at or real_now()).to_bytes(MINUTE, "big") + sequence.to_bytes(NUMBER, "big"), nonce)
    return urlsafe_b64encode(nonce + hidden + _seal(nonce + hidden)).decode()


def opened(place: str) -> int | None:
    """The number that was sealed, None for what we did not seal, or too long ago."""
    try:
        whole = urlsafe_b64decode(place.encode("ascii", "replace"))
    except (Error, ValueError):
        return None
    if len(whole) != NONCE + MINUTE + NUMBER + SEAL or not hmac.compare_digest(whole[-SEAL:], _seal(whole[:-SEAL])):
        return None
    told = _veiled(whole[NONCE:-SEAL], whole[:NONCE])
    is_old = int.from_bytes(told[:MINUTE], "big") < _minute(real_now() - GOOD_FOR)
    return None if is_old else int.from_bytes(told[MINUTE:], "big")


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _veiled(number: bytes, nonce: bytes) -> bytes:
    veil = salted_hmac("mithaq.live.veil", nonce, algorithm="sha256").digest()
    return bytes(one ^ other for one, other in zip(number, veil, strict=False))


def _seal(words: bytes) -> bytes:
    return salted_hmac("mithaq.live.seal", words, algorithm="sha256").digest()[:SEAL]
