"""Who takes part in a cycle, in which class, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.identifiers import fresh_id
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
