"""How a consolidation ends: it is closed, opened again, and the groups say what they think of the fates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.recommendations.vocabulary import Reply


class Closing(models.Model):
    """That the consolidation was closed, every recommendation having its fate."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="closings")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.cycle_id} closed {self.at}"


class Reopening(models.Model):
    """That a closed consolidation was opened again, and why."""

    closing = models.OneToOneField(Closing, models.CASCADE, related_name="reopening")
    reason = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.closing} reopened {self.at}"


class Asking(models.Model):
    """That the groups were asked what they say to the fates of their recommendations, and until when."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="askings")
    until = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("at")), name="a_group_has_time_to_answer")]

    def __str__(self) -> str:
        return f"{self.cycle_id} until {self.until}"


class Answer(models.Model):
    """What the group that wrote a recommendation said to its fate. The latest one counts; all of them stay."""

    asking = models.ForeignKey(Asking, models.CASCADE, related_name="answers")
    recommendation = models.ForeignKey("recommendations.Recommendation", models.CASCADE, related_name="answers")
    reply = models.CharField(max_length=16, choices=Reply.choices)
    #: The reason of an objection, or the comment.
    words = models.TextField(blank=True)
    #: `queries.fates.Line.proposal` of what was answered: whoever changes it makes the answer one to an earlier fate.
    proposal = models.CharField(max_length=64)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(reply="agrees") | ~Q(words=""), name="an_objection_has_its_reason")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.reply}"
