"""What the papers recommend, and the points into which the recommendations are consolidated. Nothing is lost:
every recommendation keeps its place in its paper, and every point its sources."""

from __future__ import annotations

from functools import cached_property
from textwrap import shorten
from typing import Any

from django.db import models
from django.urls import reverse

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.formats import in_digits
from mithaq.foundation.languages.words import PerLanguage, PerLanguageField
from mithaq.recommendations.vocabulary import Addressed, Outcome
from mithaq.taskforces.models import Paper

#: Letters of a recommendation's title where it stands among others.
LONG = 70


class Recommendation(models.Model):
    """One recommendation of a working paper, as it stands there."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="recommendations")
    #: Its place among the paper's recommendations, from 1.
    position = models.PositiveIntegerField()
    #: The number printed in the paper ("115.1"), with Western digits; empty where none is printed.
    number = models.CharField(max_length=40, blank=True)
    #: The heading under which it stands in the paper.
    theme = models.CharField(max_length=300, blank=True)
    #: Where it stands: the paragraph counted from 1, and the table's row where there is one.
    anchor: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    #: What the reader doubted, as codes; empty for a clean reading.
    doubts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    #: Whom it asks to act, and under which pillar it belongs, where people have said so; else its words are asked.
    addressee = models.CharField(max_length=16, choices=Addressed.choices, blank=True)
    #: Whom it addresses in the group's own words ("the basin's ministers of water").
    addressed_as = models.CharField(max_length=200, blank=True)
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="recommendations")

    class Meta:
        ordering = ("paper", "position")
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="a_recommendation_has_its_place")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def text(self) -> str:
        """The words in the active language, else in the paper's own."""
        return self.in_languages.in_language()

    @property
    def in_languages(self) -> PerLanguage:
        """The words in every language there is."""
        return PerLanguage({row.language: row.text for row in self.texts.all()})

    @cached_property
    def title(self) -> PerLanguage:
        """Its number and first words, as lists and the thread show it."""
        words = {code: f"{in_digits(self.number, code)} {said}" for code, said in self.in_languages.items()}
        return PerLanguage({code: shorten(line, LONG, placeholder="…") for code, line in words.items()})

    def get_absolute_url(self) -> str:
        return reverse("recommendations:recommendation", args=[self.public_id])


class RecommendationText(models.Model):
    """A recommendation's words in one language, with their hash."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "language"], name="a_recommendation_has_one_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Proposer(models.Model):
    """Who put a recommendation forward, as the paper names them; `organisation` where the name is on the register."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="proposers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="proposals")
    named = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["recommendation", "named"], name="a_proposer_is_named_once")]

    def __str__(self) -> str:
        return self.named


class PaperReading(models.Model):
    """That a paper's file was read: what stands in it, and how many recommendations were found."""

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="reading")
    #: Of the file that was read.
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    #: The file's pages; None where it does not tell.
    pages = models.PositiveIntegerField(null=True, blank=True)
    found = models.PositiveIntegerField()
    #: Its paragraphs: for each its number, page, footnote's mark, height as a heading (or None) and words.
    paragraphs: models.JSONField[list[list[Any]], list[list[Any]]] = models.JSONField()
    #: Numbers of the paragraphs that look like a recommendation and were not taken.
    unread: models.JSONField[list[int], list[int]] = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.found}"


class ReadingOrder(models.Model):
    """That a paper's file is to be read. The row goes when it has been read; where that failed, it says why."""

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="reading_order")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: When whoever reads it last gave a sign, on the real clock; None while nobody reads it.
    heard_at = models.DateTimeField(null=True, blank=True)
    #: How often it was begun. Whoever began it says how far they are under this number, and is heard under no other.
    tries = models.PositiveSmallIntegerField(default=0)
    #: Pages that have been read, and pages in all; zeros while nobody knows.
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    #: Why it failed, as `Unreadable` says it (its code and numbers), or "file_gone"; empty while it waits.
    fault = models.CharField(max_length=40, blank=True)
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.fault or self.done}"


