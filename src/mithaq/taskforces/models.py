"""Groups that work on a part of the year's matter, and the working papers they hand in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.vocabulary import GroupKind, GroupRole


class Group(models.Model):
    """A task force, a special working group or a drafting group of a cycle."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=32, choices=GroupKind.choices)
    title = PerLanguageField()
    charter = PerLanguageField(default=dict, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_group_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("taskforces:group", args=[self.public_id])


class Enrolment(models.Model):
    """That an organisation works in a group, in a role, for a time."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=16, choices=GroupRole.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation"],
                condition=Q(ends__isnull=True),
                name="an_organisation_is_in_a_group_once",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="an_enrolment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()


class Paper(models.Model):
    """A working paper: its file where it is on record, else only its entry in the catalogue."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="papers")
    key = models.CharField(max_length=80)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="papers")
    title = PerLanguageField()
    #: The language it is written in, where known.
    language = models.CharField(max_length=12, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="papers")
    #: Pages as stated by the source; None where nobody counted them.
    pages = models.PositiveIntegerField(null=True, blank=True)
    submitted_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    note = PerLanguageField(default=dict, blank=True)

    class Meta:
        ordering = ("submitted_at", "id")
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_paper_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("taskforces:paper", args=[self.public_id])
