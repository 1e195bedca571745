"""Who may admit and examine, and who may read mandates."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, only_if


def may_begin(seat: Seat | None, at: datetime) -> Verdict:
    """The first year is begun while nobody holds a seat; who may is asked by the one-time code."""
    return only_if(not Seat.objects.exists(), _("The house has already been founded. Nothing was changed."))


def may_admit(seat: Seat | None, at: datetime) -> Verdict:
    """Admitting organisations, persons, seats and mandates is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_read_mandates(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever holds a seat, but the press; which mandates is for `mandates_visible_to`."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and seat.role != Role.PRESS, _("Mandates are not shown to seats of the press.")
        ),
    )


def may_examine(seat: Seat, mandate: Mandate, at: datetime) -> Verdict:
    """An examiner sits in the secretariat, is not the mandate's own person, and examines a mandate once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            mandate.seat.person_id != seat.person_id,
            _("Nobody may examine their own mandate. Nothing was changed."),
        ),
        lambda: only_if(
            all(found.examiner.person_id != seat.person_id for found in mandate.examinations.all()),
            _("You have already examined this mandate. The second examiner must be another person."),
        ),
    )
