"""What a signer takes home: a promise while the text is secret, a receipt once the log has it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from mithaq.core.tlog import receipts as forms
from mithaq.core.tlog.notes import Note, PublicKey
from mithaq.core.tlog.proofs import inclusion_proof
from mithaq.core.tlog.receipts import Committed
from mithaq.endorsements.domain.log.keys import signing_key
from mithaq.endorsements.models import Checkpoint, QueuedLeaf
from mithaq.endorsements.queries.log import Stored, entered_for, keys_up_to, latest_note


def receipt_of(subject: Model, *, at: datetime) -> dict[str, Any] | None:
    """The receipt of what was last done to a record, as JSON has it; a promise while no signed state holds its leaf.

    None where nothing was entered for it, or its words were erased. Raises `NoKey` where a promise cannot be signed.
    """
    queued = entered_for(subject).last()
    return None if queued is None else receipts_of([queued], at=at)[0]


def receipts_of(queue: Iterable[QueuedLeaf], *, at: datetime) -> list[dict[str, Any] | None]:
    """The receipt or the promise of each of these; the signed state is read once."""
    signed = latest_note()
    keys = keys_up_to(signed[0].key.key) if signed else []
    return [_told(queued, signed, keys, at) for queued in queue]


def _told(
    queued: QueuedLeaf,
    signed: tuple[Checkpoint, Note, list[PublicKey]] | None,
    keys: list[dict[str, str]],
    at: datetime,
) -> dict[str, Any] | None:
    if queued.payload is None or queued.salt is None:
        return None
    committed = Committed(queued.payload, bytes.fromhex(queued.salt))
    leaf = getattr(queued, "leaf", None)
    if leaf is None or signed is None or leaf.index >= signed[0].size:
        key = signing_key(at)
        return forms.promise(committed, key, keys_up_to(str(key.public)))
    state, note, witnesses = signed
    proof = inclusion_proof(leaf.index, state.size, Stored())
    return forms.receipt(committed, leaf.index, proof, note, keys, witnesses)
