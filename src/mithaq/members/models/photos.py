"""Photos of persons, each with who made it, under which terms it may be shown, from when, and to whom."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload
from mithaq.members.vocabulary import Audience


class Photo(models.Model):
    """A photo of a person at two sizes. The latest living one is shown. The content of one that was taken back,
    replaced or erased is gone; the row says that there was one."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="photos")
    large = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    small = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    #: Of the large one, in dots.
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    photographer = models.CharField(max_length=200)
    #: Under which terms it may be shown ("CC BY 4.0", "for the use of the group, letter of 3 May").
    licence = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    #: The first day on which it may be shown (UTC).
    shown_from = models.DateField()
    audience = models.CharField(max_length=16, choices=Audience.choices)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)

    @property
    def small_url(self) -> str:
        """Where the square one is given out to those who may see it."""
        return reverse("members:photo", args=[self.public_id, "small"])

    @property
    def large_url(self) -> str:
        """Where the whole one is given out."""
        return reverse("members:photo", args=[self.public_id, "large"])

    def __str__(self) -> str:
        return _("Photo by %(photographer)s") % {"photographer": self.photographer}
