"""The year: its chair and conveners, its pillars, its phases and deadlines, and the record book of earlier years."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.core.backwards import Week
from mithaq.core.glossary import Entry as Said
from mithaq.cycle.vocabulary import Change, Leading, PhaseKind, TermStep
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField

Entry = TypeVar("Entry", bound=models.Model)


class Cycle(models.Model):
    """One year of the group under one chair."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    key = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    group = PerLanguageField()
    #: The group's short mark ("R12"), as it stands at the head of every page.
    mark = PerLanguageField()
    title = PerLanguageField()
    starts = models.DateField()
    ends = models.DateField()
    #: Language codes in which the group's texts are equally valid, in the group's order.
    authentic: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    #: Language codes in which the group works and writes its letters; empty means the authentic ones.
    working: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    #: The classes of member that the group has, in its order: `{"standing": …, "title": {language: words}}`, where
    #: `standing` is one of `members.vocabulary.Standing`. Empty means all of them under their usual names.
    classes: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    #: SHA-256 of the group's drawn mark, where it has one (`Emblem`).
    emblem_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-year", "-id")
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="a_cycle_ends_after_it_starts")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def written_in(self) -> list[str]:
        """Language codes of the group's letters, in its order."""
        return self.working or self.authentic

    def get_absolute_url(self) -> str:
        return reverse("cycle:year")


class Emblem(models.Model):
    """The group's mark as a picture, made safe before it is kept (`core.reading.png`)."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="emblem")
    png = models.BinaryField()

    def __str__(self) -> str:
        return str(self.cycle.mark)


class WorkingCalendar(models.Model):
    """What a year's calendar is counted from: the leaders' summit, and the group's own week and clock."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="working_calendar")
    leaders_summit = models.DateField()
    #: Days off, as `date.weekday()` numbers them: Monday is 0.
    off: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    #: Days as 2031-03-01.
    holidays: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")

    def __str__(self) -> str:
        return f"{self.leaders_summit:%Y-%m-%d}"

    @property
    def week(self) -> Week:
        """The week in which working days are counted."""
        return Week(frozenset(self.off), frozenset(date.fromisoformat(day) for day in self.holidays))

    @property
    def zone(self) -> ZoneInfo:
        """The clock on which the calendar's hours are said."""
        return ZoneInfo(self.time_zone)


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


class StandingEntries(models.Manager[Entry]):
    """The entries of a calendar that stand: those that were cancelled are left out."""

    def get_queryset(self) -> models.QuerySet[Entry]:
        return super().get_queryset().filter(is_standing=True)


class Phase(models.Model):
    """A part of the year that opens some acts and closes others. Whether it is open follows from the time."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=24, choices=PhaseKind.choices)
    title = PerLanguageField()
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    #: Not cancelled. Who changed what and why stands in `CalendarChange`.
    is_standing = models.BooleanField(default=True)
    #: How often its time was changed: what a calendar program takes the newer one by.
    revision = models.PositiveIntegerField(default=0)

    objects = StandingEntries["Phase"]()
    ever = models.Manager["Phase"]()

    class Meta:
        ordering = ("opens", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind"], condition=Q(is_standing=True), name="a_phase_comes_once_a_year"
            ),
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
    #: Not cancelled. Who changed what and why stands in `CalendarChange`.
    is_standing = models.BooleanField(default=True)
    #: How often its time was changed: what a calendar program takes the newer one by.
    revision = models.PositiveIntegerField(default=0)

    objects = StandingEntries["Deadline"]()
    ever = models.Manager["Deadline"]()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_deadline_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def step(self) -> str:
        """The step of the counted calendar that it would be: a key from a file may have hyphens ("zero-draft")."""
        return self.key.replace("-", "_")


class CalendarChange(models.Model):
    """That somebody changed a deadline or a phase: what it was before, and what it is since."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="calendar_changes")
    deadline = models.ForeignKey(Deadline, models.CASCADE, null=True, related_name="changes")
    phase = models.ForeignKey(Phase, models.CASCADE, null=True, related_name="changes")
    what = models.CharField(max_length=16, choices=Change.choices)
    #: The instants ("at", or "opens" and "closes", in ISO 8601) and whether it stood ("is_standing").
    before: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__isnull=False, phase__isnull=True) | Q(deadline__isnull=True, phase__isnull=False),
                name="a_change_is_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.thing}"

    @property
    def thing(self) -> Deadline | Phase:
        """What was changed."""
        changed = self.deadline or self.phase
        assert changed is not None  # the constraint above
        return changed


class Term(models.Model):
    """A word of the group's glossary: what stands for one thing in each language, and what does not."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="terms")
    words = PerLanguageField()
    #: Forms to avoid, as lists by language code.
    avoided: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=500, blank=True)
    #: Not taken away. Who changed what stands in `TermChange`.
    is_standing = models.BooleanField(default=True)

    objects = StandingEntries["Term"]()
    ever = models.Manager["Term"]()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.words)

    def get_absolute_url(self) -> str:
        return f"{reverse('cycle:glossary')}#term-{self.public_id}"

    @property
    def said(self) -> Said:
        """What the glossary says of it, as texts are compared with it."""
        avoided = {language: tuple(forms) for language, forms in self.avoided.items()}
        return Said(self.words, avoided, self.note)


class TermChange(models.Model):
    """That somebody entered, corrected, took away or brought back a term: what it was before, and what it is since."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    term = models.ForeignKey(Term, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=16, choices=TermStep.choices)
    #: The term's "words", "avoided", "note" and "is_standing".
    before: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.term}"


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
