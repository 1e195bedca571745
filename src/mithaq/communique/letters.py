"""Letters of the text: who negotiates it, and what is written to them about a silence."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mithaq.communique.models import Silence, Text
from mithaq.communique.queries.negotiators import negotiating
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to


def writing_for(text: Text, at: datetime) -> list[Seat]:
    """The seats through which a text is negotiated for its cities at a time: those who are written to."""
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    cities = set(negotiating(text, at).values_list("organisation", flat=True))
    return [
        seat
        for seat in seats.select_related("person", "organisation").distinct().order_by("id")
        if seat.organisation_id in cities
        and seat.is_held(at)
        and mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text))
    ]


def write_about_silence(
    silence: Silence, seat: Seat, body: Promise, *, occasion: str, at: datetime, city: Organisation | None = None
) -> None:
    """A letter about a silence, with its expiry on the clock of whoever gets it."""

    def letter(language: str) -> tuple[str, str]:
        facts = {
            "person": seat.person,
            "organisation": seat.organisation,
            "text": PerLanguage(silence.text.title),
            "expires": moment(silence.expires, seat.organisation.zone, language),
            "city": city,
            "link": f"{settings.ADDRESS}{silence.get_absolute_url()}",
        }
        return _("Silence procedure: %(text)s") % facts, str(body) % facts

    write_in(seat, languages_of_letters_to(seat), letter, occasion=occasion, at=at)
