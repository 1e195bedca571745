"""Who may read papers into recommendations and consolidate them."""

from __future__ import annotations

from datetime import datetime

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, has_role


def may_read_in(seat: Seat | None, at: datetime) -> Verdict:
    """Entering what was read out of a paper is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_consolidate(seat: Seat | None, at: datetime) -> Verdict:
    """Putting recommendations together into points is the secretariat's and the conveners', and so is the table."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CONVENER)
