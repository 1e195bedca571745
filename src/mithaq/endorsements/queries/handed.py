"""Signed declarations, hand-overs and trusted certificates, as far as a reader may know of them."""

from __future__ import annotations

import base64
from datetime import datetime

from django.db.models import Q, QuerySet

from mithaq.communique.models import Text
from mithaq.cycle.models import Cycle
from mithaq.endorsements.models import Handover, SignedDeclaration, TrustedCertificate
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.things import shown_as

#: Who looks after what is handed over, and who audits it.
KEEPERS = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)


def signed_declarations_of(text: Text, at: datetime) -> list[SignedDeclaration]:
    """The signed declarations of a text, the latest first. One query."""
    signed = text.signed_declarations.filter(at__lte=at).select_related("file", "seat__person", "seat__organisation")
    return list(signed.order_by("-at", "-id"))


def latest_signed(text: Text, at: datetime) -> SignedDeclaration | None:
    """The latest signed declaration of a text."""
    return text.signed_declarations.filter(at__lte=at).select_related("file").order_by("-at", "-id").first()


@shown_as("endorsements.handover")
def handovers_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Handover]:
    """Hand-overs, for those who keep them and for those who received them."""
    found = Handover.objects.filter(at__lte=at).select_related(
        "declaration__text__cycle", "declaration__file", "receiver", "seat__person", "seat__organisation",
        "acknowledgement__seat__person", "acknowledgement__seat__organisation", "acknowledgement__letter",
    )  # fmt: skip
    if seat is None:
        return found.none()
    return found if seat.role in KEEPERS else found.filter(Q(receiver=seat.organisation_id))


def handovers_of(text: Text, at: datetime) -> list[Handover]:
    """To whom the declarations of a published text were handed, which is as public as they are: receivers and instants,
    without the persons. One query."""
    found = Handover.objects.filter(declaration__text=text, at__lte=at)
    return list(found.select_related("receiver", "acknowledgement", "seat__organisation").order_by("at", "id"))


def handovers_to_acknowledge(seat: Seat, at: datetime) -> list[Handover]:
    """The hand-overs that nobody has acknowledged yet: those to its organisation, or all for those who lead the year.
    One query."""
    waiting = handovers_visible_to(seat, at).exclude(acknowledgement__at__lte=at).order_by("at", "id")
    leads = seat.role in (Role.SECRETARIAT, Role.CHAIR)
    return list(waiting if leads else waiting.filter(receiver=seat.organisation_id))


@shown_as("endorsements.signeddeclaration")
def signed_declarations_visible_to(seat: Seat | None, at: datetime) -> QuerySet[SignedDeclaration]:
    """Signed declarations are as public as the texts they are of."""
    return SignedDeclaration.objects.filter(at__lte=at, text__publication__at__lte=at).select_related("text", "file")


@shown_as("endorsements.trustedcertificate")
def trusted_visible_to(seat: Seat | None, at: datetime) -> QuerySet[TrustedCertificate]:
    """Whose signatures the group accepts, for those who keep the working roll."""
    if seat is None or seat.role not in KEEPERS:
        return TrustedCertificate.objects.none()
    return TrustedCertificate.objects.filter(at__lte=at).select_related("distrust")


def trusted_in(cycle: Cycle) -> QuerySet[TrustedCertificate]:
    """The certificates that the group trusts now."""
    return cycle.trusted_certificates.filter(distrust=None)


def roots_of(cycle: Cycle) -> tuple[bytes, ...]:
    """The same as DER, for `examine_signed`. One query."""
    return tuple(base64.b64decode(one.certificate) for one in trusted_in(cycle))
