"""Inviting a colleague, taking the invitation back, and accepting it.

The link in the letter is signed and names a row; opening it changes nothing. Accepting takes a code that goes to the
invited address, so that whoever else holds the link gains nothing by it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import Refused, require
from mithaq.members.models import Admission, Invitation, InvitationWithdrawal
from mithaq.members.queries import state_of_invitation
from mithaq.members.rules import may_invite
from mithaq.members.vocabulary import WHY_NOT_OPEN, InvitationState

#: How long an invitation can be accepted.
OPEN_FOR = timedelta(days=14)
_signer = Signer(salt="members.invitation", sep=".")

NOT_AN_ADDRESS = _("This is not an e-mail address. It looks like name@city.org.")
FOREIGN_LETTERS = _(
    "This address holds letters that look like Latin ones or stand in another script. "
    "Type it once more in Latin letters. Nothing was changed."
)


def invite(
    organisation: Organisation,
    *,
    email: str,
    name: Mapping[str, str],
    role: str,
    starts: date,
    ends: date | None = None,
    title: Mapping[str, str] | None = None,
    link_to: Callable[[str], str],
    seat: Seat,
    at: datetime,
) -> Invitation:
    """Offer a seat of an organisation to a person at an address, and write the letter.

    `link_to` makes the address of the page out of the invitation's signed word. Refused while the same seat is offered
    to that address, and where its person holds it already.
    """
    address = as_address(email)
    with transaction.atomic():
        # Locked, so that of two focal points who invite one person at once the second meets the first's invitation.
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        require(may_invite(seat, organisation, at))
        organisation.invitations.filter(is_open=True, expires_at__lte=at).update(is_open=False)
        _refuse_second(organisation, address, role, at)
        invitation = Invitation.objects.create(
            organisation=organisation,
            inviter=seat,
            email=address,
            name=name,
            role=role,
            title=title or {},
            starts=starts,
            ends=ends,
            at=at,
            expires_at=at + OPEN_FOR,
        )
        _write(invitation, link_to(word_of(invitation)), at)
        record("invitation.sent", invitation, organisation, seat=seat, at=at, facts={"role": role})
    return invitation


def withdraw_invitation(invitation: Invitation, *, seat: Seat, at: datetime) -> InvitationWithdrawal:
    """Take an invitation back before it is accepted."""
    with transaction.atomic():
        invitation = _afresh(invitation)
        require(may_invite(seat, invitation.organisation, at))
        _require_open(invitation, at)
        withdrawal = InvitationWithdrawal.objects.create(invitation=invitation, seat=seat, at=at)
        Invitation.objects.filter(pk=invitation.pk).update(is_open=False)
        record("invitation.withdrawn", invitation, invitation.organisation, seat=seat, at=at)
    return withdrawal


def accept(invitation: Invitation, *, at: datetime) -> Seat:
    """Take the seat that is offered. Whoever calls this has made sure that the invited address is read by whoever asks.

    Nobody has a seat to act in before it: the act is done in the one that is taken. The person is the one on record
    with this address, else a new one.
    """
    with transaction.atomic():
        invitation = _afresh(invitation)
        _require_open(invitation, at)
        if not may_invite(invitation.inviter, invitation.organisation, at):
            raise Refused(
                _("Whoever invited you no longer admits colleagues of this organisation. Ask for a new invitation.")
            )
        person = _person(invitation)
        _refuse_second_seat(person, invitation, at)
        today = at.astimezone(invitation.organisation.zone).date()
        given = Seat.objects.create(
            person=person,
            organisation=invitation.organisation,
            role=invitation.role,
            title=invitation.title,
            starts=max(invitation.starts, today),
            ends=invitation.ends,
        )
        Admission.objects.create(invitation=invitation, seat=given, at=at)
        Invitation.objects.filter(pk=invitation.pk).update(is_open=False)
        record("invitation.accepted", invitation, given, invitation.organisation, person, seat=given, at=at)
    return given


def word_of(invitation: Invitation) -> str:
    """The signed word that stands in the link."""
    return _signer.sign(invitation.public_id)


def invitation_behind(word: str) -> Invitation | None:
    """The invitation that a signed word names; None for a word that we did not sign."""
    try:
        public_id = _signer.unsign(word)
    except BadSignature:
        return None
    found = Invitation.objects.select_related("organisation", "inviter__person", "inviter__organisation")
    return found.select_related("withdrawal", "admission").filter(public_id=public_id).first()


def as_address(typed: str) -> str:
    """An e-mail address in its one form. Raises `Refused` for what is none, and for look-alikes of Latin letters."""
    address = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not address.isascii():
        raise Refused(FOREIGN_LETTERS)
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refused(NOT_AN_ADDRESS) from wrong
    return address


def _afresh(invitation: Invitation) -> Invitation:
    """The invitation as it is now, locked: what is done with it twice at once is done once."""
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    rows = Invitation.objects.select_related("organisation", "inviter__person", "inviter__organisation")
    return rows.select_related("withdrawal", "admission").get(pk=invitation.pk)


def _require_open(invitation: Invitation, at: datetime) -> None:
    state = state_of_invitation(invitation, at)
    if state != InvitationState.OPEN:
        raise Refused(WHY_NOT_OPEN[state])


def _refuse_second(organisation: Organisation, address: str, role: str, at: datetime) -> None:
    if organisation.invitations.filter(is_open=True, email__iexact=address, role=role).exists():
        raise Refused(_("This address is invited to this seat already and may still accept. Nothing was changed."))
    seats = organisation.seats.filter(person__email__iexact=address, role=role).select_related("organisation")
    if any(held.is_held(at) for held in seats):
        raise Refused(_("The person with this address already holds this seat. Nothing was changed."))


def _refuse_second_seat(person: Person, invitation: Invitation, at: datetime) -> None:
    held = person.seats.filter(organisation=invitation.organisation, role=invitation.role)
    if any(one.is_held(at) for one in held.select_related("organisation")):
        raise Refused(_("You already hold this seat. Nothing was changed."))


def _person(invitation: Invitation) -> Person:
    known = Person.objects.filter(email__iexact=invitation.email).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Person.objects.create(name=invitation.name, email=invitation.email)
    except IntegrityError:  # two organisations admitted the same person at once
        return Person.objects.get(email__iexact=invitation.email)


def _write(invitation: Invitation, link: str, at: datetime) -> None:
    write_in(
        invitation.inviter,
        [code for code, _name in settings.LANGUAGES],
        partial(_letter, invitation, link),
        occasion=f"{invitation.public_id}:invitation",
        at=at,
        address=invitation.email,
    )


def _letter(invitation: Invitation, link: str, language: str) -> tuple[str, str]:
    facts = {
        "person": PerLanguage(invitation.name),
        "organisation": invitation.organisation,
        "role": Role(invitation.role).label,
        "inviter": invitation.inviter.person,
        "until": moment(invitation.expires_at, invitation.organisation.zone, language),
        "link": link,
    }
    return (
        str(_("Invitation to act for %(organisation)s") % facts),
        str(
            _(
                "To %(person)s.\n\n"
                "%(inviter)s invites you to act for %(organisation)s. The seat that is offered: %(role)s. "
                "The invitation is open until %(until)s.\n\n"
                "See what is offered and accept it here:\n%(link)s\n\n"
                "Opening the page changes nothing. When you accept, a code is sent to this address. "
                "If you did not expect this, you need do nothing."
            )
            % facts
        ),
    )
