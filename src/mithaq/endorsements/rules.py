"""Who may call for endorsements, endorse, withdraw, and enter what a publication documents."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.communique.rules import is_frozen
from mithaq.endorsements.models import Endorsement, Evidence, Handover, SignedDeclaration
from mithaq.endorsements.queries import living_endorsement
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, holds_mandate, is_seated, only_if
from mithaq.foundation.things import reference_to
from mithaq.members.queries import membership_of
from mithaq.members.rules import proxies_count
from mithaq.members.vocabulary import CITIES


def may_call(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat or the chair calls on the cities, once the text is frozen, and once only."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(hasattr(text, "freezing"), _("Only a frozen text can be endorsed. Freeze it first.")),
        lambda: only_if(
            not hasattr(text, "chairs_summary"),
            _("This is the chair's summary, not agreed by all. Cities are not called on to endorse it."),
        ),
        lambda: only_if(not hasattr(text, "call"), _("The cities have already been called on. Nothing was changed.")),
    )


def may_endorse(
    seat: Seat | None, text: Text, at: datetime, city: Organisation | None = None, *, under: Mandate | None = None
) -> Verdict:
    """A seat with an examined mandate to endorse, of a city that is a member, once the call is open. For another city
    a seat that holds its proxy, where the rules of the year know any. `under` is a mandate of it to endorse this text
    for that city in force now, where one has been read already."""
    city = city or (seat.organisation if seat else None)
    is_own = seat is None or city is None or city.pk == seat.organisation_id
    return first_refusal(
        is_seated(seat, at) if under else holds_mandate(seat, Scope.ENDORSE, at, reference_to(text), city),
        lambda: Verdict(True) if is_own else proxies_count(text.cycle, at),
        lambda: _is_a_city_of_the_cycle(city, text, at),
        lambda: _is_open(text, at),
    )


def may_prepare(seat: Seat | None, text: Text, at: datetime, city: Organisation) -> Verdict:
    """Whoever sits for the city prepares, and so does whoever may endorse for it; nothing is endorsed by that."""
    if seat is not None and seat.organisation_id != city.pk:
        return may_endorse(seat, text, at, city)
    return first_refusal(
        has_role(seat, at, Role.SHERPA, Role.MAYOR),
        lambda: _is_a_city_of_the_cycle(city, text, at),
        lambda: _is_open(text, at),
    )


def may_enter_evidence(seat: Seat | None, text: Text, at: datetime, city: Organisation) -> Verdict:
    """The secretariat enters what came in for any city, and whoever sits for a city what its mayor signed."""
    own = seat is not None and seat.organisation_id == city.pk
    return first_refusal(
        has_role(seat, at, *((Role.SECRETARIAT, Role.SHERPA, Role.MAYOR) if own else (Role.SECRETARIAT,))),
        lambda: _is_a_city_of_the_cycle(city, text, at),
        lambda: _is_open(text, at),
    )


def may_check_evidence(seat: Seat | None, evidence: Evidence, at: datetime) -> Verdict:
    """Somebody else of the secretariat than the person who entered it, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            seat is not None and seat.person_id != evidence.seat.person_id,
            _("You entered this yourself. Somebody else has to check it."),
        ),
        lambda: only_if(
            not hasattr(evidence, "second_check"), _("This evidence has been checked already. Nothing was changed.")
        ),
    )


def may_remind(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat or the chair reminds the cities while the call is open."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: _is_open(text, at),
        lambda: only_if(
            at <= text.call.closes,
            _("The call has closed, so nobody is reminded. A city that endorses now is shown as late."),
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


def may_sign_declaration(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat or the chair, once the text is public with its roll."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(is_frozen(text), _("Only a frozen text can be signed, for its words must not change.")),
        lambda: only_if(
            hasattr(text, "publication") and text.publication.at <= at,
            _("The declaration is signed once the text is published with its roll."),
        ),
    )


def may_hand_over(seat: Seat | None, declaration: SignedDeclaration, receiver: Organisation, at: datetime) -> Verdict:
    """The secretariat or the chair, to each organisation once, and never to itself."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(
            seat is not None and receiver.pk != seat.organisation_id,
            _("Nobody hands a declaration over to themselves. Choose the organisation that receives it."),
        ),
        lambda: only_if(
            not declaration.handovers.filter(receiver=receiver).exists(),
            _("This declaration has already been handed to this organisation. Nothing was changed."),
        ),
    )


def may_acknowledge(seat: Seat | None, handover: Handover, at: datetime) -> Verdict:
    """A seat of the organisation that received it; or the secretariat, which enters the receiver's letter."""
    is_receiver = seat is not None and seat.is_held(at) and seat.organisation_id == handover.receiver_id
    return first_refusal(
        Verdict(True) if is_receiver else has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            not hasattr(handover, "acknowledgement"),
            _("It has already been acknowledged that this was received. Nothing was changed."),
        ),
    )


def may_trust(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat says whose electronic signatures the group accepts."""
    return has_role(seat, at, Role.SECRETARIAT)


def _is_a_city_of_the_cycle(city: Organisation | None, text: Text, at: datetime) -> Verdict:
    membership = membership_of(text.cycle, city, at) if city else None
    return only_if(
        membership is not None and membership.standing in CITIES,
        _("Only members of the year can endorse its text, and your organisation is not one on this day."),
    )


def _is_open(text: Text, at: datetime) -> Verdict:
    return only_if(
        hasattr(text, "call") and text.call.opens <= at,
        _("The call to endorse this text has not opened yet. Nothing was changed."),
    )


def _is_living(endorsement: Endorsement) -> Verdict:
    living = living_endorsement(endorsement.text, endorsement.organisation)
    return only_if(living == endorsement, _("This endorsement has already been withdrawn. Nothing was changed."))
