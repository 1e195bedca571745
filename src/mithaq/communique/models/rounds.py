"""Rounds of the negotiation, and what each city answers in them.

A *round* puts one draft before the cities for a time, in one working language. A city answers with its *official
return*: prepared by several people inside the city and released by one who may negotiate for it. Until then nobody
else sees it. A later return of the same city in the same round replaces the earlier one; both stay on record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.communique.models.texts import Draft, Text
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id


class Round(models.Model):
    """A time in which the cities answer to a draft. Whether it is open follows from its instants."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.CASCADE, related_name="rounds")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="round")
    #: The language in which collisions are computed.
    language = models.CharField(max_length=12)
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_round_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.opens} – {self.closes}"

    def get_absolute_url(self) -> str:
        return reverse("communique:round", args=[self.public_id])

    def is_open(self, at: datetime) -> bool:
        """Whether an answer given now is in time: up to and including the instant at which the round closes."""
        return self.opens <= at <= self.closes


class ClosingMoved(models.Model):
    """That a round was extended or closed early, and why."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="moves")
    before = models.DateTimeField()
    after = models.DateTimeField()
    reason = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_closing_moves_somewhere"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_closing_moves_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def is_extension(self) -> bool:
        """Whether the cities have longer than before."""
        return self.after > self.before


class Return(models.Model):
    """What one city answers in a round, as one whole. Private until it is released."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="text_returns")
    #: Whether the secretariat enters it for the city, from a letter or a file that the city sent.
    is_entered = models.BooleanField(default=False)
    #: Where what was entered came from, in words: "mail of 3 May, return.docx".
    source = models.CharField(max_length=300, blank=True)
    begun_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    #: When the city gave it: the instant of release, or for what was entered the one at which it came in.
    given_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    #: The mandate under which it was released; none for what was entered.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("released_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "is_entered"],
                condition=Q(released_at__isnull=True),
                name="one_return_is_prepared_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False, given_at__isnull=False),
                name="a_return_is_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("communique:returned", args=[self.public_id])

    @property
    def is_late(self) -> bool:
        """Whether the city gave it after its round had closed: it counts, and is marked."""
        return self.given_at is not None and self.given_at > self.round.closes
