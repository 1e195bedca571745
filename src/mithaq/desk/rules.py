"""Who may read the whole chronicle."""

from __future__ import annotations

from datetime import datetime

from mithaq.desk.queries.log import READERS_OF_ALL
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.permissions import Verdict, has_role


def readers_of_the_chronicle(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the auditor."""
    return has_role(seat, at, *READERS_OF_ALL)
