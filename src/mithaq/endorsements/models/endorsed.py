"""Endorsements, what was signed for them, what they reserve, and their withdrawal."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mithaq.communique.models import Clause, Text
from mithaq.endorsements.models.evidence import Evidence
from mithaq.endorsements.vocabulary import BROUGHT, Method, Position
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class PasskeySignature(models.Model):
    """What a passkey signed, kept whole so that it can be checked again without us: the challenge is the SHA-256 of the
    statement's canonical JSON, and the statement holds the text's hash."""

    statement: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    #: In base64url. It holds a random part, and is signed for once only.
    challenge = models.CharField(max_length=43, unique=True)
    #: The four parts as WebAuthn names them, in base64url; the key as COSE (RFC 9052).
    credential_id = models.CharField(max_length=1400)
    public_key = models.CharField(max_length=4000)
    client_data = models.TextField()
    authenticator_data = models.TextField()
    signature = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.credential_id


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
    #: What was signed with a passkey, and what was brought from outside; None for the other ways.
    passkey = models.OneToOneField(PasskeySignature, models.PROTECT, null=True, related_name="endorsement")
    evidence = models.OneToOneField(Evidence, models.PROTECT, null=True, related_name="endorsement")
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
                condition=Q(method=Method.LISTED, seat=None, mandate=None, passkey=None, evidence=None) & ~Q(source="")
                | Q(seat__isnull=False, mandate__isnull=False)
                & ~Q(text_hash="")
                & (
                    Q(method=Method.CONFIRMED, passkey=None, evidence=None)
                    | Q(method=Method.PASSKEY, passkey__isnull=False, evidence=None)
                    | Q(method__in=[one.value for one in BROUGHT], passkey=None, evidence__isnull=False)
                ),
                name="an_endorsement_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:endorsement", args=[self.public_id])


class Reservation(models.Model):
    """What a city does not go along with, or how it understands it, in its own words, published with the text."""

    endorsement = models.ForeignKey(Endorsement, models.PROTECT, related_name="reservations")
    kind = models.CharField(max_length=16, choices=Position.choices, default=Position.RESERVATION)
    #: The clause it is about; None for the text as a whole.
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="reservations")
    text = PerLanguageField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "kind", "clause"], name="a_city_reserves_a_clause_once_in_each_way"
            ),
        ]

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
