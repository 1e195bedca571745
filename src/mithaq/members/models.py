"""Who takes part in a cycle, in which class, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.members.vocabulary import Standing


class Membership(models.Model):
    """That an organisation takes part in a cycle in a class. It ends by a date, never by deletion."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=24, choices=Standing.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "organisation"],
                condition=Q(ends__isnull=True),
                name="an_organisation_is_in_one_class_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="a_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("members:organisation", args=[self.organisation.public_id])


class MandateFile(models.Model):
    """The file that a mandate rests on: the letter, the decree, the resolution as it came in."""

    mandate = models.OneToOneField(Mandate, models.CASCADE, related_name="file")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.upload)


class FocalPoint(models.Model):
    """That the person in a seat admits the colleagues of the seat's organisation, from one day to another."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="focal_points")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

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
