"""The certificates by which the group judges electronic signatures: of its own choice, for one year."""

from __future__ import annotations

from django.db import models

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id


class TrustedCertificate(models.Model):
    """A certificate of an authority whose word the group takes, from when it was entered until it is taken back."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="trusted_certificates")
    #: DER, in Base64, and its SHA-256.
    certificate = models.TextField()
    sha256 = models.CharField(max_length=64)
    #: The name in it, and its last day.
    name = models.CharField(max_length=200)
    ends = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Distrust(models.Model):
    """That the group no longer takes its word, from an instant on. What was judged before stays as it was judged."""

    trusted = models.OneToOneField(TrustedCertificate, models.PROTECT, related_name="distrust")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.trusted}: {self.at}"
