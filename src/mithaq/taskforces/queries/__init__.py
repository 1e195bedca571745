"""Reading groups, papers and meetings. What a group has besides stands in `groups`, the work on papers in `papers`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from mithaq.core.addresses import address_key
from mithaq.correspondence.queries.circles import Circle, circles_of
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures.together import shared
from mithaq.foundation.things import shown_as
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES
from mithaq.taskforces.models import (
    Enrolment,
    FeedKey,
    Group,
    GroupSeat,
    Meeting,
    MeetingDocument,
    Outcome,
    Paper,
    Participation,
    Reply,
    Review,
)
from mithaq.taskforces.vocabulary import Attendance, GroupKind, GroupRole, OutcomeKind, Reach

#: Who reads every group, its papers and its meetings from inside.
READERS_OF_MEETINGS = (Role.SECRETARIAT, Role.AUDITOR, Role.CHAIR, Role.CONVENER)


@shown_as("taskforces.group")
def groups_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Group]:
    """The groups whose page the seat may read: the public ones, and others by their reach."""
    groups = Group.objects.all()
    if seat is None or seat.role == Role.PRESS:
        return groups.filter(reach=Reach.PUBLIC)
    if seat.role in READERS_OF_MEETINGS:
        return groups
    return groups.filter(Q(reach__in=(Reach.PUBLIC, Reach.SEATED)) | Q(pk__in=groups_of(seat, at)))


@shown_as("taskforces.enrolment")
def enrolments_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Enrolment]:
    """Who works in the groups that the seat may read."""
    enrolments = Enrolment.objects.select_related("organisation", "group")
    return enrolments.filter(group__in=groups_visible_to(seat, at).values("pk"))


@shown_as("taskforces.paper")
def papers_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Paper]:
    """Papers that have been submitted by then, and of those in work the ones that the seat writes, reviews or looks
    after; with their group, their file and who handed them in."""
    papers = Paper.objects.select_related("group", "file", "submitted_by__person", "submitted_by__organisation")
    seen = Q(submitted_at__lte=at)
    if seat is not None and seat.role in READERS_OF_MEETINGS:
        seen |= Q(submitted_at=None)
    elif seat is not None and seat.role != Role.PRESS:
        asked = Review.objects.filter(reviewer=seat, released_at=None)
        seen |= Q(submitted_at=None, group__in=groups_of(seat, at)) | Q(submitted_at=None, pk__in=asked.values("paper"))
    return papers.filter(seen)


def with_their_size(groups: QuerySet[Group], at: datetime) -> QuerySet[Group]:
    """The groups, each with how many organisations work in it on the day of `at` (UTC) and how many papers it handed
    in by then, as `members_count` and `papers_count`."""
    day = at.date()
    working = Q(enrolments__starts__lte=day, enrolments__organisation__merged_into=None) & (
        Q(enrolments__ends__isnull=True) | Q(enrolments__ends__gte=day)
    )
    return groups.annotate(
        members_count=Count("enrolments", filter=working, distinct=True),
        papers_count=Count("papers", filter=Q(papers__submitted_at__lte=at), distinct=True),
    )


def special_working_group(cycle: Cycle, at: datetime, *, partners: bool) -> list[Enrolment]:
    """Who works in the cycle's special working groups on the day of `at` (UTC): its cities besides the one
    that chairs it, or its partners."""
    day = at.date()
    enrolled = Enrolment.objects.filter(
        group__cycle=cycle,
        group__kind=GroupKind.SPECIAL_WORKING_GROUP,
        group__reach=Reach.PUBLIC,
        starts__lte=day,
        organisation__merged_into=None,
    ).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    everybody = shared(("special", cycle.pk, day), lambda: list(enrolled.select_related("organisation", "group")))
    if partners:
        return [one for one in everybody if one.role == GroupRole.PARTNER]
    return [one for one in everybody if one.role not in (GroupRole.PARTNER, GroupRole.CHAIR)]


# Meetings -----------------------------------------------------------------------------------------------------------

#: What stands after the identifier of a meeting in calendars.
MEETINGS_DOMAIN = "meetings.mithaq"


def _enrolled(seat: Seat, at: datetime) -> QuerySet[Enrolment]:
    """Where the seat's organisation works on its own day of `at`."""
    day = seat.local_day(at)
    running = Q(ends__isnull=True) | Q(ends__gte=day)
    return Enrolment.objects.filter(running, organisation_id=seat.organisation_id, starts__lte=day)


