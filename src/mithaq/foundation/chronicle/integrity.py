"""Is the chronicle whole? Every act is re-hashed and held against the next one and the head."""

from __future__ import annotations

from mithaq.foundation.chronicle.models import Act, Head
from mithaq.foundation.chronicle.record import hash_of


def first_broken_act() -> int | None:
    """The number of the first act that does not fit its hash, its predecessor or the head; None if all fit."""
    previous, expected = "0" * 64, 1
    acts = Act.objects.select_related("seat", "mandate").prefetch_related("things").order_by("sequence")
    for act in acts.iterator(chunk_size=500):
        things = [(t.kind, t.thing) for t in act.things.all()]
        if act.sequence != expected or act.previous != previous or hash_of(act, things) != act.hash:
            return expected
        previous, expected = act.hash, expected + 1
    head = Head.objects.get()
    return None if (head.sequence, head.hash) == (expected - 1, previous) else expected
