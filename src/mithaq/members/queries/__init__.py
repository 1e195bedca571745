"""Who is a member, and in which class, on a day; and what mandates a reader may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.db.models import Prefetch, Q, QuerySet

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.contests import Contest
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Examination, Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.clock import zones_on_another_day
from mithaq.foundation.figures.together import shared
from mithaq.foundation.permissions.mandates import (
    examiners_in_favour,
    is_contested,
    is_provisional,
    is_refused,
)
from mithaq.foundation.things import records_in, reference_to, shown_as
from mithaq.members.models import FocalPoint, Invitation, Membership
from mithaq.members.vocabulary import InvitationState, MandateState, Standing

#: Who reads every mandate (permission table: "Mandate file"); the chair reads those that are contested.
READERS_OF_MANDATES = (Role.SECRETARIAT, Role.AUDITOR)


@shown_as("members.membership")
def memberships_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Membership]:
    """Every membership that was not taken back: who belongs to the group is public."""
    return Membership.objects.filter(is_living=True).select_related("organisation")


def taking_part(at: datetime) -> Q:
    """Of memberships: those that run at `at`, each on the day that it is then in its organisation's own zone."""
    far = zones_on_another_day(at)
    today = at.astimezone(UTC).date()
    running = ~Q(organisation__time_zone__in=[zone for zones in far.values() for zone in zones]) & _run_on(today)
    for days, zones in far.items():
        running |= Q(organisation__time_zone__in=zones) & _run_on(today + timedelta(days=days))
    # What was left with a record that is another one now counts no more.
    return running & Q(is_living=True, organisation__merged_into=None)


def _run_on(day: date) -> Q:
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


def members(cycle: Cycle, at: datetime, standings: Iterable[str]) -> QuerySet[Membership]:
    """The memberships in these classes that run at `at`, in the order of admission."""
    running = cycle.memberships.filter(taking_part(at), standing__in=list(standings))
    return running.select_related("organisation").order_by("id")


def members_counted(cycle: Cycle, at: datetime, standings: Iterable[str]) -> list[Membership]:
    """The same as `members`, for figures: one query for all that are counted together."""
    wanted = set(standings)
    running = shared(("members", cycle.pk, at), lambda: list(members(cycle, at, Standing.values)))
    return [membership for membership in running if membership.standing in wanted]


def membership_of(cycle: Cycle, organisation: Organisation, at: datetime) -> Membership | None:
    """The class in which an organisation takes part at that time, or None."""
    on_record = cycle.memberships.filter(organisation=organisation, is_living=True).select_related("organisation")
    return next((membership for membership in on_record if membership.is_running(at)), None)


def whose_name_holds(words: str, memberships: Iterable[Membership]) -> list[Membership]:
    """The memberships of organisations whose name, in any of its languages, holds these words."""
    sought = as_searched(words)
    return [m for m in memberships if any(sought in as_searched(name) for name in m.organisation.name.values())]


#: Letters that are written one for the other in Arabic, each as the one they are searched by.
_ARABIC_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


@lru_cache(32768)
def as_searched(text: str) -> str:
    """Text as it is compared in a search: without case, accents, Arabic vowel marks and the spellings of alef."""
    bare = unicodedata.normalize("NFKD", text.translate(_ARABIC_LETTERS).casefold())
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def mandates_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Mandate]:
    """All for the secretariat and the auditor; for the others those of their own organisation, for the chair the
    contested ones too; none for the public and the press. With all that is said of them, in four queries."""
    findings = Examination.objects.select_related("examiner__person")
    contests = Contest.objects.select_related("seat__person", "seat__organisation", "decision__seat__person")
    mandates = Mandate.objects.select_related("seat__person", "seat__organisation", "file__upload").prefetch_related(
        "scopes", Prefetch("examinations", findings), Prefetch("contests", contests)
    )
    if seat is None or seat.role == Role.PRESS:
        return mandates.none()
    if seat.role in READERS_OF_MANDATES:
        return mandates
    own = Q(seat__organisation_id=seat.organisation_id)
    if seat.role == Role.CHAIR:
        refused = Examination.objects.filter(in_order=False, at__lte=at).values("mandate")
        contested = Contest.objects.filter(at__lte=at).values("mandate")
        return mandates.filter(own | Q(pk__in=refused) | Q(pk__in=contested))
    return mandates.filter(own)


def delegations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Delegation]:
    """As mandates: all for the secretariat and the auditor, for the others those that their own organisation gave, or
    holds of another."""
    given = Delegation.objects.filter(at__lte=at).select_related(
        "giver__person", "giver__organisation", "receiver__person", "receiver__organisation", "recall"
    )
    if seat is None or seat.role == Role.PRESS:
        return given.none()
    if seat.role in READERS_OF_MANDATES:
        return given
    own = Q(giver__organisation_id=seat.organisation_id) | Q(receiver__organisation_id=seat.organisation_id)
    return given.filter(own)


def reads_mandates_of(seat: Seat, organisation: Organisation) -> bool:
    """Whether the seat reads every mandate of that organisation."""
    return seat.role in READERS_OF_MANDATES or (seat.role != Role.PRESS and seat.organisation_id == organisation.pk)


