"""The chronicle: one line for every change, in the order in which the changes were committed.

An act holds its verb, who did it, when, what it concerned (kinds and public identifiers) and hashes. It is never
changed or deleted: triggers in the database refuse it. Each act carries the hash of the one before, so that a
line taken out or altered behind the program's back is found by `chronicle.integrity`.

Words that may have to be erased one day (a reason, a remark) stand in `ActWords` with their salt; the act holds
only the hash of salt and words. Erasing them leaves the chain whole; any other change of them is refused.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.identifiers import fresh_id


class Head(models.Model):
    """The last act's number and hash. One row, locked by whoever writes: commit order is number order."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.sequence}"


class Act(models.Model):
    """That a seat did something at a time."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: What was done: the thing and the past participle ("endorsement.given").
    verb = models.CharField(max_length=64, db_index=True)
    #: None only for acts of the program itself (a restore, an erasure on a date).
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="acts")
    #: The mandate under which the seat acted, where the verb needs one.
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="acts")
    #: When it is held to have happened (the clock's time).
    at = models.DateTimeField()
    #: When the line was written, in real time.
    recorded_at = models.DateTimeField()
    #: Hashes, numbers, states: nothing that names a person or quotes a text.
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class ActThing(models.Model):
    """One record that an act concerned; `place` 0 is its subject."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="things")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=64)
    thing = models.CharField(max_length=24)

    class Meta:
        ordering = ("act", "place")
        constraints = [models.UniqueConstraint(fields=["act", "place"], name="a_thing_has_its_place_in_an_act")]
        indexes = [models.Index(fields=["kind", "thing"], name="things_of_acts")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class ActWords(models.Model):
    """Words that belong to an act and may have to be erased: then `words` is null and the salt is gone."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="spoken")
    salt = models.CharField(max_length=64, null=True)
    words: models.JSONField[dict[str, str] | None, dict[str, str] | None] = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.act_id}"


class Cursor(models.Model):
    """How far a follower has read. Saved in the transaction of the follower's effect."""

    follower = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.follower} {self.sequence}"
