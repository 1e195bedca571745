"""That the languages of a clause were found to say the same."""

from __future__ import annotations

from django.db import models

from mithaq.communique.models.texts import Clause
from mithaq.foundation.actors.models import Seat


class Pairing(models.Model):
    """That a person found a clause's wordings, as they stood in all authentic languages, to say the same. It holds for
    these very words: when one of them changes, the clause waits for another."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="pairings")
    #: SHA-256 over the wordings, see `queries.pairs.words_hash`.
    hash = models.CharField(max_length=64)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["clause", "hash"], name="the_same_words_are_paired_once")]

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.hash[:8]}"
