"""What a mandate rests on, who admits an organisation's people, and the seats that are offered to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload


class MandateFile(models.Model):
    """The file that a mandate rests on: the letter, the decree, the resolution as it came in."""

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="file")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.upload)


class FocalPoint(models.Model):
    """That the person in a seat admits the colleagues of the seat's organisation, from one day to another."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="focal_points")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: The instant on its last day from which the task is over, where it was ended at once; else None.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="a_focal_point_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return str(self.seat)


class Invitation(models.Model):
    """A seat that is offered to one person at one address, until an instant. What became of it are rows of their own;
    `is_open` follows them, so that the database holds one open offer of a seat to an address."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    inviter = models.ForeignKey(Seat, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = PerLanguageField()
    role = models.CharField(max_length=32, choices=Role.choices)
    title = PerLanguageField(default=dict, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "organisation",
                "role",
                condition=Q(is_open=True),
                name="a_seat_is_offered_once_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="an_offered_seat_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class InvitationWithdrawal(models.Model):
    """That an invitation was taken back before it was accepted."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="withdrawal")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.at}"


class Admission(models.Model):
    """That an invitation was accepted, and the seat that came of it."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="admission")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="admission")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.seat_id}"
