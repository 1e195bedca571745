"""Drawing the thread: called by the verbs that make one record out of others."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from mithaq.foundation.things import Reference, reference_to
from mithaq.foundation.thread.models import Edge


def weave(earlier: Iterable[Model], later: Model) -> None:
    """Say that `later` came out of each of `earlier`. Saying it again changes nothing."""
    weave_named(map(reference_to, earlier), later)


def weave_named(earlier: Iterable[Reference], later: Model) -> None:
    """The same with records that are named and need not be read."""
    later_kind, later_id = reference_to(later)
    Edge.objects.bulk_create(
        [
            Edge(earlier_kind=kind, earlier=public_id, later_kind=later_kind, later=later_id)
            for kind, public_id in earlier
        ],
        ignore_conflicts=True,
    )


def unravel(earlier: Iterable[Model], later: Model) -> None:
    """Say that `later` does not come out of these any more. What was never said changes nothing."""
    later_kind, later_id = reference_to(later)
    of_kinds: dict[str, list[str]] = {}
    for kind, public_id in map(reference_to, earlier):
        of_kinds.setdefault(kind, []).append(public_id)
    for kind, public_ids in of_kinds.items():
        edges = Edge.objects.filter(earlier_kind=kind, earlier__in=public_ids)
        edges.filter(later_kind=later_kind, later=later_id).delete()
