"""What a seat may do by its role and by its mandates at a time: the rules every room builds on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Examination, Mandate, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions.verdicts import Verdict, no, only_if

#: Examiners that make a mandate verified; with fewer it is provisional and shown so.
EXAMINERS = 2


def is_seated(seat: Seat | None, at: datetime) -> Verdict:
    """Whether somebody acts at all, in a seat held at that time."""
    if seat is None:
        return no(_("Nobody is signed in. Sign in to act for your organisation."))
    return only_if(seat.is_held(at), _("This seat is no longer held, so nothing can be done in its name."))


def has_role(seat: Seat | None, at: datetime, *roles: Role) -> Verdict:
    """Whether the seat is held in one of these roles."""
    seated = is_seated(seat, at)
    if seat is None or not seated:
        return seated
    return only_if(seat.role in roles, _("Your seat does not have the role that this needs."))


def mandates_in_force(seat: Seat, scope: Scope, at: datetime) -> list[Mandate]:
    """The mandates of a seat that cover this scope at this time and that no examiner found wanting,
    the best examined first."""
    candidates = (
        seat.mandates.filter(scopes__scope=scope)
        .filter(Q(ends__isnull=True) | Q(ends__gte=seat.local_day(at)), starts__lte=seat.local_day(at))
        .prefetch_related(Prefetch("examinations", Examination.objects.select_related("examiner")))
    )
    examined = [m for m in candidates if examiners_in_favour(m, at) and not is_contested(m, at)]
    return sorted(examined, key=lambda mandate: -examiners_in_favour(mandate, at))


def examiners_in_favour(mandate: Mandate, at: datetime) -> int:
    """How many persons had found the mandate in order by then: two seats of one person are one examiner."""
    return len({e.examiner.person_id for e in mandate.examinations.all() if e.in_order and e.at <= at})


def is_contested(mandate: Mandate, at: datetime) -> bool:
    """Whether an examiner had found the mandate not in order by then."""
    return any(not e.in_order and e.at <= at for e in mandate.examinations.all())


def is_provisional(mandate: Mandate, at: datetime) -> bool:
    """Whether the mandate still awaited its second examiner then."""
    return examiners_in_favour(mandate, at) < EXAMINERS


def holds_mandate(seat: Seat | None, scope: Scope, at: datetime) -> Verdict:
    """Whether the seat is held and an examined mandate covers this scope now; else which of these is missing."""
    seated = is_seated(seat, at)
    if seat is None or not seated:
        return seated
    if mandates_in_force(seat, scope, at):
        return Verdict(True)
    return no(_why_no_mandate(seat, scope, at))


def _why_no_mandate(seat: Seat, scope: Scope, at: datetime) -> Promise:
    covering = list(seat.mandates.filter(scopes__scope=scope).prefetch_related("examinations"))
    if not covering:
        return _("No mandate on record lets this seat do that. Ask your secretariat to register one.")
    if not any(mandate.is_running(at) for mandate in covering):
        return _("The mandate of this seat does not run on this day, so it cannot act. Nothing was changed.")
    return _("The mandate of this seat has not been found in order, so it cannot act yet. Nothing was changed.")
