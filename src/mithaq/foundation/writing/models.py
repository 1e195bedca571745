"""Who is at a form, and what they have typed there. Neither is part of the record: they are gone when the form is sent,
and the chronicle holds no line of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from mithaq.foundation.actors.models import Seat


class Presence(models.Model):
    """That a seat has a form open. Its page says so every few seconds; who has not been heard of has left."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    #: Which form, and about what: "press.release:k3m9…".
    form = models.CharField(max_length=160)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("since", "id")
        constraints = [models.UniqueConstraint(fields=["form", "seat"], name="a_seat_is_once_at_a_form")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.form}"


class Unsent(models.Model):
    """What a seat has typed into a form and not sent: each field's name with its values."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    form = models.CharField(max_length=160)
    words: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["form", "seat"], name="a_seat_keeps_a_form_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.form}"

    @property
    def initial(self) -> dict[str, Any]:
        """The words as a Django form takes them for its first values."""
        return {name: values[0] if len(values) == 1 else values for name, values in self.words.items()}
