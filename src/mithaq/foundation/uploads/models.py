"""Files that came in: stored by their content's hash, served only through a view that checks."""

from __future__ import annotations

from django.db import models

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id


def stored_as(sha256: str) -> str:
    """Where in the storage the content with this hash is kept."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class Upload(models.Model):
    """A file as it came in. The same bytes from the same seat are one upload."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    #: In bytes.
    size = models.PositiveBigIntegerField()
    #: What the content is ("docx"), found by looking at it, never by its name.
    kind = models.CharField(max_length=16)
    #: The name it came with, cleaned for display.
    name = models.CharField(max_length=200)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="uploads")
    received_at = models.DateTimeField()
    #: When its content was taken from the storage for good, because it told of a person who had to be erased.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["sha256", "seat"], name="the_same_file_is_received_once"),
            # In a database no seat equals no other seat, so that needs a rule of its own.
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(seat__isnull=True), name="a_file_without_seat_is_received_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
