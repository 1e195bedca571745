"""Cities put their names under the frozen text.

An endorsement is a fact with its proof: which city, through which seat, under which mandate as it stood
then, for which hash, when. It is never changed or deleted. A withdrawal is a row of its own, and a new
endorsement may follow it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.communique.models import Clause, Text
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Call(models.Model):
    """The call to endorse a frozen text, from an instant to an instant. Late endorsements are possible after it and
    are shown as late; the call's end is a date in letters, not a lock."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.OneToOneField(Text, models.PROTECT, related_name="call")
    opens = models.DateTimeField()
    closes = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_call_closes_after_it_opens")]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:endorse", args=[self.text.public_id])


class Endorsement(models.Model):
    """That a city stands behind exactly this text."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="endorsements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="endorsements")
    method = models.CharField(max_length=24, choices=Method.choices)
    at = models.DateTimeField()
    #: Who confirmed it, under which mandate; None where a publication documents the endorsement and names nobody.
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="endorsements")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="endorsements")
    #: The mandate as it stood: evidence, scope, days, examiners. A later loss annotates, it never deletes.
    snapshot: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    is_provisional = models.BooleanField(default=False)
    #: The hash of the frozen text; empty where the wording is not on record.
    text_hash = models.CharField(max_length=64, blank=True)
    #: The languages in which the person read it.
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    may_be_named = models.BooleanField()
    #: The publication that documents it, for what was not confirmed here.
    source = models.CharField(max_length=300, blank=True)
    #: The constraint below needs it on the row: true until a withdrawal is recorded.
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "organisation"],
                condition=Q(is_living=True),
                name="a_city_has_one_living_endorsement_of_a_text",
            ),
            models.CheckConstraint(
                condition=Q(method=Method.LISTED, seat=None, mandate=None) & ~Q(source="")
                | Q(method=Method.CONFIRMED, seat__isnull=False, mandate__isnull=False) & ~Q(text_hash=""),
                name="an_endorsement_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:endorsement", args=[self.public_id])


class Reservation(models.Model):
    """What a city does not go along with, in its own words, published with the text."""

    endorsement = models.OneToOneField(Endorsement, models.PROTECT, related_name="reservation")
    #: The clause it is about; None for the text as a whole.
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="reservations")
    text = PerLanguageField()

    def __str__(self) -> str:
        return str(self.text)


class Withdrawal(models.Model):
    """That an endorsement was taken back, from a time on, with or without a reason."""

    endorsement = models.OneToOneField(Endorsement, models.PROTECT, related_name="withdrawal")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = PerLanguageField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.endorsement}: {self.at}"
