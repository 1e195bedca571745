"""One line runs through the year: study → paper → recommendation → point → clause → endorsement → uptake.

Every verb that makes one record out of another writes an edge. Reading walks them in both directions.
"""

from __future__ import annotations

from django.db import models


class Edge(models.Model):
    """That `later` came out of `earlier`. Kinds and public identifiers, since no room may import a later one."""

    earlier_kind = models.CharField(max_length=64)
    earlier = models.CharField(max_length=24)
    later_kind = models.CharField(max_length=64)
    later = models.CharField(max_length=24)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["earlier_kind", "earlier", "later_kind", "later"], name="an_edge_is_drawn_once"
            )
        ]
        indexes = [models.Index(fields=["later_kind", "later"], name="edges_backwards")]

    def __str__(self) -> str:
        return f"{self.earlier_kind} {self.earlier} → {self.later_kind} {self.later}"
