"""What stands beside a text and never alters it: statements and reservations of cities, and the chair's summary where
no consensus was reached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mithaq.communique.models.texts import Clause, Draft, Text
from mithaq.communique.vocabulary import StatementKind
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload


class Statement(models.Model):
    """How a city understands a clause, or what it reserves; of the whole text where no clause is named. Never changed:
    it can be withdrawn, and then both are on record."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="statements")
    #: The draft that was before the city.
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="statements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=16, choices=StatementKind.choices)
    #: In as many languages as the city gives it in.
    words = PerLanguageField()
    #: SHA-256 of its own canonical form (`domain.state.form_of_statement`); the hash of the text knows nothing of it.
    hash = models.CharField(max_length=64)
    #: Whether the secretariat entered it for the city, where it came from, in words, and when the city gave it.
    is_entered = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    #: The city's letter as it came in; None where there is none.
    evidence = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    #: None for what was entered.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(is_entered=True, given_at__isnull=False) & ~Q(source="")
                | Q(is_entered=False, mandate__isnull=False),
                name="who_states_something_has_a_mandate",
            ),
            models.CheckConstraint(
                condition=Q(is_entered=True) | Q(evidence__isnull=True), name="evidence_belongs_to_what_was_entered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('communique:statements', args=[self.text.public_id])}#statement-{self.public_id}"


class StatementWithdrawal(models.Model):
    """That a city withdrew its statement, itself or, of one that was entered, through the secretariat."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="withdrawal")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    #: None where the secretariat entered it.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.at}"


class ChairsSummary(models.Model):
    """That the chair ended the negotiation without consensus: the frozen words are the chair's summary. What was not
    agreed in it follows from the amendments, positions and breaks on record."""

    text = models.OneToOneField(Text, models.PROTECT, related_name="chairs_summary")
    #: What the chair says before it.
    foreword = PerLanguageField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.text}: {self.at}"
