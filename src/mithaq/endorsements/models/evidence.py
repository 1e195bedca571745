"""What came in from outside for a city's endorsement, entered by one person and checked by another."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mithaq.communique.models import Text
from mithaq.endorsements.vocabulary import BROUGHT, Method
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload


class Evidence(models.Model):
    """A signed PDF, a scanned letter, or a letter or e-mail of the mayor's office, as somebody entered it. It counts
    for nothing until somebody else has checked it; then an endorsement refers to it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="evidence")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="endorsement_evidence")
    method = models.CharField(max_length=24, choices=[(one.value, one.label) for one in BROUGHT])
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    #: The mandate of the person whose signature it bears, or whose office wrote it.
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    #: The day that it bears, in the city's own calendar.
    signed_on = models.DateField()
    #: The hash of the frozen text that it is about.
    text_hash = models.CharField(max_length=64)
    #: Codes of the languages in which the person read the text, as far as the letter says.
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    may_be_named = models.BooleanField()
    #: As in a preparation.
    reserved: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    #: What the check of an electronic signature found; empty for paper and letters.
    validation: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    #: Who entered it, and when.
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=[one.value for one in BROUGHT]) & ~Q(text_hash=""),
                name="evidence_is_brought_for_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {Method(self.method).label}"

    def get_absolute_url(self) -> str:
        return reverse("endorsements:evidence", args=[self.public_id])


class SecondCheck(models.Model):
    """What another person found when they compared the evidence with what was entered."""

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="second_check")
    is_in_order = models.BooleanField()
    reason = PerLanguageField(default=dict, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.evidence}: {self.is_in_order}"
