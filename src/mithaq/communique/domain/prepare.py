"""A city's return: begun, released, or entered for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Return, Round
from mithaq.communique.queries.negotiation import living_return
from mithaq.communique.queries.negotiators import negotiates
from mithaq.communique.rules import may_enter, may_prepare, may_release
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import reference_to


def begin_return(about: Round, *, seat: Seat, at: datetime) -> Return:
    """Begin the return of the seat's own city, or go on with the one that is being prepared.

    Where the city has given one in this round, the new one begins with all that stands in it, to be corrected.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_prepare(seat, about, at))
        begun = about.returns.filter(organisation=seat.organisation, is_entered=False, released_at=None).first()
        if begun is not None:
            return begun
        earlier = living_return(about, seat.organisation)
        begun = about.returns.create(organisation=seat.organisation, begun_by=seat, begun_at=at)
        if earlier is not None:
            _copy(earlier, begun)
        record("return.begun", begun, seat=seat, at=at)
    return begun


def enter_return(about: Round, city: Organisation, source: str, given: datetime, *, seat: Seat, at: datetime) -> Return:
    """Begin to enter what a city sent in another way: `source` says how it came, `given` when.

    An instant before the round opened, or later than now, is refused.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_enter(seat, about, at))
        if not negotiates(about.text, city, at):
            raise Refused(_("This city does not negotiate this text. Nothing was changed."))
        if not source.strip():
            raise Refused(_("Say where this return came from. Nothing was changed."))
        if not about.opens <= given <= at:
            raise Refused(_("A return comes in after its round opened and not later than now. Nothing was changed."))
        if about.returns.filter(organisation=city, is_entered=True, released_at=None).exists():
            raise Refused(_("A return of this city is being entered already. Go on with that one."))
        begun = about.returns.create(
            organisation=city, is_entered=True, source=source.strip(), given_at=given, begun_by=seat, begun_at=at
        )
        record("return.begun", begun, seat=seat, at=at)
    return begun


def release(returned: Return, *, seat: Seat, at: datetime) -> Return:
    """Give the return as the city's answer: from now on all who negotiate read it, and it does not change.

    It replaces what the city gave earlier in this round. After the round has closed it is taken and marked late.
    """
    with transaction.atomic():
        locked(returned.round)
        returned = locked_return(returned)
        require(may_release(seat, returned, at))
        if not returned.is_entered:
            mandates = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(returned.round.text))
            returned.mandate, returned.given_at = mandates[0], at
        returned.released_by, returned.released_at = seat, at
        returned.save(update_fields=["mandate", "given_at", "released_by", "released_at"])
        verb = "return.entered" if returned.is_entered else "return.released"
        facts = {"amendments": returned.amendments.count(), "comments": returned.comments.count()}
        record(
            verb, returned, returned.round.text, seat=seat, at=at, mandate=returned.mandate,
            facts={**facts, "late": returned.is_late},
        )  # fmt: skip
    return returned


def release_entered(about: Round, returns: Sequence[Return], *, seat: Seat, at: datetime) -> list[Return]:
    """Release several returns that the secretariat entered, all of them or none."""
    with transaction.atomic():
        about = locked(about)
        if not returns:
            raise Refused(_("Choose the returns that are released. Nothing was changed."))
        if any(not one.is_entered or one.round_id != about.pk for one in returns):
            raise Refused(_("Only what was entered in this round is released together. Nothing was changed."))
        return [release(one, seat=seat, at=at) for one in returns]


def locked(about: Round) -> Round:
    """The round, so that nobody else writes in it until this transaction ends."""
    found = Round.objects.select_for_update(of=("self",)).select_related("text__cycle", "draft")
    return found.get(pk=about.pk)


def locked_return(returned: Return) -> Return:
    """The return as it stands now, so that two who write in it at once do so one after the other."""
    found = Return.objects.select_for_update(of=("self",)).select_related("round__text__cycle", "round__draft")
    return found.select_related("organisation", "round__text__cycle", "round__draft").get(pk=returned.pk)


def _copy(earlier: Return, begun: Return) -> None:
    for amendment in earlier.amendments.all():
        amendment.pk, amendment.public_id, amendment.returned = None, fresh_id(), begun
        amendment._state.adding = True
        amendment.save()
    for comment in earlier.comments.all():
        comment.pk, comment.public_id, comment.returned = None, fresh_id(), begun
        comment._state.adding = True
        comment.save()
