"""Who acts: an organisation, through a person in a seat, under a mandate.

A *seat* is a person in an organisation, in a role, for a time. A *mandate* lets a seat act within a scope
(speak, propose, negotiate, endorse, sign) for a time; it counts once it has been examined. Both are facts
with dates: nothing is switched off by a flag, and what was true on a day stays readable.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mithaq.core.addresses import address_key
from mithaq.foundation.actors.vocabulary import Forms, Kind, Role, Scope
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Organisation(models.Model):
    """A city, a network, a university, a state…: what acts, never by itself but through a seat."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: The key of the row it was read from, where it came from a file; empty otherwise.
    key = models.CharField(max_length=80, blank=True, db_index=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    name = PerLanguageField()
    #: ISO 3166-1 alpha-2, or empty where none applies.
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    #: A gap or a remark of the record, in words ("city not named in the sources, no. 7").
    note = PerLanguageField(default=dict, blank=True)
    #: Whether the row stands for one that the sources do not name: counted, and never a place one could write to.
    is_gap = models.BooleanField(default=False)
    #: The organisation that this one turned out to be; its address leads there. None for one that stands for itself.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's own time zone, in which its days begin and end."""
        return ZoneInfo(self.time_zone)


class Population(models.Model):
    """How many people live in a city: a figure with its concept, year and source."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="populations")
    people = models.PositiveBigIntegerField()
    #: What was counted: city proper, metropolitan area, agglomeration; as the source says it.
    concept = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300)
    #: False once it has been taken back; the row stays.
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "concept", "year", "source"],
                condition=Q(is_living=True),
                name="a_population_is_stated_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.people} ({self.concept}, {self.year})"


class AddressKeyField(models.CharField):
    """What two addresses have in common that look or work the same; it follows `email` whenever a row is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = address_key(getattr(model_instance, "email", ""))
        setattr(model_instance, self.attname, key)
        return key


class Person(models.Model):
    """A human being. Words that must be erasable stand here and nowhere else."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    key = models.CharField(max_length=80, blank=True, db_index=True)
    name = PerLanguageField()
    #: The part of the name that is the family's, where it is on record; which part it is no name says of itself.
    family = PerLanguageField(default=dict, blank=True)
    #: How the name is said, for whoever announces it.
    pronunciation = PerLanguageField(default=dict, blank=True)
    #: What stands before the name ("H.E.", "معالي").
    honorific = PerLanguageField(default=dict, blank=True)
    #: How languages that distinguish speak of the person ("العمدة المكلَّفة"); empty where it is not on record.
    forms = models.CharField(max_length=1, choices=Forms.choices, blank=True)
    #: Codes of the languages spoken; the first is the one that letters are written in.
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    #: Where sign-in codes and letters go; empty for a person who does not sign in.
    email = models.EmailField(blank=True)
    address_key = AddressKeyField(max_length=320, blank=True, editable=False)
    #: The person that this one turned out to be; its address leads there. None for one that stands for itself.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"], condition=~Q(address_key=""), name="an_address_belongs_to_one_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Seat(models.Model):
    """A person in an organisation, in a role, from one day to another (both included)."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    key = models.CharField(max_length=80, blank=True, db_index=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=32, choices=Role.choices)
    title = PerLanguageField(default=dict, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: The instant on its last day from which it is held no more, where it was ended at once; else None.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="a_seat_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Who acts for whom: "Amina Trabelsi, for Tunis"."""
        return str(_("%(person)s, for %(organisation)s")) % {
            "person": self.person,
            "organisation": self.organisation,
        }

    def local_day(self, at: datetime) -> date:
        """The day it is at `at` in the organisation's own zone: rights end at its midnight."""
        return at.astimezone(self.organisation.zone).date()

    def is_held(self, at: datetime) -> bool:
        """Whether the seat is held on the organisation's own day of `at`, and was not ended at once before."""
        if self.ended_at is not None and self.ended_at <= at:
            return False
        return self.starts <= self.local_day(at) and (self.ends is None or self.local_day(at) <= self.ends)


class Mandate(models.Model):
    """What lets a seat act for its organisation: a scope, a time, an evidence. It counts once examined."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    key = models.CharField(max_length=80, blank=True, db_index=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mandates")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: The letter, decree or note it rests on, in words; its file is an upload of the members' room.
    evidence = PerLanguageField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="a_mandate_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return str(self.evidence)

    def is_running(self, at: datetime) -> bool:
        """Whether `at` lies within the mandate's days, in the organisation's own zone."""
        day = self.seat.local_day(at)
        return self.starts <= day and (self.ends is None or day <= self.ends)


class MandateScope(models.Model):
    """One thing a mandate lets its seat do."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="scopes")
    scope = models.CharField(max_length=16, choices=Scope.choices)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["mandate", "scope"], name="a_scope_is_given_once")]

    def __str__(self) -> str:
        return self.get_scope_display()


class Examination(models.Model):
    """One examiner's finding on a mandate. Two different examiners make it verified; one alone leaves it
    awaiting its second check. A finding is never changed: a later one is added."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="examinations")
    examiner = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    in_order = models.BooleanField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["mandate", "examiner"], name="an_examiner_examines_a_mandate_once")
        ]

    def __str__(self) -> str:
        return f"{self.examiner}: {'+' if self.in_order else '-'}"


# Models that stand in modules of their own are found by Django where it looks for models.
from mithaq.foundation.actors.contests import Contest, ContestDecision  # noqa: E402, F401
from mithaq.foundation.actors.delegations import Delegation, Recall  # noqa: E402, F401
