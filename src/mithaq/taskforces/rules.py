"""Who may set up groups and act for them, hand in papers, work on them and review them, and call meetings."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import YES, Verdict, first_refusal, has_role, is_seated, only_if
from mithaq.taskforces.models import Comment, Group, Meeting, Outcome, Paper, PaperVersion, Participation, Review
from mithaq.taskforces.queries import leads, takes_part, works_in
from mithaq.taskforces.queries.papers import dossier_of, works_on
from mithaq.taskforces.vocabulary import Stage

OVER = _("This group has ended. Nothing was changed.")
OUT_OF_HAND = _("This paper has been submitted. The secretariat can give it back. Nothing was changed.")


def may_set_up_groups(seat: Seat | None, at: datetime) -> Verdict:
    """Groups are set up by the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_run_the_group(seat: Seat | None, group: Group, at: datetime) -> Verdict:
    """Whoever chairs a group acts for it until it ends; the secretariat acts for all, always."""
    seated = is_seated(seat, at)
    if seat is None or not seated or seat.role == Role.SECRETARIAT:
        return seated
    return first_refusal(
        only_if(leads(seat, group, at), _("This is for those who chair the group, and for the secretariat.")),
        lambda: only_if(group.ends is None or seat.local_day(at) <= group.ends, OVER),
    )


def may_begin_papers(seat: Seat | None, group: Group, at: datetime) -> Verdict:
    """Whoever works in a group begins its papers, until it ends; the secretariat for all."""
    seated = is_seated(seat, at)
    if seat is None or not seated or seat.role == Role.SECRETARIAT:
        return seated
    return first_refusal(
        only_if(works_in(seat, group, at), _("This is for those who work in the group, and for the secretariat.")),
        lambda: only_if(group.ends is None or seat.local_day(at) <= group.ends, OVER),
    )


def may_work_on(seat: Seat | None, paper: Paper, at: datetime) -> Verdict:
    """Those who work in the paper's group write it, until it is submitted."""
    return first_refusal(_is_an_author(seat, paper, at), lambda: only_if(not Stage(paper.stage).is_open, OUT_OF_HAND))


def _is_an_author(seat: Seat | None, paper: Paper, at: datetime) -> Verdict:
    if paper.group is None:
        return has_role(seat, at, Role.SECRETARIAT)
    return may_begin_papers(seat, paper.group, at)


def may_send_on(seat: Seat | None, paper: Paper, at: datetime) -> Verdict:
    """Those who chair the group put its papers to review, name reviewers and submit; the secretariat for all."""
    if paper.group is None:
        return has_role(seat, at, Role.SECRETARIAT)
    return may_run_the_group(seat, paper.group, at)


def may_look_after_papers(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat publishes papers, gives them back, moves them, and says how late ones are treated."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_comment(seat: Seat | None, paper: Paper, at: datetime) -> Verdict:
    """Those who write, review or look after a paper comment on it until it is submitted; the auditor only reads."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and seat.role != Role.AUDITOR and works_on(seat, paper, at),
            _("This is for those who write or review the paper."),
        ),
        lambda: only_if(not Stage(paper.stage).is_open, OUT_OF_HAND),
    )


def may_answer_comments(seat: Seat | None, comment: Comment, at: datetime) -> Verdict:
    """The authors answer a comment, once."""
    return first_refusal(
        may_work_on(seat, comment.paper, at),
        lambda: only_if(
            not hasattr(comment, "reply"), _("This comment has been answered already. Nothing was changed.")
        ),
    )


def may_finish_the_review(seat: Seat | None, review: Review, at: datetime) -> Verdict:
    """A review is finished by whoever was asked, once."""
    is_open = review.finished_at is None and review.released_at is None
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(seat is not None and review.reviewer_id == seat.pk, _("Only the reviewer can say this.")),
        lambda: only_if(is_open, _("This review is over already. Nothing was changed.")),
    )


def may_read_the_version(seat: Seat | None, version: PaperVersion, at: datetime) -> Verdict:
    """Every version is read by those who write, review or look after the paper. Once it is submitted, its latest is
    read by whoever holds a seat, and once it is published, by everybody."""
    paper = version.paper
    latest = version.number == max(one.number for one in dossier_of(paper).versions)
    if latest and paper.stage == Stage.PUBLISHED:
        return YES
    if latest and paper.stage == Stage.SUBMITTED and seat is not None:
        return is_seated(seat, at)
    return only_if(works_on(seat, paper, at), _("This is for those who write or review the paper."))


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
