"""What becomes of an invitation to a meeting besides its answers."""

from __future__ import annotations

from django.db import models

from mithaq.foundation.actors.models import Seat


class InvitationTakenBack(models.Model):
    """That somebody is not invited to a meeting any more. Whoever is invited anew keeps the row of what was before."""

    participation = models.ForeignKey("taskforces.Participation", models.PROTECT, related_name="taken_back")
    #: The meeting's revision with which it was taken back: the calendar file that says so carries it.
    revision = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "revision"], name="an_invitation_is_taken_back_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.participation)
