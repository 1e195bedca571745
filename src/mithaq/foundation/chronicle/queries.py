"""Reading the chronicle: the history of a record, and what happened lately."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from mithaq.foundation.chronicle.models import Act, ActThing, Head
from mithaq.foundation.things import reference_to


def acts_on(thing: Model) -> QuerySet[Act]:
    """The acts that concerned a record, or one that was merged into it, the newest first, with who acted for whom."""
    kind, public_id = reference_to(thing)
    concerned = ActThing.objects.filter(kind=kind, thing=public_id)
    if hasattr(thing, "merged"):
        concerned |= ActThing.objects.filter(kind=kind, thing__in=thing.merged.values("public_id"))
    return (
        Act.objects.filter(pk__in=concerned.values("act"))
        .select_related("seat__person", "seat__organisation", "mandate__seat__organisation", "spoken")
        .order_by("-sequence")
    )


def acts_with(verbs: Iterable[str]) -> QuerySet[Act]:
    """The acts of these verbs, the newest first, with who acted for whom and what they concerned."""
    return (
        Act.objects.filter(verb__in=list(verbs))
        .select_related("seat__person", "seat__organisation", "mandate__seat__organisation", "spoken")
        .prefetch_related("things")
        .order_by("-sequence")
    )


def last_sequence() -> int:
    """The number of the last act; 0 while nothing has happened."""
    return Head.objects.values_list("sequence", flat=True).get()
