"""What full-text search looks through: the pages of records, as they read and as they are found.

It is no record but a memory of some: whoever hands a record's text in may do so again at any time.
"""

from __future__ import annotations

from django.db import models


class Passage(models.Model):
    """A page of a record, or a part of one, in one language. The databases keep an index over `stems` and `asides`."""

    #: The kind of record, as its room calls it ("study"), and its key there.
    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    #: Its place among the record's passages, from 0.
    place = models.PositiveIntegerField()
    #: Whether it is what the record is called and described by, which weighs more than what stands in it.
    is_title = models.BooleanField(default=False)
    #: The page as it is counted in the file; None where pages are not known.
    page = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=12, db_index=True)
    #: How many words it has.
    words = models.PositiveIntegerField()
    #: Stems that stand in it more than once, each with how often: " river:3  flood:2 ". Ranking reads no more.
    often = models.TextField()
    #: The stems of its words in their order, each between two spaces.
    stems = models.TextField()
    #: Further keys of its words, in the same writing.
    asides = models.TextField()
    #: The words as they read.
    text = models.TextField()

    class Meta:
        ordering = ("kind", "subject", "place")
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "place"], name="a_passage_has_its_place")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.place}"


class LookedInto(models.Model):
    """That the file of a record was read for the search, whatever was found in it. As derived as the passages are."""

    kind = models.CharField(max_length=40)
    subject = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="a_file_is_looked_into_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