def _seated_in(seat: Seat, at: datetime) -> QuerySet[GroupSeat]:
    """Where the seat itself works on its own day of `at`."""
    day = seat.local_day(at)
    return GroupSeat.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), seat=seat, starts__lte=day)


def groups_of(seat: Seat, at: datetime) -> QuerySet[Group, Any]:
    """The keys of the groups in which the seat works at that time, by its organisation or by itself; for a subquery."""
    by_organisation = Q(pk__in=_enrolled(seat, at).values("group"))
    return Group.objects.filter(by_organisation | Q(pk__in=_seated_in(seat, at).values("group"))).values("pk")


#: What acts must concern to change what is remembered of groups and papers, besides whom it names.
FOLLOWED = ("taskforces.", "cycle.", "uploads.")
_roles: Memory[frozenset[str]] = Memory(4096, kinds=(*FOLLOWED, "actors.seat"))


def roles_in(seat: Seat, group: Group, at: datetime) -> frozenset[str]:
    """The roles that the seat has in the group at that time, by its organisation or by itself. The press and the
    auditor have none."""
    if seat.role in (Role.PRESS, Role.AUDITOR):
        return frozenset()
    return _roles.recall(
        (seat.pk, seat.organisation_id, seat.local_day(at), group.pk), at, lambda: _read_roles(seat, group, at)
    )


def _read_roles(seat: Seat, group: Group, at: datetime) -> frozenset[str]:
    by_organisation, by_itself = (
        found.filter(group=group).order_by().values_list("role", flat=True)
        for found in (_enrolled(seat, at), _seated_in(seat, at))
    )
    return frozenset(by_organisation.union(by_itself))


def leads(seat: Seat, group: Group, at: datetime) -> bool:
    """Whether the seat chairs the group, or its organisation does."""
    return not roles_in(seat, group, at).isdisjoint((GroupRole.CHAIR, GroupRole.CO_CHAIR))


def works_in(seat: Seat, group: Group, at: datetime) -> bool:
    """Whether the seat, or its organisation, works in the group in any role."""
    return bool(roles_in(seat, group, at))


def takes_part(seat: Seat, meeting: Meeting, at: datetime) -> bool:
    """Whether the seat reads a meeting from inside: it looks after the year, or its organisation is invited or works in
    the group. No query where the meeting was found by `meetings_visible_to` for this seat."""
    if hasattr(meeting, "is_inside"):
        return bool(meeting.is_inside)
    return meetings_from_inside(seat, at).filter(pk=meeting.pk).exists()


def meetings_from_inside(seat: Seat | None, at: datetime) -> QuerySet[Meeting]:
    """The meetings of which the seat reads everything."""
    meetings = Meeting.objects.select_related("group", "cycle")
    if seat is None or seat.role == Role.PRESS:
        return meetings.none()
    if seat.role in READERS_OF_MEETINGS:
        return meetings
    takes_part = Q(participations__is_invited=True) | Q(participations__was_there=True)
    invited = Meeting.objects.filter(takes_part, participations__seat__organisation_id=seat.organisation_id)
    return meetings.filter(Q(pk__in=invited.values("pk")) | Q(group__in=groups_of(seat, at)))


@shown_as("taskforces.meeting")
def meetings_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Meeting]:
    """The meetings that are announced, and those the seat reads from inside (`is_inside`); with their group, in their
    order. A page names the group only where `shows_group`: an announced meeting may be that of a group whose page the
    seat may not read."""
    meetings = Meeting.objects.select_related("group", "cycle").order_by("starts", "id")
    inside = meetings_from_inside(seat, at).order_by().filter(pk=OuterRef("pk"))
    known = groups_visible_to(seat, at).order_by().filter(pk=OuterRef("group"))
    meetings = meetings.annotate(is_inside=Exists(inside), shows_group=Exists(known))
    return meetings.filter(Q(is_announced=True) | Q(is_inside=True))


