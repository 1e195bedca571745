"""Who may set up groups and hand in papers."""

from __future__ import annotations

from datetime import datetime

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, has_role


def may_set_up_groups(seat: Seat | None, at: datetime) -> Verdict:
    """Groups are set up by the secretariat."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_submit_papers(seat: Seat | None, at: datetime) -> Verdict:
    """Papers are handed in by partners, sherpas and conveners, or entered by the secretariat for them."""
    return has_role(seat, at, Role.SECRETARIAT, Role.PARTNER, Role.SHERPA, Role.CONVENER)
