"""Handing the signed declaration over, and the receiver's word that it was received."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from mithaq.endorsements.models.declaration import SignedDeclaration
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload


class Handover(models.Model):
    """That the group handed a signed declaration to an organisation, and into whose hands there."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    declaration = models.ForeignKey(SignedDeclaration, models.PROTECT, related_name="handovers")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="handovers")
    #: Name and office of the person who took it, as they are to be read; empty where it was sent to the organisation.
    into_hands = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "receiver"], name="a_declaration_is_handed_to_an_organisation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration}: {self.receiver}"

    def get_absolute_url(self) -> str:
        return reverse("endorsements:handover", args=[self.public_id])


class Acknowledgement(models.Model):
    """That it was received: said by a seat of the receiver, or by a letter that the secretariat entered."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="acknowledgement")
    letter = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.handover}: {self.at}"