class Candidate(models.Model):
    """A recommendation that was found in a paper, or marked there by a person, until the paper's are entered."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="candidates")
    #: Its place among the paper's; there is room between two for one that is divided or was missed.
    position = models.PositiveBigIntegerField()
    number = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=12)
    theme = models.CharField(max_length=300, blank=True)
    proposers: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    #: As a `Recommendation` has it; `paragraph` is None for what nobody found in the paper.
    anchor: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    doubts: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    #: The words as the reader found them; empty where a person divided or marked it.
    as_read = models.TextField(blank=True)
    #: Counts the changes, so that nobody decides about words that were changed meanwhile.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def page(self) -> int | None:
        """The page on which it begins."""
        return self.anchor.get("page")

    def get_absolute_url(self) -> str:
        return reverse("recommendations:candidate", args=[self.paper.public_id, self.public_id])


class Settled(models.Model):
    """What a person decided about a candidate, and when. It can be taken back until the paper's are entered."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="settled")
    as_what = models.CharField(max_length=16, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    #: The candidate of which it became a part, where it was joined.
    into = models.ForeignKey(Candidate, models.PROTECT, null=True, blank=True, related_name="parts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.as_what}"


class Point(models.Model):
    """One of the few recommendations of the group's own text, consolidated out of those of the papers."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="points")
    pillar = models.ForeignKey(Pillar, models.PROTECT, null=True, blank=True, related_name="points")
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    title = PerLanguageField()
    #: From when on everybody may see it: the publication of the text that carries it. None: working matter.
    public_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="a_point_has_one_key"),
            models.UniqueConstraint(fields=["cycle", "position"], name="a_point_has_its_place"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def in_languages(self) -> PerLanguage:
        """Its wording in every language there is."""
        return PerLanguage({row.language: row.text for row in self.texts.all()})

    def get_absolute_url(self) -> str:
        return reverse("recommendations:point", args=[self.public_id])


class Source(models.Model):
    """That a recommendation went into a point. Each goes into one point at most."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="sources")
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="became")

    class Meta:
        ordering = ("recommendation__paper", "recommendation__position")

    def __str__(self) -> str:
        return f"{self.recommendation_id} → {self.point_id}"


class PointText(models.Model):
    """A point's wording in one language."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["point", "language"], name="a_point_has_one_text_a_language")]

    def __str__(self) -> str:
        return self.text


class Decision(models.Model):
    """What people decided about two recommendations: they belong together, or never go together."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="decisions")
    one = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    other = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    are_together = models.BooleanField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="two_recommendations_are_decided_once")]

    def __str__(self) -> str:
        return f"{self.one_id} {'with' if self.are_together else 'never with'} {self.other_id}"


class Leaving(models.Model):
    """That a recommendation was taken out of a point: it is not suggested for it again."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="leavings")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="leavings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "recommendation"], name="a_point_is_left_once")]

    def __str__(self) -> str:
        return f"{self.recommendation_id} left {self.point_id}"


class Step(models.Model):
    """One step at the working table, with what it found and what it left, so that it can be taken back."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=64)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: Each as [slot, reference, before, after]; `domain.slots` says which slots there are.
    changes: models.JSONField[list[list[Any]], list[list[Any]]] = models.JSONField(default=list)
    #: The step that this one takes back. One is taken back once; a taking back can be taken back itself.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.verb} {self.public_id}"


class Vector(models.Model):
    """What a text means to a model, as little-endian 32-bit floats. A text that changes has another hash, so it is
    taken again; texts that are the same share one."""

    #: `core.text.text_hash` of the text.
    hash = models.CharField(max_length=64)
    #: The model with its version: vectors of two models cannot be compared.
    model = models.CharField(max_length=100)
    numbers = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash", "model"], name="a_text_has_one_vector_a_model")]

    def __str__(self) -> str:
        return f"{self.hash[:12]} {self.model}"


class Dropped(models.Model):
    """That a recommendation goes into no point, with the reason that everybody will read. Taken up again, the row
    goes; the step that took it back stays."""

    recommendation = models.OneToOneField(Recommendation, models.CASCADE, related_name="dropped")
    reason = PerLanguageField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.reason}"


# At the end, so that what they refer to is known by then.
from mithaq.recommendations.models.endings import Answer, Asking, Closing, Reopening  # noqa: E402

__all__ = [
    "LONG",
    "Answer",
    "Asking",
    "Candidate",
    "Closing",
    "Decision",
    "Dropped",
    "Leaving",
    "PaperReading",
    "Point",
    "PointText",
    "Proposer",
    "ReadingOrder",
    "Recommendation",
    "RecommendationText",
    "Reopening",
    "Settled",
    "Source",
    "Step",
    "Vector",
]
