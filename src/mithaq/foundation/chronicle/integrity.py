"""Is the chronicle whole? Every act is re-hashed and held against its words, the next one and the head."""

from __future__ import annotations

from collections.abc import Iterator

from mithaq.foundation.chronicle.models import Act, Head
from mithaq.foundation.chronicle.record import commitment, hash_of


def first_broken_act() -> int | None:
    """The number of the first act that does not fit its hash, its words, the one before or the head; None if all do."""
    previous, expected = "0" * 64, 1
    while True:
        first = expected
        for act in _acts_from(first):
            if (act.sequence, act.previous) != (expected, previous) or not _is_whole(act):
                return expected
            previous, expected = act.hash, expected + 1
        head = Head.objects.get()
        if (head.sequence, head.hash) == (expected - 1, previous):
            return None
        if expected == first:  # else the head may speak of acts that were written meanwhile: they are read too
            return expected


def _acts_from(sequence: int) -> Iterator[Act]:
    acts = Act.objects.filter(sequence__gte=sequence).select_related("seat", "mandate", "spoken")
    return acts.prefetch_related("things").order_by("sequence").iterator(chunk_size=500)


def _is_whole(act: Act) -> bool:
    things = [(thing.kind, thing.thing) for thing in act.things.all()]
    return hash_of(act, things) == act.hash and _has_its_words(act)


def _has_its_words(act: Act) -> bool:
    """Whether an act has the words it was written with, or their erasure, and no others."""
    spoken, promised = getattr(act, "spoken", None), act.facts.get("words")
    if spoken is None or promised is None:
        return spoken is None and promised is None
    if spoken.salt is None or spoken.words is None:
        return spoken.salt is None and spoken.words is None
    return commitment(spoken.salt, spoken.words) == promised
