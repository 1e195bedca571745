"""That a clause says the same in two languages: proposed by one person, approved by another.

The state of a language follows from these rows and the draft; nothing has to be marked when words change.
"""

from __future__ import annotations

from django.db import models

from mithaq.communique.models.texts import Clause, Wording
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id


class Translation(models.Model):
    """Words of a clause in a language, proposed as saying what `source` says in another."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    source = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.language}"


class Approval(models.Model):
    """That a translation was approved, and by whom."""

    translation = models.OneToOneField(Translation, models.CASCADE, related_name="approval")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.at}"
