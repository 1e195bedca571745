"""Handing the signed declaration over, and acknowledging that it was received."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.endorsements.models import Acknowledgement, Handover, SignedDeclaration
from mithaq.endorsements.rules import may_acknowledge, may_hand_over
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload


def hand_over(
    declaration: SignedDeclaration,
    receiver: Organisation,
    *,
    into_hands: str = "",
    place: str = "",
    seat: Seat,
    at: datetime,
) -> Handover:
    """Hand a signed declaration to an organisation, perhaps into the hands of somebody there who is named."""
    with transaction.atomic():
        declaration = SignedDeclaration.objects.select_for_update().get(pk=declaration.pk)
        require(may_hand_over(seat, declaration, receiver, at))
        handed = Handover.objects.create(
            declaration=declaration, receiver=receiver, into_hands=into_hands, place=place, seat=seat, at=at
        )
        facts = {"sha256": declaration.file.sha256}
        record("declaration.handed_over", handed, declaration.text, receiver, seat=seat, at=at, facts=facts)
    return handed


def acknowledge(handover: Handover, *, letter: Upload | None = None, seat: Seat, at: datetime) -> Acknowledgement:
    """Say that it was received: as the receiver, or with the receiver's letter, which the secretariat enters."""
    with transaction.atomic():
        handover = Handover.objects.select_for_update().get(pk=handover.pk)
        require(may_acknowledge(seat, handover, at))
        own_word = seat.organisation_id == handover.receiver_id
        if not own_word and letter is None:
            raise Refused(_("Add the letter in which the receiver acknowledges it. Nothing was changed."))
        said = Acknowledgement.objects.create(handover=handover, letter=letter, seat=seat, at=at)
        things = (handover, handover.declaration.text, handover.receiver)
        facts = {"sha256": handover.declaration.file.sha256}
        if own_word:
            record("handover.acknowledged", *things, seat=seat, at=at, facts=facts)
        else:
            record("handover.acknowledgement_entered", *things, seat=seat, at=at, facts=facts)
    return said
