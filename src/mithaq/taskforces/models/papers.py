"""What a working paper goes through: its versions, its stages, its reviews, and where it was handed in by mistake."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.vocabulary import CountedBy, Finding, Stage


class PaperVersion(models.Model):
    """One version of a paper: a file, or a link to where it stands. Versions are never replaced."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    paper = models.ForeignKey("taskforces.Paper", models.CASCADE, related_name="versions")
    #: From 1.
    number = models.PositiveIntegerField()
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=500, blank=True)
    language = models.CharField(max_length=12, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    #: Who counted the pages, or where the number stands; empty where the file was asked.
    pages_source = models.CharField(max_length=200, blank=True)
    counted_by = models.CharField(max_length=16, choices=CountedBy.choices, blank=True)
    #: What is new in it, in the words of whoever added it.
    note = models.CharField(max_length=500, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("paper", "number")
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="a_version_has_its_number"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
                name="a_version_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.number})"


class PaperStep(models.Model):
    """That a paper came to a stage, forward or back. A submission keeps the deadline as it stood then."""

    paper = models.ForeignKey("taskforces.Paper", models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    #: The version that came to it; None where there was none, or none is on record.
    version = models.ForeignKey(PaperVersion, models.PROTECT, null=True, blank=True, related_name="+")
    is_return = models.BooleanField(default=False)
    #: Why it went back.
    reason = models.CharField(max_length=300, blank=True)
    #: The deadline for submissions as it stood at the time; None where none was set or none is asked for.
    due = models.DateTimeField(null=True, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_stage_display()}"

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after the deadline."""
        return self.due is not None and self.at > self.due


class PaperMove(models.Model):
    """That a paper was handed in for the wrong group and moved to another, with the reason."""

    paper = models.ForeignKey("taskforces.Paper", models.CASCADE, related_name="moves")
    before = models.ForeignKey("taskforces.Group", models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("taskforces.Group", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.paper}: {self.reason}"


class PaperPolicy(models.Model):
    """How a year treats papers after the deadline. Without one they are taken and marked as late."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="paper_policy")
    refuses_late = models.BooleanField(default=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.cycle)


class Review(models.Model):
    """That a seat is asked to review a paper by a day."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    paper = models.ForeignKey("taskforces.Paper", models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Seat, models.PROTECT, related_name="reviews")
    due = models.DateField()
    asked_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    #: When the reviewer said that the review is finished.
    finished_at = models.DateTimeField(null=True, blank=True)
    #: When the review was no longer wanted.
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "reviewer"],
                condition=Q(finished_at__isnull=True, released_at__isnull=True),
                name="a_reviewer_is_asked_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.reviewer}"


class Comment(models.Model):
    """What a reviewer, or somebody who works on the paper, says of it or of a place in it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    paper = models.ForeignKey("taskforces.Paper", models.CASCADE, related_name="comments")
    version = models.ForeignKey(PaperVersion, models.PROTECT, null=True, blank=True, related_name="comments")
    #: The section it is about; empty for the whole paper.
    place = models.CharField(max_length=200, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]


class CommentAnswer(models.Model):
    """What the authors did with a comment, and why."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="reply")
    finding = models.CharField(max_length=16, choices=Finding.choices)
    reason = models.TextField(blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(finding="taken") | ~Q(reason=""), name="what_is_not_taken_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_finding_display()
