"""What is on record of a group besides its members by organisation: persons, milestones, documents, changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.vocabulary import GroupEvent, GroupRole, MilestoneEvent, Reach


class GroupSeat(models.Model):
    """That a person in their seat works in a group, in a role, for a time. Whoever chairs by their seat leads it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    group = models.ForeignKey("taskforces.Group", models.CASCADE, related_name="people")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="groups")
    role = models.CharField(max_length=16, choices=GroupRole.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: Why it ended, where that was said.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("starts", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "seat"], condition=Q(ends__isnull=True), name="a_seat_is_in_a_group_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="a_seat_leaves_a_group_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return self.seat.sentence


class GroupChange(models.Model):
    """That something said of a group was changed, or that it was ended; with the reason."""

    group = models.ForeignKey("taskforces.Group", models.CASCADE, related_name="changes")
    what = models.CharField(max_length=16, choices=GroupEvent.choices)
    reason = models.CharField(max_length=300)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.group}: {self.reason}"


class Milestone(models.Model):
    """What a group wants to have done by a day. What happened to it stands in `MilestoneChange`."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    group = models.ForeignKey("taskforces.Group", models.CASCADE, related_name="milestones")
    title = PerLanguageField()
    due = models.DateField()
    #: The day on which it was reached; None until somebody says.
    reached = models.DateField(null=True, blank=True)
    #: Not cancelled.
    is_standing = models.BooleanField(default=True)
    #: How often it was changed: what a calendar program takes the newer one by.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{self.group.get_absolute_url()}#milestones"


class MilestoneChange(models.Model):
    """That a milestone was set, moved from one day to another, reached or cancelled."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=16, choices=MilestoneEvent.choices)
    before = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_what_display()}"


class GroupDocument(models.Model):
    """A file of a group, and who may read it. One that was taken away stays on record, read by nobody."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    group = models.ForeignKey("taskforces.Group", models.CASCADE, related_name="documents")
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    reach = models.CharField(max_length=16, choices=Reach.choices, default=Reach.GROUP)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_away_at = models.DateTimeField(null=True, blank=True)
    #: Why it was taken away.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["group", "file"], condition=Q(taken_away_at__isnull=True), name="a_file_lies_in_a_group_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
