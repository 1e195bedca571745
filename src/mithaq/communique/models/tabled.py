"""What a return puts on the table: amendments with their reasons, and comments; and what became of each.

An amendment's edits are spans in code points over a base wording, kept with that wording's hash. The wording it asks
for is derived from them and never stored beside them.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from mithaq.communique.models.files import ReturnFile
from mithaq.communique.models.rounds import Return
from mithaq.communique.models.texts import Clause, Draft, Wording
from mithaq.communique.vocabulary import AmendmentKind, ClauseKind, Outcome, Subject
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField


class Amendment(models.Model):
    """One change that a city asks for. It can be altered while its return is private, and never afterwards."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    returned = models.ForeignKey(Return, models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=16, choices=AmendmentKind.choices)
    #: The clause it is about. For a new clause: the one after which it stands, none for the beginning of the text.
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="amendments")
    #: Another city's amendment that this one amends; its edits are then over what that one asks for.
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amended_by")
    #: The language in which it is proposed; empty for what concerns no words (deletion, move, joining).
    language = models.CharField(max_length=12, blank=True)
    base = models.ForeignKey(Wording, models.PROTECT, null=True, blank=True, related_name="+")
    #: SHA-256 of the words that the edits are over (see `core.text.text_hash`); empty where there are none.
    base_hash = models.CharField(max_length=64, blank=True)
    #: `[[start, end, replacement], …]` in code points, sorted, not overlapping. Where a clause is split, the cut is one
    #: edit, with a paragraph separator (U+2029) in the place of the white space.
    edits: models.JSONField[list[list[Any]], list[list[Any]]] = models.JSONField(default=list, blank=True)
    #: The words of a new clause, in each language they are given in.
    words = PerLanguageField(default=dict, blank=True)
    new_kind = models.CharField(max_length=16, choices=ClauseKind.choices, blank=True)
    #: For a move: the clause after which it is to stand, none for the beginning.
    after = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    #: Whether the city says that it changes no meaning: spelling, punctuation, style.
    is_editorial = models.BooleanField(default=False)
    #: The file that it came out of; None for what was written here.
    file = models.ForeignKey(ReturnFile, models.PROTECT, null=True, blank=True, related_name="amendments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["returned", "clause", "language"],
                condition=Q(kind=AmendmentKind.REPLACE, amends__isnull=True),
                name="a_return_rewords_a_clause_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.clause_id}"

    def get_absolute_url(self) -> str:
        return reverse("communique:amendment", args=[self.public_id])


class Carrying(models.Model):
    """That an open amendment went on to the next draft, as it reads over the words of that one."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="carryings")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="carryings")
    base = models.ForeignKey(Wording, models.PROTECT, null=True, blank=True, related_name="+")
    #: Its edits over `base`, as `Amendment.edits`.
    edits: models.JSONField[list[list[Any]], list[list[Any]]] = models.JSONField(default=list, blank=True)
    #: Where the ground under it changed: `[[it was, the city wants, it reads now], …]`.
    touched: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["amendment", "draft"], name="an_amendment_goes_on_to_a_draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.draft_id}"


class Comment(models.Model):
    """What a city says without changing the text itself. It is owed an answer."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    returned = models.ForeignKey(Return, models.CASCADE, related_name="comments")
    about = models.CharField(max_length=16, choices=Subject.choices)
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="comments")
    #: The phrase it is about, as it stood in the clause.
    phrase = models.CharField(max_length=600, blank=True)
    said = models.TextField()
    #: The file that it came out of; None for what was written here.
    file = models.ForeignKey(ReturnFile, models.PROTECT, null=True, blank=True, related_name="comments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=[Subject.CLAUSE, Subject.PHRASE], clause__isnull=False)
                | Q(about__in=[Subject.WHOLE, Subject.MISSING], clause__isnull=True),
                name="a_comment_on_a_clause_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.said[:80]

    def get_absolute_url(self) -> str:
        return f"{self.returned.get_absolute_url()}#comment-{self.public_id}"


class CommentAnswer(models.Model):
    """What the secretariat answered to a comment, once."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="answer")
    said = models.TextField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.said[:80]


class Settlement(models.Model):
    """What the drafter did with an amendment. Never changed: a later one is added, and the latest counts until the
    next draft is made of them."""

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="settlements")
    #: The draft that was on the table: what stays open is settled again on the next one.
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="settlements")
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    #: The answer to the city.
    reason = models.TextField(blank=True)
    #: For what is adopted with changes: the wording that was adopted, in the amendment's language.
    wording = models.TextField(blank=True)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DECLINED) | ~Q(reason=""), name="who_is_declined_is_told_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.outcome}"
