"""Reading the log and hashing it anew: all of it, or what is new since the last signed state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.core.tlog.canonical import NotCanonical, entry_of
from mithaq.core.tlog.checkpoints import read_checkpoint
from mithaq.core.tlog.notes import NotANote, read_key, read_note
from mithaq.core.tlog.proofs import consistency_proof, continues
from mithaq.core.tlog.tree import Crown, Kept, full_subtrees, grown, leaf_hash, root_of
from mithaq.endorsements.models import Checkpoint, Leaf, LogCheck, TreeHash
from mithaq.endorsements.queries.log import Stored, entries, latest_check, log_size, witnesses
from mithaq.endorsements.vocabulary import Problem
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.clock import real_now


def check_log(*, at: datetime) -> LogCheck:
    """Read every leaf, hash the whole log anew and hold it against what is stored, what was signed and what witnesses
    said last; what was found is on record."""
    return keep(what_is_wrong() or _said_by_witnesses(at), log_size(), is_whole=True, at=at)


def _said_by_witnesses(at: datetime) -> Problem | None:
    saw = witnesses(at).filter(saw_another=True).first()
    return saw.problem if saw else None


def keep(problem: Problem | None, size: int, *, is_whole: bool, at: datetime) -> LogCheck:
    """Put what was found on record. What is newly wrong, or no longer, stands in the chronicle too."""
    with transaction.atomic():
        before = latest_check()
        kept = LogCheck.objects.create(
            at=real_now(),
            size=size,
            is_whole=is_whole,
            finding=problem.code if problem else "",
            facts=dict(problem.facts) if problem else None,
        )
        if problem and not (before and before.problem):
            record("log.alarmed", kept, seat=None, at=at, facts={"size": size})
        elif before and before.problem and not problem:
            record("log.alarm_lifted", kept, seat=None, at=at, facts={"size": size})
    return kept


def what_is_wrong() -> Problem | None:
    """The first thing in the whole log that does not hold; None where everything does."""
    states = {state.size: state for state in Checkpoint.objects.select_related("key")}
    crown = Crown()
    for rows in entries(0):
        for index, entry in rows:
            if index != crown.size:
                return Problem("leaf_missing", {"first": crown.size})
            crown.add([entry.encode()])
            state = states.get(crown.size)
            if state is not None and (wrong := _wrong_with(state, crown.root())):
                return wrong
    largest = max(states, default=0)
    if largest > crown.size:
        return Problem("leaves_missing", {"first": crown.size, "last": largest - 1, "size": largest})
    return _wrong_commitment() or _wrong_hash(crown.size)


def wrong_since(state: Checkpoint | None) -> Problem | None:
    """What does not hold in the leaves that are new since a signed state, and in how the log goes on from it."""
    old, size = (state.size if state else 0), log_size()
    if size < old:
        return Problem("leaves_missing", {"first": size, "last": old - 1, "size": old})
    stored = Stored()
    try:
        if state and (wrong := _wrong_with(state, root_of(old, stored))):
            return wrong
        new = [entry.encode() for rows in entries(old, size) for _index, entry in rows]
        if len(new) != size - old:
            return Problem("leaves_missing_between", {"first": old, "last": size - 1})
        if wrong := _wrong_commitment(old):
            return wrong
        again = grown(old, [leaf_hash(entry) for entry in new], stored)
        if stored.read(list(again)) != list(again.values()):
            return Problem("other_hashes_between", {"first": old, "last": size - 1})
        root = root_of(size, stored)
        proof = consistency_proof(old, size, stored)
        if state and not continues(bytes.fromhex(state.root), old, root, size, proof):
            return Problem("not_continued", {"size": size, "old": old})
    except KeyError as missing:
        return Problem("hash_missing", {"place": str(missing)})
    return None


def _wrong_with(state: Checkpoint, root: bytes) -> Problem | None:
    try:
        note = read_note(state.note)
        told = read_checkpoint(note)
        if not note.signed_by(read_key(state.key.key)) or told.origin != state.key.origin:
            return Problem("not_its_key", {"size": state.size})
    except NotANote:
        return Problem("state_unreadable", {"size": state.size})
    if (told.size, told.root.hex()) != (state.size, state.root) or told.root != root:
        return Problem("another_root", {"size": state.size})
    return None


def _wrong_commitment(start: int = 0) -> Problem | None:
    """Whether an entry no longer is the one of its payload; an erased payload has none."""
    leaves = Leaf.objects.filter(index__gte=start, queued__salt__isnull=False).order_by("index")
    for index, entry, payload, salt in leaves.values_list(
        "index", "queued__entry", "queued__payload", "queued__salt"
    ).iterator(chunk_size=2000):
        try:
            if entry_of(payload, bytes.fromhex(salt or "")).decode() != entry:
                return Problem("another_entry", {"first": index})
        except (NotCanonical, ValueError):
            return Problem("entry_unreadable", {"first": index})
    return None


def _wrong_hash(size: int) -> Problem | None:
    """Whether a stored hash is another than the entries give, or one too few or too many."""
    edge: dict[tuple[int, int], bytes] = {}
    number = 0
    for rows in entries(0, size):
        start = rows[0][0]
        new = grown(start, [leaf_hash(entry.encode()) for _index, entry in rows], Kept(edge))
        try:
            stored = Stored().read(list(new))
        except KeyError as missing:
            return Problem("hash_missing", {"place": str(missing)})
        for place, value in zip(new, stored, strict=True):
            if new[place] != value:
                return Problem("another_hash", {"place": str(place)})
        number += len(new)
        edge = {place: (edge | new)[place] for place in full_subtrees((0, start + len(rows)))}
    held = TreeHash.objects.count()
    return None if held == number else Problem("another_number_of_hashes", {"held": held, "given": number})
