"""What a meeting leaves behind: documents, minutes, decisions and actions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.vocabulary import OutcomeKind


class MeetingDocument(models.Model):
    """A file that lies before a meeting."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    meeting = models.ForeignKey("taskforces.Meeting", models.CASCADE, related_name="documents")
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["meeting", "file"], name="a_file_lies_before_a_meeting_once")]

    def __str__(self) -> str:
        return self.title or self.file.name


class Minutes(models.Model):
    """The minutes of a meeting in one language. A correction is a new row; the latest is the one that is read."""

    meeting = models.ForeignKey("taskforces.Meeting", models.CASCADE, related_name="minutes")
    language = models.CharField(max_length=12)
    text = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.meeting} ({self.language})"


class Outcome(models.Model):
    """What a meeting decided, or what it gave somebody to do: then it has an owner and a day."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    meeting = models.ForeignKey("taskforces.Meeting", models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=16, choices=OutcomeKind.choices)
    text = PerLanguageField()
    owner = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="decision") | Q(owner__isnull=False, due__isnull=False),
                name="an_action_has_an_owner_and_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#outcome-{self.public_id}"


class Completion(models.Model):
    """That an action is done, as its owner or the secretariat said."""

    outcome = models.OneToOneField(Outcome, models.CASCADE, related_name="completion")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.outcome)
