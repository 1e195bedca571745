"""Who may write circulars, check what comes back, and answer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.correspondence.models import Circular, Matter
from mithaq.correspondence.vocabulary import NO_VOICE
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, only_if


def may_correspond(seat: Seat | None, at: datetime) -> Verdict:
    """Circulars are written and sent, and returns are checked, by the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_read_correspondence(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the auditor read every circular, return and board."""
    return has_role(seat, at, Role.SECRETARIAT, Role.AUDITOR)


def may_revise(seat: Seat | None, circular: Circular, at: datetime) -> Verdict:
    """A circular can be revised until it is sent."""
    return first_refusal(
        may_correspond(seat, at),
        lambda: only_if(
            not hasattr(circular, "dispatch"), _("This circular has been sent, so its words stay as they are.")
        ),
    )


def may_answer_at_all(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever speaks for an organisation."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(seat is not None and seat.role not in NO_VOICE, _("Your seat does not answer circulars.")),
    )


def may_answer(seat: Seat | None, matter: Matter, organisation: Organisation, at: datetime) -> Verdict:
    """A seat of an organisation that was asked; also after the deadline, when the answer is marked as late."""
    return first_refusal(
        may_answer_at_all(seat, at),
        lambda: only_if(
            seat is not None and seat.organisation_id == organisation.pk,
            _("Only the organisation that was asked can answer."),
        ),
        lambda: takes_answers(matter, organisation, at),
    )


def takes_answers(matter: Matter, organisation: Organisation, at: datetime) -> Verdict:
    """Whether the organisation was asked for this."""
    asked = matter.circular.addressees.filter(organisation=organisation).exists()
    return only_if(asked, _("Your organisation was not asked for this."))
