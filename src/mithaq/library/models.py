"""The studies on which the year's papers draw. A study keeps its identifier for ever, whatever becomes of it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.library.vocabulary import Licence, Looked
from mithaq.taskforces.models import Group, Paper


class Theme(models.Model):
    """What studies are about, as the year sorts them."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="themes")
    key = models.SlugField(max_length=80)
    title = PerLanguageField()

    class Meta:
        ordering = ("key",)
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_theme_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{reverse('library:studies')}?theme={self.key}"


class Study(models.Model):
    """A study: its file or where it stands elsewhere, and what a library says of it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="studies")
    #: Its number in the cycle, from 1, in the order of handing in. Never given twice.
    number = models.PositiveIntegerField()
    title = PerLanguageField()
    abstract = PerLanguageField(default=dict, blank=True)
    #: Names as they stand on its title page, in their order.
    authors: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="studies", blank=True)
    #: The cities that it looks at.
    cities = models.ManyToManyField(Organisation, related_name="studied_in", blank=True)
    themes = models.ManyToManyField(Theme, related_name="studies", blank=True)
    #: Codes of the languages it is written in.
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.UNKNOWN, blank=True)
    #: Pages as stated; None where nobody counted them.
    pages = models.PositiveIntegerField(null=True, blank=True)
    #: When it came out, as exactly as is known: "2031", "2031-02" or "2031-02-14".
    issued = models.CharField(max_length=10, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="studies")
    link = models.URLField(max_length=500, blank=True)
    #: The group for which it was handed in.
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="studies")
    handed_in_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    #: From when on everybody may see it; None: it is for those who work in the year.
    public_from = models.DateTimeField(null=True, blank=True)
    #: What became of its file when it was read for the search. Derived from the file, and no part of the record.
    looked = models.CharField(max_length=12, choices=Looked.choices, blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "studies"
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="a_study_keeps_its_number")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("library:study", args=[self.public_id])

    @property
    def identifier(self) -> str:
        """What it is cited by: "S2031-07". The year is the cycle's."""
        return f"S{self.cycle.year}-{self.number:02d}"


class Withdrawal(models.Model):
    """That a study was taken off the shelf, with the reason. Its entry and its citations stay."""

    study = models.OneToOneField(Study, models.CASCADE, related_name="withdrawal")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.reason


class Citation(models.Model):
    """That a working paper draws on a study."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="citations")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="citations")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["study", "paper"], name="a_paper_cites_a_study_once")]

    def __str__(self) -> str:
        return f"{self.study} → {self.paper}"
