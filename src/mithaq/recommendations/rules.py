"""Who may read papers into recommendations and consolidate them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, only_if
from mithaq.taskforces.models import Group
from mithaq.taskforces.queries import leads


def may_read_in(seat: Seat | None, at: datetime) -> Verdict:
    """Entering what was read out of a paper is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_consolidate(seat: Seat | None, at: datetime) -> Verdict:
    """Putting recommendations together into points is the secretariat's and the conveners', and so is the table."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CONVENER)


def may_ask(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat asks the groups what they say, and says until when."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_answer(seat: Seat | None, group: Group | None, at: datetime) -> Verdict:
    """Whoever chairs the group that wrote a recommendation answers for it."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and group is not None and leads(seat, group, at),
            _("Those who chair the group that wrote this recommendation answer for it. Nothing was changed."),
        ),
    )
