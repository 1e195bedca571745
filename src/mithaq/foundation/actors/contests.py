"""A mandate that is contested: who says so and why, and what the chair decided.

While nobody has decided, the seat may act and every act under the mandate is flagged as provisional, as an
assembly seats a delegation provisionally whose credentials are challenged. Upheld, the mandate counts no more.
"""

from __future__ import annotations

from django.db import models

from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Contest(models.Model):
    """That somebody holds a mandate not to be good, with the reason in their words."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    mandate = models.ForeignKey("actors.Mandate", models.PROTECT, related_name="contests")
    seat = models.ForeignKey("actors.Seat", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = PerLanguageField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.reason)


class ContestDecision(models.Model):
    """What became of a contest: upheld, and the mandate counts no more, or dismissed."""

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="decision")
    seat = models.ForeignKey("actors.Seat", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_upheld = models.BooleanField()

    def __str__(self) -> str:
        return "upheld" if self.is_upheld else "dismissed"
