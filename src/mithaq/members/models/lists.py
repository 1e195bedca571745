"""Lists of contacts that were brought, and what was done with each."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload


class Import(models.Model):
    """A list of contacts that was brought: its file, how its columns are read, what was answered about doubtful rows.

    What it would do is computed from this and the record whenever it is looked at; nothing of it is stored before it
    is played.
    """

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="imports")
    file = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    #: The place of the sheet in its file (from 0) and the number of the row with the headings (from 1).
    sheet = models.PositiveSmallIntegerField(default=0)
    heading = models.PositiveIntegerField(default=1)
    #: What each column says, by its place as text: `{"0": "email"}`, of `core.contacts.columns.Column`.
    columns: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    #: What holds for new things where a row is silent, of `core.contacts.comparison.Otherwise`.
    otherwise: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    #: A person's answers by the key of the question.
    answers: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.file)

    def get_absolute_url(self) -> str:
        return reverse("members:import_preview", args=[self.public_id])


class KnownHeadings(models.Model):
    """What a person settled that columns say, for the next file with the same headings in whatever order."""

    #: `core.contacts.columns.likeness_of_headings`.
    likeness = models.CharField(max_length=64, unique=True)
    columns: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return ", ".join(self.columns)


class Playing(models.Model):
    """That an import was carried out: by whom, when, and how many rows and things it concerned. Once for each."""

    of = models.OneToOneField(Import, models.CASCADE, related_name="playing")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: Rows by their state, of `core.contacts.comparison.State`.
    rows: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    #: The number of its last act: whatever is done to a thing after it was built on the import.
    sequence = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.of}: {self.at}"


class Imported(models.Model):
    """One thing that an import made or changed, with its fields before and after, so that it can be taken back."""

    playing = models.ForeignKey(Playing, models.CASCADE, related_name="imported")
    #: Of `core.contacts.comparison.Thing`.
    thing = models.CharField(max_length=16)
    ref = models.CharField(max_length=24)
    is_new = models.BooleanField()
    before: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    after: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["playing", "thing", "ref"], name="an_import_takes_hold_of_a_thing_once")
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.ref}"


class Undoing(models.Model):
    """That an import was taken back, as far as nobody had built on it; `left` counts what stayed, by thing."""

    of = models.OneToOneField(Playing, models.CASCADE, related_name="undoing")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back = models.PositiveIntegerField()
    #: References of what stayed as it is, by thing.
    left: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.of}: {self.at}"
