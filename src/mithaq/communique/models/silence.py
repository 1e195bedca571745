"""The silence procedure: a draft is agreed if nobody speaks against it until an instant.

Whether a silence is open, broken or passed follows from its instants and the breaks on record; nothing has to run for
it to pass. A break names clauses and gives a reason; one is enough, and it cannot be undone: others have relied on it.
A silence that was begun by mistake can be called off while it is open.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from mithaq.communique.models.texts import Clause, Draft, Text
from mithaq.communique.vocabulary import SilenceState
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.identifiers import fresh_id

#: Hours that a silence lasts at least where a year has no rule of its own, as in the United Nations.
HOURS = 72


class SilenceRule(models.Model):
    """What a year says of silence procedures. Without one they last 72 hours at least, and a text that was negotiated
    is frozen only after one has passed."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="silence_rule")
    #: The least number of hours that a silence lasts.
    hours = models.PositiveSmallIntegerField(default=HOURS)
    #: Whether a text that was negotiated needs a passed silence before it is frozen.
    is_needed = models.BooleanField(default=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hours__gte=1), name="a_silence_lasts_an_hour_at_least")]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.hours}"


class Silence(models.Model):
    """A draft put before all cities, to be agreed unless one of them speaks up to and including an instant."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="silences")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="silences")
    #: The hash over the words that were put before the cities, as `Freezing.hash`.
    hash = models.CharField(max_length=64)
    opens = models.DateTimeField()
    expires = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    #: When the worker told the cities that it had passed; the outcome does not hang on it.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(expires__gt=F("opens")), name="a_silence_expires_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.opens} – {self.expires}"

    def get_absolute_url(self) -> str:
        return reverse("communique:silence", args=[self.public_id])

    def state_at(self, at: datetime) -> SilenceState:
        """Where it is at an instant, out of what was on record by then: open up to and including its expiry."""
        if any(one.at <= at for one in self.breaks.all()):
            return SilenceState.BROKEN
        called_off = getattr(self, "calling_off", None)
        if called_off is not None and called_off.at <= at:
            return SilenceState.CALLED_OFF
        return SilenceState.OPEN if at <= self.expires else SilenceState.PASSED


class CallingOff(models.Model):
    """That a silence which was begun by mistake was called off while it was open, and why. Nothing is agreed by it."""

    silence = models.OneToOneField(Silence, models.PROTECT, related_name="calling_off")
    reason = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_silence_is_called_off_for_a_reason")]

    def __str__(self) -> str:
        return f"{self.silence_id}: {self.at}"


class Break(models.Model):
    """That a city broke a silence: what it says against which clauses."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    silence = models.ForeignKey(Silence, models.PROTECT, related_name="breaks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="breaks_of_silence")
    reason = models.TextField()
    #: Whether the secretariat entered it for the city, and where it came from, in words.
    is_entered = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    #: When the city spoke: what decides whether it was in time.
    given_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    #: None for what was entered.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_break_has_a_reason"),
            models.CheckConstraint(
                condition=Q(is_entered=True) | Q(mandate__isnull=False), name="who_breaks_a_silence_has_a_mandate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.silence_id}"

    def get_absolute_url(self) -> str:
        return f"{self.silence.get_absolute_url()}#break-{self.public_id}"


class NamedClause(models.Model):
    """A clause that a break names, with the words that the city wants in its place, if it says any."""

    broken = models.ForeignKey(Break, models.CASCADE, related_name="named")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    wording = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["broken", "clause"], name="a_break_names_a_clause_once"),
            models.CheckConstraint(condition=Q(wording="") | ~Q(language=""), name="words_asked_for_have_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.broken_id}: {self.clause_id}"


class BreakWithdrawal(models.Model):
    """That a city no longer stands by its break. The silence stays broken; the same words can be put to silence again
    once nobody stands by a break."""

    broken = models.OneToOneField(Break, models.PROTECT, related_name="withdrawal")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.broken_id}: {self.at}"
