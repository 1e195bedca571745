"""Telling those who negotiate a text what became of a silence."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mithaq.communique.models import Silence
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in


def write_about_silence(
    silence: Silence,
    seat: Seat,
    body: Promise,
    *,
    occasion: str,
    at: datetime,
    city: Organisation | None = None,
    reason: str = "",
) -> None:
    """A letter about a silence, with its expiry on the clock of whoever gets it."""

    def letter(language: str) -> tuple[str, str]:
        facts = {
            "person": seat.person,
            "organisation": seat.organisation,
            "text": PerLanguage(silence.text.title),
            "expires": moment(silence.expires, seat.organisation.zone, language),
            "city": city,
            "reason": reason,
            "link": f"{settings.ADDRESS}{silence.get_absolute_url()}",
        }
        return _("Silence procedure: %(text)s") % facts, str(body) % facts

    write_in(seat, languages_of_letters_to(seat), letter, occasion=occasion, at=at)
