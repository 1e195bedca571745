"""Entering the log: at once where the text is public, in a queue while it is secret."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from mithaq.communique.models import Text
from mithaq.core.tlog.canonical import SALT, entry_of
from mithaq.core.tlog.tree import grown, leaf_hash
from mithaq.endorsements.domain.log.check import keep
from mithaq.endorsements.models import Leaf, QueuedLeaf, TreeHash
from mithaq.endorsements.queries import is_public
from mithaq.endorsements.queries.log import Stored, latest_check, log_size
from mithaq.endorsements.vocabulary import Problem
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.things import reference_to


def enter(
    payload: Mapping[str, Any], *, subject: models.Model, text: Text | None = None, seat: Seat | None, at: datetime
) -> QueuedLeaf:
    """Enter what another verb has just done, inside that verb's transaction and before its line in the chronicle.

    `subject` is the record it is about, and belongs to a text unless `text` is named. While the text is secret the leaf
    waits, and `receipt_of(subject)` gives a promise; once it is public the leaf enters with the verb's commit.
    Raises `NotCanonical` for a payload that has no one form, `TransactionManagementError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A leaf is entered inside the verb's transaction.")
    about: Text = text or subject.text  # type: ignore[attr-defined]
    kind, thing = reference_to(subject)
    salt = secrets.token_bytes(SALT)
    told = dict(payload)
    queued = QueuedLeaf.objects.create(
        kind=kind,
        thing=thing,
        text=about,
        payload=told,
        salt=salt.hex(),
        entry=entry_of(told, salt).decode(),
        seat=seat,
        at=at,
    )
    if is_public(about, at):
        _append([queued], at)
    return queued


def publish_queue(text: Text, *, at: datetime) -> int:
    """Let what waited for a text's publication enter, in one batch and in an order that tells nothing of who signed
    first; the number of leaves. None while the text is secret."""
    with transaction.atomic():
        nobody_else_writes()
        waiting = list(QueuedLeaf.objects.filter(text=text, leaf=None)) if is_public(text, at) else []
        secrets.SystemRandom().shuffle(waiting)
        if not waiting or not _append(waiting, at):
            return 0
        record("queue.entered", text, seat=None, at=at, facts={"leaves": len(waiting)})
    return len(waiting)


def _append(queued: Sequence[QueuedLeaf], at: datetime) -> bool:
    """Whether these could enter: while something is wrong with the log they wait, and no act is refused for it."""
    nobody_else_writes()
    check = latest_check()
    if check is not None and check.problem:
        return False
    size = log_size()
    try:
        hashes = grown(size, [leaf_hash(one.entry.encode()) for one in queued], Stored())
    except KeyError as place:
        keep(Problem("hash_missing", {"place": str(place)}), size, is_whole=False, at=at)
        return False
    Leaf.objects.bulk_create(
        [Leaf(index=index, queued=one, at=at) for index, one in enumerate(queued, size)], batch_size=500
    )
    TreeHash.objects.bulk_create(
        [TreeHash(level=level, index=index, hash=value) for (level, index), value in hashes.items()], batch_size=500
    )
    return True
