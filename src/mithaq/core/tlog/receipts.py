"""Promises and receipts: what the signer takes home, and what anybody can check without the server.

    payload      what was done, in words and identifiers
    salt         the 32 bytes with which the entry commits to it, in hex
    entry        the bytes in the log, as text
    key          the log's key, as a signed note writes it
    keys         all its keys up to that one in their order, each after the first with the note that names it

A *promise* holds besides a note `<origin>/promise/v1`, the leaf hash in base64, signed by the log: this leaf will enter
once its text is public. Its second line is never a number, so that it cannot be taken for a checkpoint. A promise
without its leaf is proof of foul play. A *receipt* holds the leaf's index, its proof of inclusion (base64) and the
checkpoint with the cosignatures of witnesses, whose keys are listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mithaq.core.tlog.canonical import NotCanonical, entry_of
from mithaq.core.tlog.checkpoints import Checkpoint, read_checkpoint
from mithaq.core.tlog.notes import (
    NotANote,
    Note,
    PublicKey,
    SigningKey,
    from_base64,
    read_key,
    read_note,
    signed,
    to_base64,
)
from mithaq.core.tlog.proofs import includes
from mithaq.core.tlog.tree import leaf_hash

#: A key as it is told, and the note with which the key before names it; empty for the first.
Named = Mapping[str, str]
PROMISE, RECEIPT = "promise", "receipt"
VERSION = 1


class DoesNotHold(ValueError):
    """A receipt or a promise does not show what it says; the argument says in a word which part."""


@dataclass(frozen=True)
class Committed:
    """What an entry stands for."""

    payload: dict[str, Any]
    salt: bytes

    @property
    def entry(self) -> bytes:
        """The bytes that are in the log, or will be."""
        return entry_of(self.payload, self.salt)


@dataclass(frozen=True)
class Proved:
    """What a receipt shows: the log's state, the leaf's index in it, and when which witness saw that state."""

    state: Checkpoint
    index: int
    seen: dict[str, int]


def named(key: PublicKey, succession: str = "") -> Named:
    """A key of a log, with the note that names it."""
    return {"key": str(key), "succession": succession}


def succession(key: PublicKey, before: SigningKey) -> Note:
    """The note with which a log's key names the one that comes after it."""
    return signed(_succeeded(before.name, str(key)), before)


def promise(committed: Committed, key: SigningKey, keys: Sequence[Named]) -> dict[str, Any]:
    """A promise that this entry will enter the log of `key`, the last of its keys."""
    note = signed(_promised(key.name, committed.entry), key)
    return {"mithaq": PROMISE, **_told(committed, keys), "promise": str(note)}


def receipt(
    committed: Committed,
    index: int,
    proof: Sequence[bytes],
    state: Note,
    keys: Sequence[Named],
    witnesses: Sequence[PublicKey],
) -> dict[str, Any]:
    """A receipt: the entry's place in a state of the log that the last of its keys signed, and witnesses cosigned."""
    return {
        "mithaq": RECEIPT,
        **_told(committed, keys),
        "index": index,
        "proof": [to_base64(one) for one in proof],
        "checkpoint": str(state),
        "witnesses": [str(witness) for witness in witnesses],
    }


def check_promise(told: dict[str, Any], trusted: PublicKey) -> bytes:
    """The leaf hash that was promised, against a key of the log that is trusted. Raises `DoesNotHold`."""
    entry, key = _entry(told, PROMISE), _signer(told, trusted)
    try:
        note = read_note(told["promise"])
    except (NotANote, KeyError, TypeError, AttributeError) as fault:
        raise DoesNotHold("promise") from fault
    if note.text != _promised(key.name, entry) or not note.signed_by(key):
        raise DoesNotHold("promise")
    return leaf_hash(entry)


def check_receipt(told: dict[str, Any], trusted: PublicKey) -> Proved:
    """What a receipt shows against a key of the log that is trusted. Raises `DoesNotHold`."""
    entry, key = _entry(told, RECEIPT), _signer(told, trusted)
    try:
        note = read_note(told["checkpoint"])
        state = read_checkpoint(note)
        proof = [from_base64(one) for one in told["proof"]]
        witnesses = [read_key(one) for one in told["witnesses"]]
        index = told["index"]
    except (NotANote, KeyError, TypeError, AttributeError) as fault:
        raise DoesNotHold("form") from fault
    if state.origin != key.name or not note.signed_by(key):
        raise DoesNotHold("checkpoint")
    if type(index) is not int or not includes(state.root, state.size, index, leaf_hash(entry), proof):
        raise DoesNotHold("proof")
    seen = {witness.name: note.cosigned_at(witness) for witness in witnesses}
    if any(at is None for at in seen.values()) or len(seen) != len(witnesses):
        raise DoesNotHold("witnesses")
    if {name for name, _value in note.signatures} != {key.name, *seen}:
        raise DoesNotHold("witnesses")
    return Proved(state, index, {name: at for name, at in seen.items() if at is not None})


def _told(committed: Committed, keys: Sequence[Named]) -> dict[str, Any]:
    return {
        "v": VERSION,
        "payload": committed.payload,
        "salt": committed.salt.hex(),
        "entry": committed.entry.decode(),
        "key": keys[-1]["key"],
        "keys": [dict(one) for one in keys],
    }


def _signer(told: dict[str, Any], trusted: PublicKey) -> PublicKey:
    """The key that signs, if each key that is told names the next one, and the trusted one is among them."""
    try:
        keys = told["keys"]
        written = [one["key"] for one in keys]
        if str(trusted) not in written or written[-1] != told["key"] or keys[0]["succession"]:
            raise DoesNotHold("key")
        for before, after in pairwise(keys):
            key, note = read_key(before["key"]), read_note(after["succession"])
            if note.text != _succeeded(key.name, after["key"]) or not note.signed_by(key):
                raise DoesNotHold("succession")
        return read_key(written[-1])
    except (NotANote, LookupError, TypeError, AttributeError) as fault:
        raise DoesNotHold("key") from fault


def _succeeded(origin: str, key: str) -> str:
    return f"{origin}/key/v1\n{key}\n"


def _entry(told: dict[str, Any], kind: str) -> bytes:
    """The entry that payload and salt give, if it is the one that is told."""
    if not isinstance(told, dict) or told.get("mithaq") != kind or told.get("v") != VERSION:
        raise DoesNotHold("form")
    try:
        entry = entry_of(told["payload"], bytes.fromhex(told["salt"]))
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise DoesNotHold("form") from fault
    if told["salt"] != told["salt"].lower() or entry.decode() != told.get("entry"):
        raise DoesNotHold("entry")
    return entry


def _promised(origin: str, entry: bytes) -> str:
    return f"{origin}/promise/v1\n{to_base64(leaf_hash(entry))}\n"
