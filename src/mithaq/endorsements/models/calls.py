"""The call to endorse, who was asked, who has opened the text, and what staff has prepared for the mandated person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.communique.models import Text
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id


class Call(models.Model):
    """The call to endorse a frozen text, from an instant to an instant. Late endorsements are possible after it and
    are shown as late; the call's end is a date in letters, not a lock."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.OneToOneField(Text, models.PROTECT, related_name="call")
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    #: How many days before it closes the cities that have not answered are reminded, the earliest first.
    reminders: models.JSONField[list[int], list[int]] = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_call_closes_after_it_opens")]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return reverse("endorsements:endorse", args=[self.text.public_id])

    @property
    def reminded_at(self) -> list[datetime]:
        """The instants at which the cities are reminded of themselves, as far as they lie within the call."""
        instants = (self.closes - timedelta(days=days) for days in self.reminders)
        return [instant for instant in instants if instant > self.opens]


class Invitation(models.Model):
    """That a seat was written to: called on to endorse, or reminded of it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="invitations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_reminder = models.BooleanField(default=False)
    #: Codes of the languages of the letter, in its order.
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(fields=["call", "seat", "at"], name="one_letter_of_a_call_to_a_seat_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.seat}"


class Opening(models.Model):
    """That somebody of a city said they had read the text under a call; the first time of each seat."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="openings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation", "seat"], name="a_seat_opens_a_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call}: {self.seat}"


class Preparation(models.Model):
    """What the staff of a city has prepared for the one who may confirm. It does nothing by itself; the latest one of a
    city stands in the form."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="preparations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    may_be_named = models.BooleanField()
    #: What is reserved or interpreted: `{"clause": id or "", "kind": …, "text": {language: words}}` each.
    reserved: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.text}"
