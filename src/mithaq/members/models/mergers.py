"""That two records became one, and that they are two again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id


class Merger(models.Model):
    """That one record was merged into another, with all that is needed to make them two again. The two are named by
    kind and public identifier, so that a later merger moves nothing here."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: "actors.organisation" or "actors.person".
    kind = models.CharField(max_length=64)
    kept = models.CharField(max_length=24, db_index=True)
    gone = models.CharField(max_length=24)
    #: Keys of the records that moved, by "model.field": `{"actors.seat.person": [3, 8]}`.
    moved: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField(default=dict)
    #: The highest key of each model at that time: what has a higher one came since.
    tops: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    #: Fields of both before, and of the kept one after: `{"kept": …, "gone": …, "made": …}`. Empty once the person's
    #: name was erased.
    fields: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.kept} + {self.gone}"

    def get_absolute_url(self) -> str:
        return reverse("members:unmerging", args=[self.public_id])


class Unmerging(models.Model):
    """That a merger was undone. `stayed` counts, by model, what came since and stays with the record that was kept."""

    of = models.OneToOneField(Merger, models.PROTECT, related_name="unmerging")
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stayed: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.of)
