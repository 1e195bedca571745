"""The outbox: every letter is written down first, can be looked at, and is sent by the worker."""

from __future__ import annotations

from django.db import models

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.uploads.models import Upload

#: What stands between the same words in one language and in the next, in the order of the letter's `language`.
BETWEEN_LANGUAGES = "\n\n— — —\n\n"


class Letter(models.Model):
    """One message to one seat, in one language or in several, "en, ar". `occasion` makes it be written once for each
    cause."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="letters")
    #: Where it goes if not to the person of the seat: an address that belongs to nobody on record yet. The seat is
    #: then that of whoever writes.
    address = models.EmailField(blank=True)
    #: What it was written for: the act's identifier and the letter's kind. A repetition finds it here.
    occasion = models.CharField(max_length=120)
    #: The code of its language, or of several: "en, ar".
    language = models.CharField(max_length=60)
    subject = models.CharField(max_length=1000)
    body = models.TextField()
    #: Where an answer goes, and what a mail server could not deliver; empty for the house's own address.
    reply_to = models.CharField(max_length=254, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["seat", "occasion"], name="a_letter_is_written_once")]

    def __str__(self) -> str:
        return self.subject

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Its body by language: each part with the code of its own."""
        languages, parts = self.language.split(", "), self.body.split(BETWEEN_LANGUAGES)
        return list(zip(languages, parts, strict=True)) if len(languages) == len(parts) else [("", self.body)]


class Enclosure(models.Model):
    """A file that goes with a letter, under a name that is marked for whom it was sent to."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="enclosures")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    #: Whether the copy that goes out says on every page for whom it is.
    is_marked = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["letter", "name"], name="an_enclosure_has_a_name_of_its_own")]

    def __str__(self) -> str:
        return self.name


class Bounce(models.Model):
    """That a mail server gave a letter up after it had been taken, and what it said."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="bounces")
    at = models.DateTimeField()
    #: The enhanced status code ("5.1.1"), empty where the server stated none.
    status = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["letter", "status"], name="a_letter_comes_back_once")]

    def __str__(self) -> str:
        return self.status or "returned"


class Sending(models.Model):
    """One attempt to hand a letter to the mail system; empty `error` means that it was taken."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="sendings")
    at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.error or "sent"


class InHand(models.Model):
    """That a worker is sending a letter, since when: another worker leaves the letter alone. The row goes with the
    attempt; one that is left over from a worker that was killed counts for a while only."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="in_hand")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.since}"
