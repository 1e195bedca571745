"""Files that cities answer with, before and after they enter a return.

A file is kept as it was received. What was found in it is a *reading*: a preview, and not the record; it can be made
again from the file and the draft. What could not be placed is placed *by hand*. Only when somebody takes the file in do
its changes enter a return; what came out of which file stays known.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mithaq.communique.models.rounds import Return, Round
from mithaq.communique.models.texts import Clause
from mithaq.communique.vocabulary import ByHand
from mithaq.correspondence.models import ReturnedFile
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload


class ReturnFile(models.Model):
    """A file with what a city asks for, brought into a round. Private as the return is into which it goes."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="files")
    #: Whose answer it is. None while the secretariat has not said so.
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    #: The city that the file itself names: in its own name, or by those who wrote in it.
    named = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    #: Whether the secretariat brought it, for a city that sent it by mail or by its link.
    is_entered = models.BooleanField(default=False)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    #: The name that it came with.
    name = models.CharField(max_length=200)
    #: The file of a return by mail, by link or on the site that it is, where it came that way.
    came_as = models.ForeignKey(ReturnedFile, models.PROTECT, null=True, blank=True, related_name="+")
    #: When it came in.
    given_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: Of whoever reads it: the last sign (real time), and how often it was begun.
    heard_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    #: Why it could not be read, a code of `core.reading.unreadable`, with its facts; empty where it could.
    fault = models.CharField(max_length=32, blank=True)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    #: The return that holds what was in it; None while it was not taken in, or after it was taken out again.
    returned = models.ForeignKey(Return, models.PROTECT, null=True, blank=True, related_name="files")
    #: The later file of the same city that was taken in instead of it.
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    #: When it was said to be no answer.
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "is_entered", "upload"],
                condition=Q(set_aside_at__isnull=True),
                name="a_file_is_brought_into_a_round_once",
            ),
            models.CheckConstraint(
                condition=Q(returned__isnull=True) | Q(organisation__isnull=False),
                name="a_file_that_is_taken_in_is_a_citys",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communique:file", args=[self.public_id])

    @property
    def is_late(self) -> bool:
        """Whether it came in after its round had closed."""
        return self.given_at > self.round.closes

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be read. Asks for the reading where it was not read along."""
        return not self.fault and not hasattr(self, "reading")


class FileReading(models.Model):
    """What was found in a file: everything on a clause, listed, or told as changing no words."""

    file = models.OneToOneField(ReturnFile, models.CASCADE, related_name="reading")
    #: As `queries.found.as_plain` writes it.
    found: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    #: How many changes and comments are on clauses or on the whole text, on how many clauses, and how many are not.
    changes = models.PositiveIntegerField()
    clauses = models.PositiveIntegerField()
    unplaced = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_id}: {self.changes}"


class PlacedByHand(models.Model):
    """Where a person placed something that could not be placed. Changed as often as one likes until the file is taken
    in."""

    file = models.ForeignKey(ReturnFile, models.CASCADE, related_name="by_hand")
    #: Which of what could not be placed, counted from 0.
    number = models.PositiveIntegerField()
    choice = models.CharField(max_length=16, choices=ByHand.choices)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    #: Why it is left out.
    reason = models.CharField(max_length=500, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="each_is_placed_once"),
            models.CheckConstraint(
                condition=~Q(choice=ByHand.NOTHING) | ~Q(reason=""), name="what_is_left_out_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(choice__in=[ByHand.WORDS, ByHand.CLAUSE]) | Q(clause__isnull=False),
                name="what_is_about_a_clause_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}: {self.choice}"
