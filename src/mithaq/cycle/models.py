"""The year: its chair and conveners, its pillars, its phases and deadlines, and the record book of earlier years."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Cycle(models.Model):
    """One year of the group under one chair."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    key = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    group = PerLanguageField()
    #: The group's short mark ("U20"), as it stands at the head of every page.
    mark = PerLanguageField()
    title = PerLanguageField()
    starts = models.DateField()
    ends = models.DateField()
    #: Language codes in which the group's texts are equally valid, in the group's order.
    authentic: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        ordering = ("-year", "-id")
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="a_cycle_ends_after_it_starts")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("cycle:year")


class Leadership(models.Model):
    """That an organisation chairs or convenes a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="leaders")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="led")
    role = models.CharField(max_length=16, choices=Leading.choices)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "organisation", "role"], name="an_organisation_leads_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class Pillar(models.Model):
    """One of the few headings under which a cycle's text is ordered."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="pillars")
    key = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    title = PerLanguageField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="a_pillar_has_one_key"),
            models.UniqueConstraint(fields=["cycle", "position"], name="a_pillar_has_its_place"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{reverse('cycle:year')}#pillar-{self.public_id}"


class Phase(models.Model):
    """A part of the year that opens some acts and closes others. Whether it is open follows from the time."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=24, choices=PhaseKind.choices)
    title = PerLanguageField()
    opens = models.DateTimeField()
    closes = models.DateTimeField()

    class Meta:
        ordering = ("opens", "id")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="a_phase_comes_once_a_year"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_phase_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def state(self, at: datetime) -> str:
        """ "coming", "open" (from the opening instant on) or "past" (from the closing instant on)."""
        if at < self.opens:
            return "coming"
        return "open" if at < self.closes else "past"


class Deadline(models.Model):
    """An instant by which something is owed."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="deadlines")
    key = models.CharField(max_length=80)
    phase = models.CharField(max_length=24, choices=PhaseKind.choices)
    title = PerLanguageField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_deadline_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)


class Gap(models.Model):
    """Something the record does not know, said in words instead of being left out."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="gaps")
    what = PerLanguageField()
    where = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.what)


class RecordBookEntry(models.Model):
    """A count that was published about an earlier year: whose class it counts, as of when, and by whom published."""

    year = models.PositiveSmallIntegerField()
    chair = PerLanguageField()
    #: What was counted ("endorsers_of_communique"); the words for it are in the vocabulary.
    measure = models.CharField(max_length=80)
    #: Participating, observer, guest…; "all" where the source counts them together; empty where none applies.
    city_class = models.CharField(max_length=40, blank=True)
    value = models.PositiveBigIntegerField()
    unit = models.CharField(max_length=60)
    #: The date as far as it is known: "2019", "2019-02" or "2019-02-14".
    as_of = models.CharField(max_length=10)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ("year", "measure", "as_of", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "measure", "city_class", "as_of", "source"], name="a_count_is_entered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure} {self.value}"
