"""Promises and receipts: what the signer takes home, and what anybody can check without the server.

    payload      what was done, in words and identifiers
    salt         the 32 bytes with which the entry commits to it, in hex
    entry        the bytes in the log, as text
    key          the log's key, as a signed note writes it

A *promise* holds besides a note `<origin>/promise/v1`, the leaf hash in base64, signed by the log: this leaf will enter
once its text is public. Its second line is never a number, so that it cannot be taken for a checkpoint. A promise
without its leaf is proof of foul play. A *receipt* holds the leaf's index, its proof of inclusion (base64) and the
checkpoint with the cosignatures of witnesses, whose keys are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def promise(committed: Committed, key: SigningKey) -> dict[str, Any]:
    """A promise that this entry will enter the log of `key`."""
    note = signed(_promised(key.name, committed.entry), key)
    return {"mithaq": PROMISE, **_told(committed, key.public), "promise": str(note)}


def receipt(
    committed: Committed,
    index: int,
    proof: Sequence[bytes],
    state: Note,
    key: PublicKey,
    witnesses: Sequence[PublicKey],
) -> dict[str, Any]:
    """A receipt: the entry's place in a signed and cosigned state of the log."""
    return {
        "mithaq": RECEIPT,
        **_told(committed, key),
        "index": index,
        "proof": [to_base64(one) for one in proof],
        "checkpoint": str(state),
        "witnesses": [str(witness) for witness in witnesses],
    }


def check_promise(told: dict[str, Any], key: PublicKey) -> bytes:
    """The leaf hash that was promised. Raises `DoesNotHold`."""
    entry = _entry(told, PROMISE, key)
    try:
        note = read_note(told["promise"])
    except (NotANote, KeyError, TypeError, AttributeError) as fault:
        raise DoesNotHold("promise") from fault
    if note.text != _promised(key.name, entry) or not note.signed_by(key):
        raise DoesNotHold("promise")
    return leaf_hash(entry)


def check_receipt(told: dict[str, Any], key: PublicKey) -> Proved:
    """What a receipt shows against the log's key. Raises `DoesNotHold`."""
    entry = _entry(told, RECEIPT, key)
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


def _told(committed: Committed, key: PublicKey) -> dict[str, Any]:
    return {
        "v": VERSION,
        "payload": committed.payload,
        "salt": committed.salt.hex(),
        "entry": committed.entry.decode(),
        "key": str(key),
    }


def _entry(told: dict[str, Any], kind: str, key: PublicKey) -> bytes:
    """The entry that payload and salt give, if it is the one that is told, in a file that names this key."""
    if not isinstance(told, dict) or told.get("mithaq") != kind or told.get("v") != VERSION:
        raise DoesNotHold("form")
    try:
        entry = entry_of(told["payload"], bytes.fromhex(told["salt"]))
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise DoesNotHold("form") from fault
    if told.get("key") != str(key):
        raise DoesNotHold("key")
    if told["salt"] != told["salt"].lower() or entry.decode() != told.get("entry"):
        raise DoesNotHold("entry")
    return entry


def _promised(origin: str, entry: bytes) -> str:
    return f"{origin}/promise/v1\n{to_base64(leaf_hash(entry))}\n"
