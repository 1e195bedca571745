"""Who may admit and examine."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, only_if


def may_admit(seat: Seat | None, at: datetime) -> Verdict:
    """Admitting organisations, persons, seats and mandates is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_examine(seat: Seat, mandate: Mandate, at: datetime) -> Verdict:
    """An examiner sits in the secretariat, is not the mandate's own person, and examines a mandate once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            mandate.seat.person_id != seat.person_id,
            _("Nobody may examine their own mandate. Nothing was changed."),
        ),
        lambda: only_if(
            not mandate.examinations.filter(examiner__person_id=seat.person_id).exists(),
            _("You have already examined this mandate. The second examiner must be another person."),
        ),
    )
