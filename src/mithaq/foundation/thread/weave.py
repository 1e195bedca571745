"""Drawing the thread: called by the verbs that make one record out of others."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model

from mithaq.foundation.things import reference_to
from mithaq.foundation.thread.models import Edge


def weave(earlier: Iterable[Model], later: Model) -> None:
    """Say that `later` came out of each of `earlier`. Saying it again changes nothing."""
    later_kind, later_id = reference_to(later)
    Edge.objects.bulk_create(
        [
            Edge(earlier_kind=kind, earlier=public_id, later_kind=later_kind, later=later_id)
            for kind, public_id in map(reference_to, earlier)
        ],
        ignore_conflicts=True,
    )


def unweave(earlier: Model, later: Model) -> None:
    """Take back that `later` came out of `earlier`: it had been said by mistake."""
    (earlier_kind, earlier_id), (later_kind, later_id) = reference_to(earlier), reference_to(later)
    Edge.objects.filter(earlier_kind=earlier_kind, earlier=earlier_id, later_kind=later_kind, later=later_id).delete()
