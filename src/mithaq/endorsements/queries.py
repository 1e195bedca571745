"""The register of endorsements: who stands behind a text, as of a time, as far as the reader may know."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.communique.models import Text
from mithaq.communique.queries import communique_of, texts_visible_to
from mithaq.cycle.models import Cycle
from mithaq.endorsements.models import Call, Endorsement
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import shown_as

#: Who sees every endorsement while the text is not published (permission table: "Endorsement, before publication").
WORKING_ROLL = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)


@shown_as("endorsements.endorsement")
def endorsements_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Endorsement]:
    """Endorsements of published texts for everybody, those of a city that is not to be named only for itself
    and the working roll; before publication each city sees its own, and nobody else's, not even how many."""
    public = Q(text__publication__at__lte=at, may_be_named=True)
    register = Endorsement.objects.filter(at__lte=at).select_related(
        "organisation", "seat__person", "seat__organisation", "text", "reservation", "withdrawal"
    )
    if seat is None:
        return register.filter(public)
    if seat.role in WORKING_ROLL:
        return register
    return register.filter(public | Q(organisation_id=seat.organisation_id))


def register_of(text: Text, at: datetime) -> QuerySet[Endorsement]:
    """The endorsements in force at that time: given by then and not withdrawn by then."""
    return (
        text.endorsements.filter(at__lte=at)
        .filter(Q(withdrawal=None) | Q(withdrawal__at__gt=at))
        .select_related("organisation", "seat__person", "reservation__clause", "withdrawal")
        .order_by("at", "id")
    )


def living_endorsement(text: Text, organisation: Organisation) -> Endorsement | None:
    """The city's one endorsement of this text that has not been withdrawn."""
    return text.endorsements.filter(organisation=organisation, is_living=True).first()


def calls_waiting_for(seat: Seat | None, at: datetime) -> list[Call]:
    """The open calls that this seat itself can answer and its city has not answered."""
    if seat is None or not mandates_in_force(seat, Scope.ENDORSE, at):
        return []
    answered = Endorsement.objects.filter(organisation_id=seat.organisation_id, is_living=True).values("text")
    texts = texts_visible_to(seat, at)
    return list(Call.objects.filter(opens__lte=at, text__in=texts).exclude(text__in=answered).select_related("text"))


def release_of(cycle: Cycle, at: datetime) -> datetime | None:
    """The instant at which the cycle's communiqué was published, if it was by then."""
    publication = getattr(communique_of(cycle), "publication", None)
    return publication.at if publication and publication.at <= at else None