def meetings_to_come(seat: Seat, at: datetime) -> QuerySet[Meeting]:
    """The meetings of which the seat reads everything that are not over yet, the next first."""
    return meetings_from_inside(seat, at).filter(ends__gt=at, cancelled_at__isnull=True).order_by("starts", "id")


def documents_from_inside(seat: Seat | None, at: datetime) -> QuerySet[MeetingDocument]:
    """The documents of meetings that the seat reads from inside."""
    inside = meetings_from_inside(seat, at).values("pk")
    return MeetingDocument.objects.filter(meeting__in=inside).select_related("file", "meeting")


@shown_as("taskforces.outcome")
def outcomes_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Outcome]:
    """What came out of the meetings that the seat reads from inside."""
    inside = meetings_from_inside(seat, at).values("pk")
    return Outcome.objects.filter(meeting__in=inside).select_related(
        "meeting", "owner__person", "owner__organisation", "completion"
    )


def open_actions_of(seat: Seat) -> QuerySet[Outcome]:
    """What meetings gave this seat to do and nobody said is done, the most urgent first. One query."""
    return (
        Outcome.objects.filter(owner=seat, kind=OutcomeKind.ACTION, completion__isnull=True)
        .select_related("meeting")
        .order_by("due", "id")
    )


def feed_key_of(seat: Seat) -> FeedKey | None:
    """The key of the seat's own calendar, unless it was revoked or never made."""
    return seat.feed_keys.filter(revoked_at__isnull=True).first()


def seats() -> QuerySet[Seat]:
    """Every seat, with its person and organisation."""
    return Seat.objects.select_related("person", "organisation").order_by("id")


def seats_invited(circles: Iterable[str], cycle: Cycle, group: Group | None, at: datetime) -> list[Seat]:
    """The seats of these circles (see `web.forms.CIRCLES`) that are held at that time. Two queries."""
    cities = list(members(cycle, at, CITIES).values_list("organisation", flat=True))
    wanted = {
        "sherpas": Q(role=Role.SHERPA, organisation__in=cities),
        "mayors": Q(role=Role.MAYOR, organisation__in=cities),
        "chair": Q(role__in=(Role.CHAIR, Role.CONVENER)),
        "secretariat": Q(role=Role.SECRETARIAT),
    }
    asked = Q(pk__in=[])
    for circle in circles:
        if circle in wanted:
            asked |= wanted[circle]
        elif group is not None:
            enrolled = group.enrolments.filter(Q(ends__isnull=True) | Q(ends__gte=at.date()))
            asked |= Q(organisation__in=enrolled.values("organisation"), role__in=(Role.SHERPA, Role.PARTNER))
    return [seat for seat in seats().filter(asked) if seat.is_held(at)]


def seats_by_address(addresses: Iterable[str], at: datetime) -> dict[str, Seat]:
    """The seat held at that time by whoever has each of these addresses, which are in small letters. One query."""
    found: dict[str, Seat] = {}
    for seat in seats().annotate(address=Lower("person__email")).filter(address__in=list(addresses)):
        if seat.is_held(at):
            found.setdefault(seat.person.email.lower(), seat)
    return found


# Answers to invitations ---------------------------------------------------------------------------------------------


def invitation_of_token(token: str) -> Participation | None:
    """The invitation whose link this is, with its meeting, unless it was taken back."""
    found = Participation.objects.select_related("meeting__group", "seat__person", "seat__organisation")
    return found.filter(token=token, is_invited=True).first()


def invitation_answered(uid: str, attendee: str, sender: str) -> Participation | None:
    """The invitation that a calendar program's answer is about: the entry's, made to that address; None where there is
    none, or where the mail comes from another address than the one it answers for."""
    public_id, _at, domain = uid.partition("@")
    if domain != MEETINGS_DOMAIN or not attendee or address_key(attendee) != address_key(sender):
        return None
    invited = Participation.objects.filter(meeting__public_id=public_id, is_invited=True)
    invited = invited.filter(Q(seat__person__address_key=address_key(attendee)) | Q(guest_address=attendee))
    return invited.select_related("meeting__group", "seat__person", "seat__organisation").first()


