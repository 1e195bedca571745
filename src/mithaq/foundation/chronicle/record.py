"""Writing a line into the chronicle: the last thing every verb does inside its transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.chronicle.models import Act, ActThing, ActWords, Head
from mithaq.foundation.clock import real_now
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.things import Reference, reference_to


def record(
    verb: str,
    subject: models.Model,
    *others: models.Model,
    seat: Seat | None,
    at: datetime,
    mandate: Mandate | None = None,
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
) -> Act:
    """Append an act to the chronicle, inside the verb's own transaction and as its last write.

    `facts` holds hashes, numbers and states; `words` holds what may have to be erased. Raises
    `TransactionManagementError` outside a transaction: a change without its line must not be possible.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded inside the verb's transaction.")
    spoken = _spoken(words)
    things = [reference_to(thing) for thing in (subject, *others)]
    head = Head.objects.select_for_update().get()
    act = Act(
        sequence=head.sequence + 1,
        public_id=fresh_id(),
        verb=verb,
        seat=seat,
        mandate=mandate,
        at=at,
        recorded_at=real_now(),
        facts={**(facts or {}), **({"words": commitment(*spoken)} if spoken else {})},
        previous=head.hash,
    )
    act.hash = hash_of(act, things)
    act.save(force_insert=True)
    ActThing.objects.bulk_create(
        ActThing(act=act, place=place, kind=kind, thing=thing) for place, (kind, thing) in enumerate(things)
    )
    if spoken:
        ActWords.objects.create(act=act, salt=spoken[0], words=spoken[1])
    Head.objects.filter(pk=head.pk).update(sequence=act.sequence, hash=act.hash)
    return act


@dataclass(frozen=True)
class Line:
    """One act that is still to be written: what was done, to what, with which facts."""

    verb: str
    things: tuple[models.Model, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


def nobody_else_writes() -> None:
    """Let every other verb wait until this transaction ends, so that what was read in it is still so when it writes."""
    if connection.features.has_select_for_update:  # else whoever began a transaction is alone until it ends
        Head.objects.select_for_update().get()


def record_all(lines: Iterable[Line], *, seat: Seat | None, at: datetime) -> list[Act]:
    """Append several acts in their order, as `record` does one: the head is locked and moved once. None has words.

    For verbs that do the same to thousands of records at once; ten acts take as many queries as a thousand.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An act is recorded inside the verb's transaction.")
    head = Head.objects.select_for_update().get()
    sequence, previous, recorded_at = head.sequence, head.hash, real_now()
    acts: list[Act] = []
    things: list[ActThing] = []
    for line in lines:
        sequence += 1
        act = Act(
            sequence=sequence,
            public_id=fresh_id(),
            verb=line.verb,
            seat=seat,
            at=at,
            recorded_at=recorded_at,
            facts=dict(line.facts),
            previous=previous,
        )
        named = [reference_to(thing) for thing in line.things]
        previous = act.hash = hash_of(act, named)
        acts.append(act)
        things += [ActThing(act=act, place=place, kind=kind, thing=thing) for place, (kind, thing) in enumerate(named)]
    Act.objects.bulk_create(acts, batch_size=500)
    ActThing.objects.bulk_create(things, batch_size=500)
    Head.objects.filter(pk=head.pk).update(sequence=sequence, hash=previous)
    return acts


def hash_of(act: Act, things: list[Reference]) -> str:
    """The hash that chains an act to the one before it: SHA-256 over its line in a fixed form."""
    line = [
        act.previous,
        act.sequence,
        act.public_id,
        act.verb,
        act.seat.public_id if act.seat else None,
        act.mandate.public_id if act.mandate else None,
        act.at.timestamp(),
        act.recorded_at.timestamp(),
        act.facts,
        things,
    ]
    return hashlib.sha256(json.dumps(line, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def commitment(salt: str, words: Mapping[str, str]) -> str:
    """The hash that an act holds of its words: SHA-256 over the salt and the words."""
    return hashlib.sha256((salt + json.dumps(words, sort_keys=True, ensure_ascii=False)).encode()).hexdigest()


def _spoken(words: Mapping[str, str] | None) -> tuple[str, dict[str, str]] | None:
    said = {name: text for name, text in (words or {}).items() if text}
    return (secrets.token_hex(32), said) if said else None
