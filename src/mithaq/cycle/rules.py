"""What may be done in the year now."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import phase_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import YES, Verdict, has_role, only_if


def may_arrange_the_year(seat: Seat | None, at: datetime) -> Verdict:
    """Opening a year, its phases, pillars and record book are the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_keep_the_glossary(seat: Seat | None, at: datetime) -> Verdict:
    """Entering, correcting and taking away terms is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def is_open(cycle: Cycle, kind: str, at: datetime) -> Verdict:
    """Whether the phase is open now. A cycle without that phase sets no bounds."""
    phase = phase_of(cycle, kind)
    if phase is None:
        return YES
    if at < phase.opens:
        return only_if(False, _("This phase of the year has not opened yet. Nothing was changed."))
    return only_if(at < phase.closes, _("This phase of the year is closed. Nothing was changed."))
