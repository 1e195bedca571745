"""The negotiated text.

A `Clause` is an identity that never changes. Its order and nesting stand on `Placement`, its words on immutable
`Wording`s, one for each language and version. A draft is its placements with their wordings; frozen, it has a hash over
its canonical form, and that hash is what cities endorse.
"""

from __future__ import annotations

from functools import cached_property
from textwrap import shorten

from django.db import models
from django.urls import reverse

from mithaq.communique.vocabulary import ClauseKind, TextKind
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguage, PerLanguageField


class Text(models.Model):
    """One text of a cycle: the communiqué, or a statement on the way to it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=TextKind.choices)
    title = PerLanguageField()
    #: Its authentic languages, the one in which it is negotiated first; None: those of the year.
    languages: models.JSONField[list[str] | None, list[str] | None] = models.JSONField(null=True, blank=True)
    #: The cities that negotiate it; none: every city of the year.
    negotiators = models.ManyToManyField(Organisation, related_name="+", blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_text_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("communique:text", args=[self.public_id])

    @property
    def authentic(self) -> list[str]:
        """The languages that say the same with equal force."""
        return list(self.languages or self.cycle.authentic)


class Retitling(models.Model):
    """That a text got another title before it was frozen, and what it was called until then."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="retitlings")
    before = PerLanguageField()
    after = PerLanguageField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


#: Letters of a clause's title where it stands among others.
LONG = 80


class Clause(models.Model):
    """A part of a text that keeps its identity through every draft and language."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=16, choices=ClauseKind.choices)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.get_kind_display()

    @cached_property
    def title(self) -> PerLanguage:
        """Its first words, as lists and the thread show it. Of several wordings the latest speaks."""
        return PerLanguage({w.language: shorten(w.text, LONG, placeholder="…") for w in self.wordings.all()})

    def get_absolute_url(self) -> str:
        return f"{reverse('communique:text', args=[self.text.public_id])}#clause-{self.public_id}"


class Wording(models.Model):
    """The words of a clause in one language. Never changed: a new wording is a new row."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=12)
    text = models.TextField()
    #: SHA-256 of the words, see `core.text.text_hash`.
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["clause", "language", "hash"], name="the_same_words_are_kept_once")
        ]

    def __str__(self) -> str:
        return self.text


class Draft(models.Model):
    """A numbered version of the whole text; 0 is the zero draft."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    text = models.ForeignKey(Text, models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="a_draft_has_its_number")]

    def __str__(self) -> str:
        return f"{self.text} / {self.number}"

    def get_absolute_url(self) -> str:
        return self.text.get_absolute_url()


class Placement(models.Model):
    """Where a clause stands in a draft: under which other one, and in which place among its siblings."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="placements")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="placements")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField()
    wordings = models.ManyToManyField(Wording, related_name="placements")

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["draft", "clause"], name="a_clause_stands_once_in_a_draft"),
            models.UniqueConstraint(fields=["draft", "parent", "position"], name="a_place_is_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.position}"


class Freezing(models.Model):
    """That a draft was frozen: its hash, over its canonical form, is what is endorsed from now on."""

    draft = models.OneToOneField(Draft, models.PROTECT, related_name="freezing")
    #: A text is frozen once; a later text is another text.
    text = models.OneToOneField(Text, models.PROTECT, related_name="freezing")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.hash


class Publication(models.Model):
    """That a text was published. `source` names the publication where it was published elsewhere and its wording is
    not on record; otherwise the frozen draft is what is public."""

    text = models.OneToOneField(Text, models.PROTECT, related_name="publication")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.text}: {self.at}"
