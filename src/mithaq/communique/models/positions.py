"""Where each city stands: on a clause, or on the text as a whole."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mithaq.communique.models.texts import Clause, Draft, Text
from mithaq.communique.vocabulary import Stance
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id


class Position(models.Model):
    """What a city said of a clause, or of the whole text, in view of a draft. Appended, never edited: the latest holds,
    and all earlier ones can be read."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="positions")
    #: The draft that was in front of the city when it said so.
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="positions")
    #: None for the text as a whole.
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="positions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=16, choices=Stance.choices)
    reason = models.TextField(blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(stance=Stance.OBJECTS) | ~Q(reason=""), name="an_objection_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.stance}"
