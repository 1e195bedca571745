"""Groups that work on a part of the year's matter, the working papers they hand in, and the meetings of the year."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import override

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import PerLanguageField
from mithaq.foundation.uploads.models import Upload
from mithaq.taskforces.vocabulary import (
    Attendance,
    GroupKind,
    GroupRole,
    MeetingKind,
    PaperKind,
    Reach,
    ReplyWay,
    Stage,
)


def fresh_token() -> str:
    """What the link of one invitation is: 228 bits, repeatable in a rehearsal as identifiers are."""
    return "".join(fresh_id() for _ in range(4))


class Group(models.Model):
    """A task force, a special working group or a drafting group of a cycle."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=32, choices=GroupKind.choices)
    title = PerLanguageField()
    charter = PerLanguageField(default=dict, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: Who may read its page.
    reach = models.CharField(max_length=16, choices=Reach.choices, default=Reach.PUBLIC)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="a_group_has_one_key")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("taskforces:group", args=[self.public_id])


class Enrolment(models.Model):
    """That an organisation works in a group, in a role, for a time."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=16, choices=GroupRole.choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    #: Why it ended, where that was said.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["group", "organisation"],
                condition=Q(ends__isnull=True),
                name="an_organisation_is_in_a_group_once",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="an_enrolment_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return self.group.get_absolute_url()


class Paper(models.Model):
    """A working paper: its file where it is on record, else only its entry in the catalogue.

    Until it is submitted it has neither `submitted_at` nor `submitted_by`, and is read by those who work on it. What it
    went through stands in `PaperStep`, its versions in `PaperVersion`.
    """

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="papers")
    key = models.CharField(max_length=80)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="papers")
    kind = models.CharField(max_length=16, choices=PaperKind.choices, default=PaperKind.WORKING_PAPER)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.SUBMITTED)
    title = PerLanguageField()
    #: The language it is written in, where known.
    language = models.CharField(max_length=12, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="papers")
    #: Pages as stated by the source; None where nobody counted them.
    pages = models.PositiveIntegerField(null=True, blank=True)
    #: Who counted them, or where the number stands; empty where the file was asked.
    pages_source = models.CharField(max_length=200, blank=True)
    submitted_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    note = PerLanguageField(default=dict, blank=True)

    class Meta:
        # Those in work come last, in either database.
        ordering = (F("submitted_at").asc(nulls_last=True), "id")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="a_paper_has_one_key"),
            models.CheckConstraint(
                condition=Q(
                    stage__in=("submitted", "published"), submitted_at__isnull=False, submitted_by__isnull=False
                )
                | Q(stage__in=("outline", "draft", "review"), submitted_at__isnull=True, submitted_by__isnull=True),
                name="a_submitted_paper_has_its_hour",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("taskforces:paper", args=[self.public_id])


class Meeting(models.Model):
    """A meeting of the year's sherpas or mayors, or of a group. Its time is an instant, with its zone."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="meetings")
    #: The group that meets; nobody for a meeting of the whole year.
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="meetings")
    kind = models.CharField(max_length=16, choices=MeetingKind.choices)
    title = PerLanguageField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    #: The zone in which its hours were said.
    time_zone = models.CharField(max_length=64, default="UTC")
    place = PerLanguageField(default=dict, blank=True)
    #: Where it meets online; read by those who take part.
    link = models.URLField(max_length=500, blank=True)
    #: Its items in their order, each with its words per language.
    agenda: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list, blank=True)
    #: Whether everybody may read that it takes place, when and where, and its agenda.
    is_announced = models.BooleanField(default=False)
    called_by = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    #: The revision with which its hours changed last: an answer to an earlier one was given for other hours.
    hours_since = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: Why it was cancelled, or moved last.
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("starts", "id")
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_meeting_ends_after_it_starts")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("taskforces:meeting", args=[self.public_id])

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its hours were said."""
        return ZoneInfo(self.time_zone)


#: Where the address of a guest ends whose name was erased; it leads nowhere (RFC 2606).
ERASED_AT = "@erased.invalid"


class Participation(models.Model):
    """That somebody is invited to a meeting, or was there: a seat, or a guest who has none but an address.
    `was_there` is None until somebody says."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    #: The key in the link by which the invitation is answered without an account.
    token = models.CharField(max_length=64, unique=True, default=fresh_token, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="participations")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="participations")
    #: Of a guest: the name as it was typed, and the address in small letters.
    guest_name = models.CharField(max_length=200, blank=True)
    guest_address = models.EmailField(blank=True)
    #: The meeting's revision with which the invitation was made: whoever is invited later is not told of a change.
    invited_with = models.PositiveIntegerField(default=0)
    is_invited = models.BooleanField(default=True)
    was_there = models.BooleanField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="a_seat_takes_part_once"),
            models.UniqueConstraint(
                fields=["meeting", "guest_address"],
                condition=Q(seat__isnull=True),
                name="a_guest_takes_part_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, guest_address="") | (Q(seat__isnull=True) & ~Q(guest_address="")),
                name="a_seat_or_a_guest_takes_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """Who it is: the seat's own sentence, or a guest's name."""
        return self.seat.sentence if self.seat is not None else self.guest_name or self.guest_address

    @property
    def address(self) -> str:
        """Where the invitation goes; empty for whoever has no address on record, or none any more."""
        if self.seat is not None:
            return self.seat.person.email
        return "" if self.guest_address.endswith(ERASED_AT) else self.guest_address

    def link(self, language: str) -> str:
        """The invitation's own link, complete, to the page in that language, or the nearest there is."""
        known = {code for code, _name in settings.LANGUAGES}
        with override(language if language in known else settings.LANGUAGE_CODE):
            return f"{settings.ADDRESS}{reverse('taskforces:answer_invitation', args=[self.token])}"


class Reply(models.Model):
    """What was answered to an invitation. A change of mind is a new row; the latest counts."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="replies")
    attendance = models.CharField(max_length=12, choices=Attendance.choices)
    #: Who comes instead, as it was typed; only where somebody else comes.
    substitute = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    way = models.CharField(max_length=8, choices=ReplyWay.choices)
    #: Who said it on the site; None for the other ways.
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    #: The meeting's revision that was answered.
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(attendance="represented", substitute__gt="")
                | (~Q(attendance="represented") & Q(substitute="")),
                name="whoever_is_represented_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.attendance}"


class FeedKey(models.Model):
    """The secret address of a seat's own calendar. Revoked, it opens nothing any more; a new one may be made."""

    public_id = models.CharField(max_length=24, unique=True, default=fresh_id, editable=False)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="feed_keys")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(revoked_at__isnull=True), name="a_seat_has_one_calendar_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}"


# The rest of the room's records, which speak of those above.
from mithaq.taskforces.models.groups import (  # noqa: E402
    GroupChange,
    GroupDocument,
    GroupSeat,
    Milestone,
    MilestoneChange,
)
from mithaq.taskforces.models.invitations import InvitationTakenBack  # noqa: E402
from mithaq.taskforces.models.left import Completion, MeetingDocument, Minutes, Outcome  # noqa: E402
from mithaq.taskforces.models.papers import (  # noqa: E402
    Comment,
    CommentAnswer,
    PaperMove,
    PaperPolicy,
    PaperStep,
    PaperVersion,
    Review,
)

__all__ = [
    "Comment",
    "CommentAnswer",
    "Completion",
    "Enrolment",
    "FeedKey",
    "Group",
    "GroupChange",
    "GroupDocument",
    "GroupSeat",
    "InvitationTakenBack",
    "Meeting",
    "MeetingDocument",
    "Milestone",
    "MilestoneChange",
    "Minutes",
    "Outcome",
    "Paper",
    "PaperMove",
    "PaperPolicy",
    "PaperStep",
    "PaperVersion",
    "Participation",
    "Review",
]
