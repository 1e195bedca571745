"""How far each seat has read: what stands behind that is news to it."""

from __future__ import annotations

from django.db import models

from mithaq.foundation.actors.models import Seat


class LastLook(models.Model):
    """The last act of which a seat has said that it has seen it. It is the reader's own affair: nobody else is shown
    it, and no act of the chronicle tells of it."""

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="last_look")
    #: The number of the act; everything up to it has been seen.
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat_id} {self.sequence}"
