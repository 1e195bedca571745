"""Who may set up groups and hand in papers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, only_if
from mithaq.taskforces.models import Group, Meeting, Outcome, Participation
from mithaq.taskforces.queries import leads, takes_part


def may_set_up_groups(seat: Seat | None, at: datetime) -> Verdict:
    """Groups are set up by the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_submit_papers(seat: Seat | None, at: datetime) -> Verdict:
    """Papers are handed in by partners, sherpas and conveners, or entered by the secretariat for them."""
    return has_role(seat, at, Role.SECRETARIAT, Role.PARTNER, Role.SHERPA, Role.CONVENER)


def may_call_a_meeting(seat: Seat | None, at: datetime, group: Group | None = None) -> Verdict:
    """The secretariat and the chair call any meeting; whoever chairs a group calls the group's."""
    seated = is_seated(seat, at)
    if seat is None or not seated or seat.role in (Role.SECRETARIAT, Role.CHAIR):
        return seated
    return only_if(
        group is not None and leads(seat, group, at),
        _("Meetings are called by the secretariat, by the chair, and in a group by those who chair it."),
    )


def may_keep_the_meeting(seat: Seat | None, meeting: Meeting, at: datetime) -> Verdict:
    """Who may call a meeting moves it, says who was there, and writes its minutes."""
    return may_call_a_meeting(seat, at, meeting.group)


def may_change_the_meeting(seat: Seat | None, meeting: Meeting, at: datetime) -> Verdict:
    """A meeting is changed until it is cancelled or over."""
    return first_refusal(
        may_keep_the_meeting(seat, meeting, at),
        lambda: only_if(meeting.cancelled_at is None, _("This meeting is cancelled. Nothing was changed.")),
        lambda: only_if(at < meeting.ends, _("This meeting is over. Nothing was changed.")),
    )


def may_read_inside(seat: Seat | None, meeting: Meeting, at: datetime) -> Verdict:
    """Link, documents, minutes and outcomes are for those who take part and those who look after the year."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(seat is not None and takes_part(seat, meeting, at), _("This is for those who take part.")),
    )


def may_complete(seat: Seat | None, action: Outcome, at: datetime) -> Verdict:
    """The owner's organisation and the secretariat say that an action is done, once."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None
            and action.owner is not None
            and (seat.role == Role.SECRETARIAT or seat.organisation_id == action.owner.organisation_id),
            _("Only its owner or the secretariat can say that this is done."),
        ),
        lambda: only_if(not hasattr(action, "completion"), _("This has been done already. Nothing was changed.")),
    )


def answers_are_taken(participation: Participation, at: datetime) -> Verdict:
    """An invitation is answered until the meeting is over or cancelled."""
    meeting = participation.meeting
    return first_refusal(
        only_if(participation.is_invited, _("This is not an invitation. Nothing was changed.")),
        lambda: only_if(meeting.cancelled_at is None, _("This meeting is cancelled. Nothing was changed.")),
        lambda: only_if(at < meeting.ends, _("This meeting is over. Nothing was changed.")),
    )


def may_answer_for(seat: Seat | None, participation: Participation, at: datetime) -> Verdict:
    """Whoever is invited answers, or somebody of the same organisation, or whoever keeps the meeting."""
    invited = participation.seat
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None
            and seat.role not in (Role.PRESS, Role.AUDITOR)
            and (
                (invited is not None and invited.organisation_id == seat.organisation_id)
                or bool(may_keep_the_meeting(seat, participation.meeting, at))
            ),
            _("Only the organisation that is invited answers, or whoever keeps the meeting."),
        ),
        lambda: answers_are_taken(participation, at),
    )
