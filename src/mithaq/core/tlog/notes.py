"""Signed notes (C2SP signed-note) and cosignatures (C2SP tlog-cosignature).

A note is lines of text, an empty line, and signatures:

    — <name of the key> <base64(key id || signature)>

The key id is the first four bytes of SHA-256(name || "\\n" || kind || public key): kind 0x01 is an Ed25519 signature of
the text; kind 0x04 a witness's, over "cosignature/v1\\ntime <seconds>\\n" and the text, with the time as eight bytes
before the signature. Keys are written as `<name>+<key id in hex>+<base64(kind || public key)>`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNS, COSIGNS = 1, 4
_DASH = "— "
#: Characters of a note, and signatures under it, beyond which nobody reads on.
LONGEST, MOST = 1_000_000, 100


class NotANote(ValueError):
    """Something is not written as a signed note, a key or a checkpoint is."""


@dataclass(frozen=True)
class PublicKey:
    """A name with a key that checks signatures. `kind` is `SIGNS` or `COSIGNS`."""

    name: str
    kind: int
    raw: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before a signature."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.raw)}"

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this key's Ed25519 signature stands under a message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A name with the 32 secret bytes of an Ed25519 key."""

    name: str
    seed: bytes
    kind: int = SIGNS

    @property
    def public(self) -> PublicKey:
        """What others check its signatures with."""
        return PublicKey(self.name, self.kind, self._key().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of its signature, the same each time."""
        return self._key().sign(message)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"  # a secret is not for logs


@dataclass(frozen=True)
class Note:
    """A text (with its last line end) and the signatures under it: name, and the bytes after it."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(signature_line(name, value) for name, value in self.signatures)

    def signed_by(self, key: PublicKey) -> bool:
        """Whether the note carries a good signature of this key, and no bad one in its name."""
        found = [value for name, value in self.signatures if name == key.name and value[:4] == key.id]
        return bool(found) and all(_stands_under(self.text, value, key) for value in found)

    def cosigned_at(self, key: PublicKey) -> int | None:
        """When (seconds since 1970) this witness says it saw the note; None without a good cosignature of it."""
        for name, value in self.signatures:
            if name == key.name and value[:4] == key.id and _stands_under(self.text, value, key):
                return int.from_bytes(value[4:12], "big")
        return None

    def with_lines(self, lines: Iterable[str]) -> Note:
        """The note with further signatures. Raises `NotANote`."""
        return Note(self.text, self.signatures + tuple(read_signature(line) for line in lines))


def read_key(written: str) -> PublicKey:
    """Read a key as others write it down. Raises `NotANote`."""
    name, _plus, rest = written.strip().partition("+")
    key_id, _plus, packed = rest.partition("+")
    raw = from_base64(packed)
    if not _is_name(name) or len(raw) != 33 or raw[0] not in (SIGNS, COSIGNS):
        raise NotANote("not a key of a log or a witness")
    key = PublicKey(name, raw[0], raw[1:])
    if key.id.hex() != key_id:
        raise NotANote("the key does not have the identifier that is written with it")
    return key


def read_note(written: str) -> Note:
    """Read a signed note; whether its signatures are good is another question. Raises `NotANote`."""
    text, gap, below = written.rpartition("\n\n")
    lines = below.split("\n")
    if len(written) > LONGEST or not gap or lines.pop() != "" or not 1 <= len(lines) <= MOST:
        raise NotANote("not a signed note")
    if any(ord(letter) < 32 and letter != "\n" for letter in written):
        raise NotANote("a signed note has no control characters")
    return Note(text + "\n", tuple(read_signature(line) for line in lines))


def read_signature(line: str) -> tuple[str, bytes]:
    """Read one line of signature: the name, and what stands after it. Raises `NotANote`."""
    name, _blank, packed = line.rstrip("\n").removeprefix(_DASH).partition(" ")
    value = from_base64(packed)
    if not line.startswith(_DASH) or not _is_name(name) or len(value) < 5:
        raise NotANote("not a line of signature")
    return name, value


def signature_line(name: str, value: bytes) -> str:
    """A signature as a line of a note."""
    return f"{_DASH}{name} {to_base64(value)}\n"


def signed(text: str, *keys: SigningKey) -> Note:
    """A text with the signatures of these keys. The text ends its last line."""
    return Note(text, tuple((key.name, key.public.id + key.sign(text.encode())) for key in keys))


def cosigned(text: str, key: SigningKey, seconds: int) -> str:
    """The line with which a witness says that it saw this text at a time (seconds since 1970)."""
    value = key.sign(_seen(text, seconds))
    return signature_line(key.name, key.public.id + seconds.to_bytes(8, "big") + value)


def _stands_under(text: str, value: bytes, key: PublicKey) -> bool:
    if key.kind == COSIGNS:
        return len(value) == 76 and key.holds(_seen(text, int.from_bytes(value[4:12], "big")), value[12:])
    return len(value) == 68 and key.holds(text.encode(), value[4:])


def _seen(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def to_base64(value: bytes) -> str:
    """Bytes as letters."""
    return base64.b64encode(value).decode()


def from_base64(written: str) -> bytes:
    """Letters as bytes. Only the one way of writing bytes in base64 counts, so that no signature or hash has two forms.
    Raises `NotANote`."""
    try:
        value = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise NotANote("not base64") from fault
    if to_base64(value) != written:
        raise NotANote("not base64 in its one form")
    return value
