"""Who takes part in a cycle, in which class; and what is on record of organisations and persons, fact by fact.

A fact is a row with its days, its source and its author. A mistaken one is taken back by a row of its own
(`TakenBack`) and stays: `is_living` only mirrors that row, so that lists and constraints need not look for it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Forms
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguage, PerLanguageField
from mithaq.members.vocabulary import Bloc, ChannelKind, FactKind, OfficeKind, Standing


class Membership(models.Model):
    """That an organisation takes part in a cycle in a class. It ends by a date, never by deletion."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=24, choices=Standing.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "organisation"],
                condition=Q(ends__isnull=True, is_living=True),
                name="an_organisation_is_in_one_class_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="a_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("members:organisation", args=[self.organisation.public_id])

    def is_running(self, at: datetime) -> bool:
        """Whether it runs on the organisation's own day of `at`: a membership begins and ends at its midnight."""
        day = at.astimezone(self.organisation.zone).date()
        return self.is_living and self.starts <= day and (self.ends is None or day <= self.ends)


def _days_in_order(name: str) -> models.CheckConstraint:
    either_is_open = Q(starts__isnull=True) | Q(ends__isnull=True)
    return models.CheckConstraint(condition=either_is_open | Q(ends__gte=F("starts")), name=name)


class Fact(models.Model):
    """One dated thing that is on record of an organisation: a name it had, a bloc it belongs to, that it was invited,
    that it accepted or declined, who represented it. `starts` is the day, or the first of several; None where the
    sources do not say."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="facts")
    #: The year it belongs to; None for what holds beyond one (names, blocs).
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, related_name="facts")
    kind = models.CharField(max_length=24, choices=FactKind.choices)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    words = PerLanguageField(default=dict, blank=True)
    bloc = models.CharField(max_length=24, choices=Bloc.choices, blank=True)
    #: Who represents it or keeps its side of the liaison.
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="facts")
    source = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("starts", "id")
        constraints = [
            _days_in_order("a_fact_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kind=FactKind.BLOC) & ~Q(bloc="") | ~Q(kind=FactKind.BLOC) & Q(bloc=""),
                name="a_bloc_is_named_where_there_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return f"{reverse('members:organisation', args=[self.organisation.public_id])}#fact-{self.public_id}"


class Office(models.Model):
    """That a person holds an office of an organisation from one day to another, under the organisation's own word."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="offices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=16, choices=OfficeKind.choices)
    #: The office as the organisation itself calls it: "Lord Mayor", "أمين", "شيخ المدينة".
    word = PerLanguageField()
    #: Held for the time being, until somebody is appointed.
    is_acting = models.BooleanField(default=False)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("starts", "id")
        constraints = [_days_in_order("an_office_ends_after_it_starts")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> PerLanguage:
        """The office as it is said of this person: "Acting Mayor", "العمدة المكلَّفة"."""
        if not self.is_acting:
            return self.word
        return PerLanguage({code: _acting(word, code, self.person.forms) for code, word in self.word.items() if word})

    def is_held(self, at: datetime) -> bool:
        """Whether it is held on the organisation's own day of `at`."""
        day = at.astimezone(self.organisation.zone).date()
        begun = self.starts is None or self.starts <= day
        return self.is_living and begun and (self.ends is None or day <= self.ends)


def _acting(word: str, language: str, forms: str) -> str:
    with override(language):
        if forms == Forms.FEMININE:
            return pgettext("of an office that a woman holds", "Acting %(office)s") % {"office": word}
        return _("Acting %(office)s") % {"office": word}


class Channel(models.Model):
    """A way to reach a person, besides the address that letters go to. One of them may be the preferred one."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=16, choices=ChannelKind.choices)
    value = models.CharField(max_length=300)
    is_preferred = models.BooleanField(default=False)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("-is_preferred", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_preferred=True, is_living=True),
                name="one_channel_is_the_preferred_one",
            )
        ]

    def __str__(self) -> str:
        return self.value


class TakenBack(models.Model):
    """That a fact was entered by mistake. The fact stays on record; it no longer counts, for any day. Why stands in
    the words of the act, where it can be erased."""

    #: What was taken back, by its kind and public identifier, such as ("members.fact", "k3m9…").
    kind = models.CharField(max_length=64)
    thing = models.CharField(max_length=24)
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="a_fact_is_taken_back_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Erasure(models.Model):
    """That a person's name and all that leads to the person was erased, by whom and when. What the person did stays,
    under a name that says so; a restored copy of the database finds here what has to be erased again."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure")
    by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.person.public_id
