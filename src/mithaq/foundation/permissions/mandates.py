"""What a seat may do by its role and by its mandates at a time: the rules every room builds on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.contests import Contest, ContestDecision
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Examination, Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions.verdicts import Verdict, no, only_if
from mithaq.foundation.things import Reference

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


#: What is read beside mandates so that the functions below ask nothing more: two queries.
WITH_FINDINGS = (
    Prefetch("examinations", Examination.objects.select_related("examiner")),
    Prefetch("contests", Contest.objects.select_related("decision")),
)

#: Kinds of records that decide, with the day, over what mandates allow: acts about them end what is remembered of that.
DECIDED_BY = ("actors.mandate", "actors.delegation", "actors.contest", "actors.seat")


def mandates_in_force(
    seat: Seat,
    scope: Scope,
    at: datetime,
    matter: Reference | None = None,
    organisation: Organisation | None = None,
) -> list[Mandate]:
    """The mandates under which a seat may act in this scope at this time: its own first, then those of seats that
    delegated it, each the best examined first. None that was found wanting.

    `matter` is what is to be acted on; without it a delegation for any one matter counts. `organisation` is for whom;
    for another than the seat's own only a proxy of that one counts, and for its own no proxy does.
    """
    if organisation is None or organisation.pk == seat.organisation_id:
        day = seat.local_day(at)
        of_whom = Q(seat=seat) | Q(seat__in=delegations_in_force(seat, at, scope, matter).values("giver"))
    else:
        day = at.astimezone(organisation.zone).date()
        proxies = proxies_in_force(seat, at, scope, matter)
        of_whom = Q(seat__in=[one.giver_id for one in proxies if one.giver.organisation_id == organisation.pk])
    running = _running(of_whom, scope, day).select_related("seat__person", "seat__organisation")
    return sorted(_examined(running, at), key=lambda mandate: (mandate.seat_id != seat.pk, _how_well(mandate, at)))


def mandate_in_force(
    seat: Seat,
    scope: Scope,
    at: datetime,
    matter: Reference | None = None,
    organisation: Organisation | None = None,
) -> Mandate | None:
    """The first of `mandates_in_force`, for an act that needs one: what was delegated is only looked for where the seat
    has no mandate of its own. Three queries where it has one."""
    if organisation is None or organisation.pk == seat.organisation_id:
        own = _examined(_running(Q(seat=seat), scope, seat.local_day(at)), at)
        if own:
            mandate = min(own, key=lambda one: _how_well(one, at))
            mandate.seat = seat
            return mandate
    return next(iter(mandates_in_force(seat, scope, at, matter, organisation)), None)


def _running(of_whom: Q, scope: Scope, day: date) -> QuerySet[Mandate]:
    covering = Mandate.objects.filter(of_whom, scopes__scope=scope).prefetch_related(*WITH_FINDINGS)
    return covering.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)


def _examined(mandates: QuerySet[Mandate], at: datetime) -> list[Mandate]:
    return [one for one in mandates if examiners_in_favour(one, at) and not is_refused(one, at)]


def _how_well(mandate: Mandate, at: datetime) -> int:
    """What sorts the best examined first."""
    return -examiners_in_favour(mandate, at)


def delegations_in_force(
    seat: Seat, at: datetime, scope: Scope | None = None, matter: Reference | None = None
) -> QuerySet[Delegation]:
    """The delegations that a seat holds of its colleagues at this time, in this scope and for this matter where
    they are named, from seats still held. Proxies of other organisations are not among them."""
    day = seat.local_day(at)
    running = (
        Delegation.objects.filter(receiver=seat, giver__organisation=seat.organisation_id)
        .filter(at__lte=at, starts__lte=day, giver__starts__lte=day)
        .filter(Q(ends__isnull=True) | Q(ends__gte=day))
        .filter(Q(giver__ends__isnull=True) | Q(giver__ends__gte=day))
        .filter(Q(giver__ended_at__isnull=True) | Q(giver__ended_at__gt=at))
        .filter(Q(recall__isnull=True) | Q(recall__at__gt=at))
    )
    if scope is not None:
        running = running.filter(scope=scope)
    if matter is not None:
        running = running.filter(Q(matter="") | Q(matter_kind=matter[0], matter=matter[1]))
    return running


def proxies_in_force(
    seat: Seat, at: datetime, scope: Scope | None = None, matter: Reference | None = None
) -> list[Delegation]:
    """The proxies that a seat holds of other organisations at this time, as `delegations_in_force`; their days are
    those of the organisation that gave them. One query."""
    day = timedelta(days=1)  # between the days of two places
    given = (
        Delegation.objects.filter(receiver=seat, at__lte=at, starts__lte=at.date() + day)
        .exclude(giver__organisation=seat.organisation_id)
        .filter(Q(ends__isnull=True) | Q(ends__gte=at.date() - day))
        .filter(Q(recall__isnull=True) | Q(recall__at__gt=at))
        .select_related("giver__person", "giver__organisation")
    )
    if scope is not None:
        given = given.filter(scope=scope)
    if matter is not None:
        given = given.filter(Q(matter="") | Q(matter_kind=matter[0], matter=matter[1]))
    return [one for one in given if one.giver.is_held(at) and _runs(one, one.giver.local_day(at))]


def _runs(given: Delegation, day: date) -> bool:
    return given.starts <= day and (given.ends is None or day <= given.ends)


def examiners_in_favour(mandate: Mandate, at: datetime) -> int:
    """How many persons had found the mandate in order by then: two seats of one person are one examiner."""
    return len({e.examiner.person_id for e in mandate.examinations.all() if e.in_order and e.at <= at})


def is_refused(mandate: Mandate, at: datetime) -> bool:
    """Whether an examiner had found the mandate not in order by then, or a contest of it had been upheld."""
    wanting = any(not e.in_order and e.at <= at for e in mandate.examinations.all())
    return wanting or any(decision.is_upheld for decision in _decisions(mandate, at))


def is_contested(mandate: Mandate, at: datetime) -> bool:
    """Whether somebody contested the mandate and nobody had decided yet by then."""
    return any(
        contest.at <= at and not (hasattr(contest, "decision") and contest.decision.at <= at)
        for contest in mandate.contests.all()
    )


def is_provisional(mandate: Mandate, at: datetime) -> bool:
    """Whether the mandate still awaited its second examiner then, or was contested."""
    return examiners_in_favour(mandate, at) < EXAMINERS or is_contested(mandate, at)


def _decisions(mandate: Mandate, at: datetime) -> list[ContestDecision]:
    decided = [contest.decision for contest in mandate.contests.all() if hasattr(contest, "decision")]
    return [decision for decision in decided if decision.at <= at]


def holds_mandate(
    seat: Seat | None,
    scope: Scope,
    at: datetime,
    matter: Reference | None = None,
    organisation: Organisation | None = None,
) -> Verdict:
    """Whether the seat is held and an examined mandate, its own or delegated, covers this scope now; else which of
    these is missing. `organisation` as in `mandates_in_force`."""
    seated = is_seated(seat, at)
    if seat is None or not seated:
        return seated
    if mandates_in_force(seat, scope, at, matter, organisation):
        return Verdict(True)
    if organisation is not None and organisation.pk != seat.organisation_id:
        return no(_("No proxy in force lets this seat act for that organisation. Nothing was changed."))
    return no(_why_no_mandate(seat, scope, at))


def _why_no_mandate(seat: Seat, scope: Scope, at: datetime) -> Promise:
    covering = list(seat.mandates.filter(scopes__scope=scope).prefetch_related("examinations"))
    if not covering:
        return _("No mandate on record lets this seat do that. Ask your secretariat to register one.")
    if not any(mandate.is_running(at) for mandate in covering):
        return _("The mandate of this seat does not run on this day, so it cannot act. Nothing was changed.")
    return _("The mandate of this seat has not been found in order, so it cannot act yet. Nothing was changed.")
