"""A text while its first draft is composed. Working matter: when the draft is issued, only its words stay."""

from __future__ import annotations

from typing import Any

from django.db import models

from mithaq.communique.models.texts import Text
from mithaq.core.composing.sketch import Sketch, Slice, from_plain
from mithaq.foundation.actors.models import Seat


class Composition(models.Model):
    """The clauses of a text that has no draft yet, in their order (`core.composing.sketch`)."""

    text = models.OneToOneField(Text, models.CASCADE, related_name="composition")
    clauses: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.text_id}: {len(self.clauses)}"

    @property
    def sketch(self) -> Sketch:
        """The clauses, as they are worked on."""
        return from_plain(self.clauses)


class ComposingStep(models.Model):
    """What was done to a composition last, so that it can be taken back; then it is gone."""

    composition = models.ForeignKey(Composition, models.CASCADE, related_name="steps")
    #: The verb that the chronicle has for it.
    verb = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    removed: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    added: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.composition_id}: {self.verb}"

    @property
    def slice(self) -> Slice:
        """What it did, as the engine takes it back."""
        return Slice(self.start, from_plain(self.removed), from_plain(self.added))
