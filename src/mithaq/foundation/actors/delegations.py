"""A delegation: one seat lets another act under its mandate, in one scope, for some days.

To a colleague it is a plain delegation. To a seat of another organisation it is a *proxy*: that seat then acts for the
giver's organisation, never for its own, under the giver's mandate.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Delegation(models.Model):
    """That `giver` lets `receiver` act in one scope under the giver's own mandate, from one day to another (both
    included). It is worth what that mandate is worth: it adds no right that the giver has not."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    giver = models.ForeignKey("actors.Seat", models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey("actors.Seat", models.PROTECT, related_name="delegations_received")
    scope = models.CharField(max_length=16, choices=Scope.choices)
    #: The one matter it is for, named as the chronicle names records; both empty: for everything.
    matter_kind = models.CharField(max_length=64, blank=True)
    matter = models.CharField(max_length=24, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: The letter that a proxy rests on, in words; empty for a delegation to a colleague.
    evidence = PerLanguageField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="nobody_delegates_to_themselves"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="a_delegation_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id}: {self.scope}"

    @property
    def is_proxy(self) -> bool:
        """Whether it lets another organisation act."""
        return self.giver.organisation_id != self.receiver.organisation_id


class Recall(models.Model):
    """That a delegation was taken back, from this instant on."""

    delegation = models.OneToOneField(Delegation, models.PROTECT, related_name="recall")
    seat = models.ForeignKey("actors.Seat", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.at}"
