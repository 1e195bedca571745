"""Taking an invitation to a meeting back, for one person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import require
from mithaq.taskforces.models import InvitationTakenBack, Meeting, Participation
from mithaq.taskforces.rules import may_change_the_meeting


def take_back_invitation(
    participation: Participation, reason: str = "", *, seat: Seat, at: datetime
) -> InvitationTakenBack | None:
    """Invite somebody to a meeting no more; a follower writes to that person alone, with a calendar file that takes the
    entry away. What was answered stays on record. Repeated it does nothing; None for whoever never was invited."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=participation.meeting_id)
        participation = Participation.objects.select_related("seat").get(pk=participation.pk)
        require(may_change_the_meeting(seat, meeting, at))
        if not participation.is_invited:
            return participation.taken_back.last()
        participation.is_invited = False
        participation.save(update_fields=["is_invited"])
        # Calendar programs take the entry away, and take it in again, by the order of its revisions.
        meeting.revision, meeting.changed_at = meeting.revision + 1, at
        meeting.save(update_fields=["revision", "changed_at"])
        taken = participation.taken_back.create(
            revision=meeting.revision, reason=" ".join(reason.split())[:300], seat=seat, at=at
        )
        about = [meeting, *([participation.seat] if participation.seat else [])]
        record("invitation.taken_back", *about, seat=seat, at=at, facts={"revision": meeting.revision})
    return taken