#: What acts must concern to change what is remembered of mandates, besides whom it names.
FOLLOWED = ("actors.mandate", "actors.delegation", "actors.contest", "actors.seat", "uploads.")
_mandates: Memory[list[Mandate]] = Memory(kinds=FOLLOWED, beside=records_in)


def mandates_of_visible_to(seat: Seat | None, organisation: Organisation, at: datetime) -> Iterable[Mandate]:
    """The mandates of an organisation that the seat may see; nothing is asked where it can see none."""
    if seat is None or not (seat.role == Role.CHAIR or reads_mandates_of(seat, organisation)):
        return []
    readable = mandates_visible_to(seat, at).filter(seat__organisation=organisation)
    key = organisation.pk, seat.role, seat.organisation_id
    return _mandates.recall(key, at, lambda: list(readable), named=[reference_to(organisation)])


@dataclass(frozen=True)
class Judged:
    """A mandate with the state that it has at a time, and the folded names of its person and organisation."""

    mandate: Mandate
    state: MandateState
    folded: str

    def is_named(self, words: str) -> bool:
        """Whether its person or its organisation has these words in its name, in any language."""
        return as_searched(words) in self.folded


_judged: Memory[list[Judged]] = Memory(kinds=FOLLOWED, beside=records_in)


def mandates_with_state(seat: Seat | None, at: datetime) -> list[Judged]:
    """Every mandate that the seat may see, with its state. Four queries after an act, none until the next one or the
    next minute; what it gives out is not to be changed."""
    if seat is None:
        return []
    readable = mandates_visible_to(seat, at)
    return _judged.recall((seat.role, seat.organisation_id), at, lambda: [_judge(one, at) for one in readable])


def _judge(mandate: Mandate, at: datetime) -> Judged:
    names = (*mandate.seat.person.name.values(), *mandate.seat.organisation.name.values())
    return Judged(mandate, state_of(mandate, at), "\n".join(map(as_searched, names)))


_mandate: Memory[Mandate | None] = Memory(kinds=FOLLOWED, beside=records_in)


def mandate_visible_to(seat: Seat, public_id: str, at: datetime) -> Mandate | None:
    """One mandate with all that is said of it, if the seat may see it; remembered until the next act."""
    readable = mandates_visible_to(seat, at).filter(public_id=public_id)
    return _mandate.recall((public_id, seat.role, seat.organisation_id), at, readable.first)


def state_of(mandate: Mandate, at: datetime) -> MandateState:
    """How far the mandate's examination had come at that time, or why it did not count."""
    last_days = [day for day in (mandate.ends, mandate.seat.ends) if day is not None]
    if last_days and mandate.seat.local_day(at) > min(last_days):
        return MandateState.EXPIRED
    if is_refused(mandate, at):
        return MandateState.REFUSED
    if examiners_in_favour(mandate, at) == 0:
        return MandateState.UNEXAMINED
    if is_contested(mandate, at):
        return MandateState.CONTESTED
    return MandateState.PROVISIONAL if is_provisional(mandate, at) else MandateState.VERIFIED


def focal_points_on(day: date, at: datetime) -> QuerySet[FocalPoint]:
    """The focal points whose task runs on that day and was not ended at once before `at`."""
    lasting = Q(ends__isnull=True) | Q(ends__gte=day)
    return FocalPoint.objects.filter(lasting, Q(ended_at__isnull=True) | Q(ended_at__gt=at), starts__lte=day)


def is_focal_point(seat: Seat, at: datetime) -> bool:
    """Whether the seat is its organisation's focal point on the organisation's own day. One query."""
    return focal_points_on(seat.local_day(at), at).filter(seat=seat).exists()


def focal_points_of(organisation: Organisation, at: datetime) -> set[int]:
    """The keys of the seats that are the organisation's focal points on its own day. One query."""
    named = focal_points_on(at.astimezone(organisation.zone).date(), at)
    return set(named.filter(seat__organisation=organisation).values_list("seat_id", flat=True))


def with_a_focal_point(organisations: Iterable[int], at: datetime) -> set[int]:
    """Those of the organisations (by their keys) that have a focal point in a seat held on the day of `at` (UTC)."""
    day = at.astimezone(UTC).date()
    named = focal_points_on(day, at).filter(seat__organisation__in=list(organisations), seat__starts__lte=day)
    held = named.filter(Q(seat__ends__isnull=True) | Q(seat__ends__gte=day))
    held = held.filter(Q(seat__ended_at__isnull=True) | Q(seat__ended_at__gt=at))
    return set(held.values_list("seat__organisation_id", flat=True))


def invitations_of(organisation: Organisation, at: datetime) -> QuerySet[Invitation]:
    """The invitations of an organisation, the newest first, with what became of them. Whoever shows them asks first
    whether the reader admits its colleagues. One query."""
    return organisation.invitations.filter(at__lte=at).select_related(
        "inviter__person", "inviter__organisation", "withdrawal", "admission"
    )


def state_of_invitation(invitation: Invitation, at: datetime) -> InvitationState:
    """What had become of an invitation by then."""
    if hasattr(invitation, "admission"):
        return InvitationState.ACCEPTED
    if hasattr(invitation, "withdrawal"):
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if at < invitation.expires_at else InvitationState.EXPIRED