def participations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Participation]:
    """Who takes part in the meetings that the seat reads from inside, or is invited no more."""
    inside = meetings_from_inside(seat, at).values("pk")
    taking_part = Participation.objects.filter(meeting__in=inside)
    return taking_part.select_related("meeting__group", "seat__person", "seat__organisation")


def invitations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Participation]:
    """The invitations to meetings that the seat reads from inside."""
    return participations_visible_to(seat, at).filter(is_invited=True)


#: What of an answer is read together with its invitation.
ANSWER_FIELDS = ("id", "attendance", "substitute", "note", "way", "revision", "at")


def with_their_answers(participations: QuerySet[Participation]) -> list[Participation]:
    """The participations, each with the answer that counts as `answer`, None where there is none that was given for the
    hours at which the meeting is now; such an earlier one is `before`. One query."""
    said = {f"said_{name}": F(f"replies__{name}") for name in ANSWER_FIELDS}
    found: dict[int, Participation] = {}
    joined = participations.select_related("meeting", "seat__person", "seat__organisation")
    # Of several answers the latest comes last.
    for row in joined.order_by("id", "replies__id").annotate(**said):
        found[row.pk] = row
        values = {name: getattr(row, f"said_{name}") for name in ANSWER_FIELDS}
        given = Reply(participation=row, **values) if values["id"] is not None else None
        stands = given is not None and given.revision >= row.meeting.hours_since
        row.answer, row.before = (given, None) if stands else (None, given)  # type: ignore[attr-defined]
    return list(found.values())


def answers_counted(taking_part: Iterable[Participation]) -> dict[str, int]:
    """How many of those invited answered what, and under "" how many have not answered; from `with_their_answers`."""
    counted = dict.fromkeys([*Attendance.values, ""], 0)
    for one in taking_part:
        if one.is_invited:
            answer: Reply | None = one.answer  # type: ignore[attr-defined]
            counted[answer.attendance if answer else ""] += 1
    return counted


def unanswered_invitations_of(seat: Seat, at: datetime) -> list[Participation]:
    """The invitations of this seat to meetings to come that it has not answered, the next first. One query."""
    answered = Reply.objects.filter(participation=OuterRef("pk"), revision__gte=OuterRef("meeting__hours_since"))
    return list(
        Participation.objects.filter(~Exists(answered), seat=seat, is_invited=True)
        .filter(meeting__ends__gt=at, meeting__cancelled_at__isnull=True)
        .select_related("meeting")
        .order_by("meeting__starts", "id")
    )


def meetings_called_by(seat: Seat, at: datetime) -> list[Meeting]:
    """The meetings to come that this seat called, each with how many are `invited` and how many have `answered`; the
    next first. One query."""
    given = Reply.objects.filter(participation=OuterRef("pk"), revision__gte=OuterRef("meeting__hours_since"))
    open_ones = Q(participations__is_invited=True)
    answered = Participation.objects.filter(Exists(given), is_invited=True).values("pk")
    return list(
        Meeting.objects.filter(called_by=seat, ends__gt=at, cancelled_at__isnull=True)
        .annotate(
            invited=Count("participations", filter=open_ones),
            answered=Count("participations", filter=Q(participations__in=answered)),
        )
        .filter(invited__gt=0)
        .order_by("starts", "id")
    )


@circles_of("taskforces")
def groups_to_write_to(cycle: Cycle, at: datetime) -> list[Circle]:
    """Each group of the cycle with those that work in it on the day of `at` (UTC): circulars can go to it."""
    day = at.date()
    working = Enrolment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
    return [
        Circle(
            f"group:{group.public_id}",
            group.title,
            Organisation.objects.filter(pk__in=working.filter(group=group).values("organisation")).order_by("id"),
        )
        for group in cycle.groups.all()
    ]
