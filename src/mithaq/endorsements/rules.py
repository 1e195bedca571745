"""Who may call for endorsements, endorse, withdraw, and enter what a publication documents."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.communique.rules import is_frozen
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import living_endorsement
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, holds_mandate, only_if
from mithaq.foundation.things import reference_to
from mithaq.members.queries import membership_of
from mithaq.members.rules import proxies_count
from mithaq.members.vocabulary import CITIES


def may_call(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat or the chair calls on the cities, once the text is frozen, and once only."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(is_frozen(text), _("Only a frozen text can be endorsed. Freeze it first.")),
        lambda: only_if(
            not hasattr(text, "chairs_summary"),
            _("This is the chair's summary, not agreed by all. Cities are not called on to endorse it."),
        ),
        lambda: only_if(not hasattr(text, "call"), _("The cities have already been called on. Nothing was changed.")),
    )


def may_endorse(seat: Seat | None, text: Text, at: datetime, city: Organisation | None = None) -> Verdict:
    """A seat with an examined mandate to endorse, of a city that is a member, once the call is open. For another city
    a seat that holds its proxy, where the rules of the year know any."""
    city = city or (seat.organisation if seat else None)
    is_own = seat is None or city is None or city.pk == seat.organisation_id
    return first_refusal(
        holds_mandate(seat, Scope.ENDORSE, at, reference_to(text), city),
        lambda: Verdict(True) if is_own else proxies_count(text.cycle, at),
        lambda: _is_a_city_of_the_cycle(city, text, at),
        lambda: only_if(
            hasattr(text, "call") and text.call.opens <= at,
            _("The call to endorse this text has not opened yet. Nothing was changed."),
        ),
    )


def may_withdraw(seat: Seat | None, endorsement: Endorsement, at: datetime) -> Verdict:
    """The city that endorsed, through a seat with a mandate to endorse; or the secretariat at the city's request,
    for an endorsement that was entered from a publication."""
    if endorsement.seat_id is None:
        return first_refusal(has_role(seat, at, Role.SECRETARIAT), lambda: _is_living(endorsement))
    return first_refusal(
        holds_mandate(seat, Scope.ENDORSE, at, reference_to(endorsement.text)),
        lambda: only_if(
            seat is not None and seat.organisation_id == endorsement.organisation_id,
            _("Only the city itself can withdraw its endorsement."),
        ),
        lambda: _is_living(endorsement),
    )


def may_document(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat enters what a publication documents, for a text that was published elsewhere."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            hasattr(text, "publication") and bool(text.publication.source),
            _("Endorsements are only entered from a publication where the text was published elsewhere."),
        ),
    )


def _is_a_city_of_the_cycle(city: Organisation | None, text: Text, at: datetime) -> Verdict:
    membership = membership_of(text.cycle, city, at) if city else None
    return only_if(
        membership is not None and membership.standing in CITIES,
        _("Only members of the year can endorse its text, and your organisation is not one on this day."),
    )


def _is_living(endorsement: Endorsement) -> Verdict:
    living = living_endorsement(endorsement.text, endorsement.organisation)
    return only_if(living == endorsement, _("This endorsement has already been withdrawn. Nothing was changed."))
