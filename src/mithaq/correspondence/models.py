"""Circulars, what they ask for, whom they went to, and what came back.

A *circular* goes to many organisations at once, to each in its language. It may ask for something by an instant; then
it has a *matter*, and every organisation that it was sent to owes an answer. What comes back is a *return*: by the
site, by the recipient's own link, or by mail. It is filed to an organisation and a matter, and checked by a person.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from mithaq.core.fields import without_fields
from mithaq.correspondence.vocabulary import Doubt, MailState, Outcome, Unmarkable, Way
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguage, PerLanguageField
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.uploads.models import Upload

#: How long after its deadline a matter still takes answers by link: they count as late, but they count.
GRACE = timedelta(days=60)


def fresh_secret() -> str:
    """What the links of one circular are signed with: 228 bits, repeatable in a rehearsal as its identifiers are."""
    return "".join(fresh_id() for _ in range(4))


class Template(models.Model):
    """The words of a circular, kept for the next one."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: By what it is known: keeping words under the same title replaces them. The first of its `titles`.
    title = models.CharField(max_length=120, unique=True)
    #: What it is called in each language; empty for one that was kept under a single title.
    titles = PerLanguageField(default=dict, blank=True)
    subject = PerLanguageField()
    body = PerLanguageField()
    kept_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return str(self.called)

    @property
    def called(self) -> PerLanguage:
        """Its title in each language."""
        return PerLanguage(self.titles or {"": self.title})


class Circular(models.Model):
    """A letter to many, in each language that the group works in. Its words do not change once it is sent."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="circulars")
    subject = PerLanguageField()
    body = PerLanguageField()
    #: To whom: `{"standings": […], "kinds": […], "circles": […], "organisations": […], "roles": […]}`.
    choice: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    #: Whether files into which the recipient cannot be written go out all the same, with the recipient in their name.
    sends_unmarked = models.BooleanField(default=False)
    secret = models.CharField(max_length=64, default=fresh_secret, editable=False)
    written_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-written_at", "-id")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("correspondence:circular", args=[self.public_id])

    @property
    def title(self) -> PerLanguage:
        """The subject as it stands above a page: each recipient's own words are left open."""
        return PerLanguage({code: without_fields(words) for code, words in self.subject.items()})


class Matter(models.Model):
    """What a circular asks for, and by when."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    circular = models.OneToOneField(Circular, models.CASCADE, related_name="matter")
    title = PerLanguageField()
    due = models.DateTimeField()

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("correspondence:matter", args=[self.public_id])

    @property
    def link_until(self) -> datetime:
        """Until when the upload links work."""
        return self.due + GRACE


class Attachment(models.Model):
    """A file that a circular carries. Each recipient's copy is marked for them."""

    circular = models.ForeignKey(Circular, models.CASCADE, related_name="attachments")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    #: Why its copies cannot say on their pages for whom they are; empty where they can.
    unmarkable = models.CharField(max_length=8, choices=Unmarkable.choices, blank=True, default="")

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["circular", "upload"], name="a_file_is_attached_once")]

    def __str__(self) -> str:
        return str(self.upload)


class AttachmentsAllowed(models.Model):
    """That the circulars of a cycle may carry files, since when and by whom; without it they carry links only."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="attachments_allowed")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cycle}: {self.at}"


class PreferredLanguage(models.Model):
    """In which language an organisation, or one person in it, is written to."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="preferred_languages")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="preferred_languages")
    language = models.CharField(max_length=12)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="a_person_prefers_one_language"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(person__isnull=True), name="an_organisation_prefers_one_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}: {self.language}"


class Dispatch(models.Model):
    """That a circular was sent: once."""

    circular = models.OneToOneField(Circular, models.PROTECT, related_name="dispatch")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.circular}: {self.at}"


