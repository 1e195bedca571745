"""What a witness answers (C2SP tlog-witness): it cosigns a log state only if it continues the last one it cosigned.

    old <size>                 the state that the log believes the witness saw last
    <hash in base64> …         the proof of consistency from there, one to a line
    <empty line>
    <checkpoint>               the signed note

    200 the cosignature · 400 unreadable · 403 signed by nobody it knows · 404 no log of that name
    409 another last state, told as a number, or a fork · 422 a proof that does not hold

Deciding is here; whoever runs the witness keeps the new state for good before the cosignature leaves the house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mithaq.core.tlog.checkpoints import Checkpoint, read_checkpoint
from mithaq.core.tlog.notes import NotANote, Note, PublicKey, from_base64, read_note, to_base64
from mithaq.core.tlog.proofs import continues
from mithaq.core.tlog.tree import EMPTY

#: A proof cannot be longer than this for a log of 2^63 leaves.
LONGEST_PROOF = 63


@dataclass(frozen=True)
class Seen:
    """The last state that a witness cosigned: size and root."""

    size: int = 0
    root: bytes = EMPTY


@dataclass(frozen=True)
class Answer:
    """A status, and either words or the checkpoint that may be cosigned."""

    status: int
    words: str = ""
    checkpoint: Checkpoint | None = None


def request_of(old: int, proof: Sequence[bytes], note: Note) -> str:
    """What a log sends to a witness."""
    return f"old {old}\n" + "".join(f"{to_base64(one)}\n" for one in proof) + f"\n{note}"


def considered(request: str, keys: Mapping[str, PublicKey], seen: Mapping[str, Seen]) -> Answer:
    """What a witness that knows logs by these keys, and saw these states of them, answers to a request."""
    try:
        old, proof, note = _read(request)
        state = read_checkpoint(note)
    except NotANote as fault:
        return Answer(400, str(fault))
    key = keys.get(state.origin)
    if key is None:
        return Answer(404, "no log of that name is witnessed here")
    if not note.signed_by(key):
        return Answer(403, "not signed with that log's key")
    last = seen.get(state.origin, Seen())
    if old > state.size:
        return Answer(400, "the old state is larger than the new one")
    if old != last.size:
        return Answer(409, str(last.size))
    if old == state.size and last.root != state.root:
        return Answer(409, str(last.size))
    if not continues(last.root, last.size, state.root, state.size, proof):
        return Answer(422, "the proof of consistency does not hold")
    if state.size == 0 and state.root != EMPTY:
        return Answer(422, "a log without leaves has one root only")
    return Answer(200, checkpoint=state)


def _read(request: str) -> tuple[int, list[bytes], Note]:
    above, gap, written = request.partition("\n\n")
    first, *lines = above.split("\n")
    size = first.removeprefix("old ")
    if not gap or first == size or not (size.isascii() and size.isdigit()) or len(size) > 20 or str(int(size)) != size:
        raise NotANote("not a request to a witness")
    if len(lines) > LONGEST_PROOF:
        raise NotANote("a proof that is too long")
    proof = [from_base64(line) for line in lines]
    if any(len(one) != 32 for one in proof):
        raise NotANote("not a proof")
    return int(size), proof, read_note(written)
