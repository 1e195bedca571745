"""What the register does when the chronicle says something: letters to those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from mithaq.endorsements.models import Call, Endorsement
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to


@follows("call.opened", name="endorsements.invite")
def invite(act: Act) -> None:
    """Invite everybody who may endorse for a city, in every language of the interface."""
    call = Call.objects.select_related("text").get(public_id=_subject(act))
    holders = Mandate.objects.filter(scopes__scope=Scope.ENDORSE).values("seat")
    delegates = Delegation.objects.filter(scope=Scope.ENDORSE).values("receiver")
    for seat in Seat.objects.filter(Q(pk__in=holders) | Q(pk__in=delegates)).select_related("person", "organisation"):
        if mandates_in_force(seat, Scope.ENDORSE, act.at, reference_to(call.text)):
            _write(seat, act, "invitation", partial(_invitation, call, seat))


@follows("endorsement.given", name="endorsements.confirm")
def confirm(act: Act) -> None:
    """Confirm an endorsement to the seat that gave it, with the hash, so that it holds more than our word."""
    endorsement = Endorsement.objects.select_related("text", "seat__person", "organisation").get(
        public_id=_subject(act)
    )
    if endorsement.seat is not None:
        _write(endorsement.seat, act, "confirmation", partial(_confirmation, endorsement))


def _subject(act: Act) -> str:
    return act.things.get(place=0).thing


def _write(seat: Seat, act: Act, kind: str, letter: Callable[[str], tuple[str, str]]) -> None:
    """One letter in all languages of the interface, since nobody asked the reader which one they prefer."""
    codes = [code for code, _name in settings.LANGUAGES]
    write_in(seat, codes, letter, occasion=f"{act.public_id}:{kind}", at=act.at)


def _invitation(call: Call, seat: Seat, language: str) -> tuple[str, str]:
    facts = {
        "person": seat.person,
        "organisation": seat.organisation,
        "text": call.text,
        "until": moment(call.closes, seat.organisation.zone, language),
    }
    return (
        _("Endorsement of “%(text)s”") % facts,
        _(
            "To %(person)s, for %(organisation)s.\n\n"
            "The text “%(text)s” has been frozen, and your city is called on to endorse it. "
            "The call is open until %(until)s. Sign in to read the text and to confirm."
        )
        % facts,
    )


def _confirmation(endorsement: Endorsement, language: str) -> tuple[str, str]:
    facts = {
        "organisation": endorsement.organisation,
        "text": endorsement.text,
        "at": moment(endorsement.at, endorsement.organisation.zone, language),
        "hash": endorsement.text_hash,
    }
    return (
        _("%(organisation)s has endorsed “%(text)s”") % facts,
        _(
            "%(organisation)s endorsed the text “%(text)s” on %(at)s.\n\n"
            "The text you endorsed has this hash (SHA-256): %(hash)s\n\n"
            "If you did not do this, tell the secretariat at once."
        )
        % facts,
    )
