"""The transparency log as rows: what waits, what has entered, the tree over it, the states that were signed.

Nothing of a text that is still secret has a `Leaf`. Rows are final: triggers in both databases refuse change and
deletion. Only a queued leaf's payload and salt may be erased, which forgets the person and leaves the log whole.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from mithaq.communique.models import Text
from mithaq.endorsements.vocabulary import Problem
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id


class QueuedLeaf(models.Model):
    """What is to enter the log: what was done (`payload`), and the entry that commits to it by a salt."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: The record it is about, as the chronicle names one; a record may have several (given, withdrawn).
    kind = models.CharField(max_length=64)
    thing = models.CharField(max_length=24)
    #: The text whose publication opens the log to it.
    text = models.ForeignKey(Text, models.PROTECT, related_name="queued_leaves")
    #: None, with the salt, once it was erased.
    payload: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    #: 32 random bytes in hex.
    salt = models.CharField(max_length=64, null=True)
    #: The bytes that are hashed as the leaf, as text.
    entry = models.CharField(max_length=200)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["kind", "thing"], name="leaves_of_things")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class Leaf(models.Model):
    """That an entry is in the log, and where."""

    index = models.PositiveBigIntegerField(primary_key=True)
    queued = models.OneToOneField(QueuedLeaf, models.PROTECT, related_name="leaf")
    at = models.DateTimeField()

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return f"{self.index}"


class TreeHash(models.Model):
    """The hash of one full subtree: over the leaves from `index << level` to before `(index + 1) << level`."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="a_subtree_has_one_hash")]

    def __str__(self) -> str:
        return f"{self.level} {self.index}"


class LogKey(models.Model):
    """A key with which the log was signed from an instant on: the public half only. The latest is in use."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: The log's name, which is also the name of its key.
    origin = models.CharField(max_length=200)
    #: Name, identifier and key, as a signed note writes them.
    key = models.CharField(max_length=400, unique=True)
    at = models.DateTimeField()
    #: The note with which the key before names this one; empty for the first.
    succession = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key


class Checkpoint(models.Model):
    """A signed state of the log."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    size = models.PositiveBigIntegerField()
    #: The root over its leaves, in hex.
    root = models.CharField(max_length=64)
    #: The signed note.
    note = models.TextField()
    key = models.ForeignKey(LogKey, models.PROTECT, related_name="checkpoints")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["size", "key"], name="a_key_signs_a_size_once")]

    def __str__(self) -> str:
        return f"{self.size}"


class Witness(models.Model):
    """A second party that cosigns the log's states, and what came of asking it last."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: Its key, as it writes it itself; the name is in it.
    key = models.CharField(max_length=400, unique=True)
    #: Where it answers, without the last part of the address.
    address = models.URLField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    #: When it was asked last, in real time, and what was wrong; empty where it answered as it should.
    asked_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=300, blank=True, db_column="problem")
    facts: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    #: Whether it saw more leaves than are here, or others. Until it is heard again without that, nothing is signed.
    saw_another = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.key.partition("+")[0]

    @property
    def problem(self) -> Problem | None:
        """What was wrong when it was asked last."""
        return Problem(self.finding, self.facts or {}) if self.finding else None


class Cosignature(models.Model):
    """That a witness saw a state."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures")
    #: The line of signature, and the time it speaks of in seconds since 1970.
    line = models.TextField()
    seconds = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="a_witness_cosigns_a_checkpoint_once")
        ]

    def __str__(self) -> str:
        return f"{self.witness} {self.checkpoint}"


class LogCheck(models.Model):
    """That the log was read and hashed anew, in real time, and what was found. The latest one counts: while it names a
    problem, nothing is signed."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    #: Whether every leaf was read, or those that are new only.
    is_whole = models.BooleanField()
    #: What does not hold, as `Problem` has it; empty where everything does.
    finding = models.CharField(max_length=300, blank=True, db_column="problem")
    facts: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.problem or self.size)

    @property
    def problem(self) -> Problem | None:
        """What does not hold; None where everything does."""
        return Problem(self.finding, self.facts or {}) if self.finding else None