class Addressee(models.Model):
    """Somebody whom a circular was sent to, for an organisation. An organisation without anybody has a row too,
    without seat and letter: nothing could be sent to it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    circular = models.ForeignKey(Circular, models.PROTECT, related_name="addressees")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    #: None while the letter is yet to be written: the worker does it, portion by portion.
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="addressee")
    #: The languages it is written in, "en, ar", as they stood when the circular was sent.
    languages = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["circular", "seat"], name="a_seat_is_addressed_once"),
            models.UniqueConstraint(
                fields=["circular", "organisation"],
                condition=Q(seat__isnull=True),
                name="an_organisation_without_seats_is_addressed_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True, letter__isnull=True) | Q(seat__isnull=False),
                name="a_letter_goes_to_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular}: {self.seat or self.organisation}"

    @property
    def token(self) -> str:
        """What stands in the recipient's own link: which recipient, and the circular's signature under it."""
        return f"{self.public_id}-{signature(self.circular, self.public_id)}"

    def link(self, language: str) -> str:
        """The recipient's own link, complete, to the page in that language; where the house has no words in it, in the
        first of the group's languages in which it has."""
        known = {code for code, _name in settings.LANGUAGES}
        wanted = (language, *self.circular.cycle.written_in)
        with override(next((code for code in wanted if code in known), settings.LANGUAGE_CODE)):
            return f"{settings.ADDRESS}{reverse('correspondence:answer_by_link', args=[self.token])}"

    @property
    def reply_address(self) -> str:
        """Where a reply to the letter goes; empty where the house has no mailbox for replies."""
        user, at_sign, domain = settings.RETURNS_ADDRESS.partition("@")
        return f"{user}+{self.public_id}@{domain}" if at_sign else ""


def signature(circular: Circular, public_id: str) -> str:
    """HMAC-SHA256 over the recipient's identifier under the circular's secret: 128 bits of it, in hexadecimal."""
    return hmac.new(circular.secret.encode(), public_id.encode(), hashlib.sha256).hexdigest()[:32]


class Reminder(models.Model):
    """That somebody who owed an answer was reminded."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="reminders")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="reminder")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.addressee}: {self.at}"


class Incoming(models.Model):
    """A mail as it came in. The mail itself is kept whole; what was read out of it stands here."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    upload = models.OneToOneField(Upload, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=MailState.choices)
    #: Why it could not be read: a code of `core.reading.unreadable`; empty where it could.
    why = models.CharField(max_length=32, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    #: The recipient whose letter it answers or reports on.
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="incoming")
    #: The return that it is, or that it repeats; None for what no person wrote.
    returned = models.ForeignKey("Return", models.PROTECT, null=True, related_name="mails")
    #: Names of files in it that are of no kind that is taken in; they are in the mail itself.
    left_in_it: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    #: Of an answer to an invitation: what it says, as `core.reading.replies.CalendarReply` has it.
    calendar: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return self.subject or self.sender


class Return(models.Model):
    """An answer that came back. Without organisation and matter it lies in the tray, until a person files it."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="returns")
    way = models.CharField(max_length=8, choices=Way.choices)
    doubt = models.CharField(max_length=16, choices=Doubt.choices, blank=True)
    #: Who handed it in on the site; None for the other ways.
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    #: The recipient whose link was used or whose letter was answered.
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, related_name="returns")
    words = models.TextField(blank=True)
    #: SHA-256 over the files, or over the words where it has none: the same answer is one return.
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["matter", "organisation", "digest"], name="the_same_answer_is_one_return"),
            models.CheckConstraint(
                condition=Q(matter__isnull=True, organisation__isnull=True)
                | Q(matter__isnull=False, organisation__isnull=False),
                name="a_return_is_filed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.matter}"

    def get_absolute_url(self) -> str:
        return reverse("correspondence:returned", args=[self.public_id])

    @property
    def is_late(self) -> bool:
        """Whether it came after the deadline of its matter."""
        return self.matter is not None and self.received_at > self.matter.due


class ReturnedFile(models.Model):
    """A file of a return, under the name that it came with."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    returned = models.ForeignKey(Return, models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["returned", "upload"], name="a_file_is_in_a_return_once")]

    def __str__(self) -> str:
        return self.name


class Check(models.Model):
    """What a person found of a return. A finding is never changed: a later one is added, and counts."""

    returned = models.ForeignKey(Return, models.PROTECT, related_name="checks")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.returned}: {self.outcome}"


class Mailbox(models.Model):
    """How far the mailbox for replies has been read (RFC 3501: identifiers are valid for one UIDVALIDITY)."""

    name = models.CharField(max_length=254, unique=True)
    validity = models.PositiveBigIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
