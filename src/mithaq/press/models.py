"""Press releases, whose every number is a figure."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Release(models.Model):
    """A release in its languages. A figure stands in the body as `{cities_endorsing}` and is counted when it is read,
    as of the release's own instant; nobody may read it before that."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="releases")
    key = models.CharField(max_length=80)
    title = PerLanguageField()
    body = PerLanguageField()
    #: The instant from which it may be read: the embargo's end.
    released_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-released_at", "-id")
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_release_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def stands(self) -> dict[str, Any]:
        """What may be revised, as it stands: two who revise it meet here."""
        return {"title": self.title, "body": self.body, "released_at": self.released_at.isoformat()}

    def get_absolute_url(self) -> str:
        return reverse("press:release", args=[self.public_id])
