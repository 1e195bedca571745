"""Reading which invitations to meetings were taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from mithaq.foundation.actors.models import Seat
from mithaq.taskforces.models import InvitationTakenBack, Meeting, Participation


def with_what_was_taken_back(participations: QuerySet[Participation]) -> QuerySet[Participation]:
    """The participations, each with when its invitation was taken back last and why, as `gone_at` and `gone_why`."""
    taken = InvitationTakenBack.objects.filter(participation=OuterRef("pk")).order_by("-id")
    return participations.annotate(
        gone_at=Subquery(taken.values("at")[:1]), gone_why=Subquery(taken.values("reason")[:1])
    )


def without_those_taken_back(meeting: Meeting, seats: Iterable[Seat]) -> list[Seat]:
    """The seats but those whose invitation to the meeting was taken back and not made anew. One query."""
    gone = meeting.participations.filter(is_invited=False, taken_back__isnull=False).values_list("seat_id", flat=True)
    left_out = set(gone)
    return [one for one in seats if one.pk not in left_out]


def invited_or_not_any_more(meeting: Meeting) -> dict[tuple[int | None, str], Participation]:
    """Everybody on record with the meeting by seat and by a guest's address, each with `was_taken_back`: whether there
    was an invitation that was taken back. One query."""
    taken = InvitationTakenBack.objects.filter(participation=OuterRef("pk"))
    rows = meeting.participations.annotate(was_taken_back=Exists(taken))
    return {(one.seat_id, one.guest_address): one for one in rows}
