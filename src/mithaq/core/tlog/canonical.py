"""What a leaf is made of: an entry that commits to a payload and tells nothing of it.

    payload    JSON of texts, whole numbers, true, false, null, lists and objects whose keys are ASCII
    canonical  its one form in bytes (RFC 8785): keys sorted, no blanks, UTF-8
    commit     SHA-256(salt || canonical(payload)), the salt being 32 random bytes
    entry      canonical({"commit": commit in hex, "v": 1})

A kind, a number or a name in the entry would tell what must stay secret; without the salt the commitment tells nothing
even to whoever guesses the payload. Erasing payload and salt forgets the person and leaves the leaf.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

VERSION = 1
#: Bytes of a salt.
SALT = 32
#: Beyond this, numbers of JSON are not the same in every language.
LARGEST = 2**53 - 1


class NotCanonical(ValueError):
    """A payload has no one form: it holds a fraction, a key that is not ASCII, half a character or a foreign type."""


def canonical(payload: Any) -> bytes:
    """The one form of a payload in bytes. Raises `NotCanonical`."""
    _check(payload)
    try:
        return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as fault:
        raise NotCanonical("half of a character") from fault


def commitment(payload: Any, salt: bytes) -> bytes:
    """The hash by which an entry commits to a payload. Raises `NotCanonical`; `ValueError` for a salt too short."""
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes")
    return hashlib.sha256(salt + canonical(payload)).digest()


def entry_of(payload: Any, salt: bytes) -> bytes:
    """The bytes that enter the log for a payload. Raises as `commitment` does."""
    return canonical({"commit": commitment(payload, salt).hex(), "v": VERSION})


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{value} is too large a number")
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{key!r} is not a key in ASCII")
            _check(one)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form")
