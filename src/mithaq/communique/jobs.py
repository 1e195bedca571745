"""What the worker does for the text: it reads files that cities answer with, and tells that a silence has passed.

It tells; the outcome follows from the record.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.bring import TRIES, give_up, keep_reading, take_up
from mithaq.communique.models import ReturnFile, Silence, Text
from mithaq.communique.queries.found import found_in
from mithaq.communique.queries.silence import silences_to_tell_of
from mithaq.communique.vocabulary import SilenceState
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation import clock
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_return
from mithaq.foundation.uploads.vocabulary import Unreadable, Why
from mithaq.members.queries import membership_of
from mithaq.members.vocabulary import CITIES

#: The file is no longer stored as it came in.
FILE_GONE = "file_gone"


def read_return_files() -> int:
    """Read the next file that waits; 1 if there was one. What becomes of it is on record."""
    return read_file(None)


def read_file(file: ReturnFile | None) -> int:
    """Read this file, or the next that waits, unless somebody else does; 1 if one was read."""
    taken = take_up(clock.real_now(), file)
    if taken is None:
        return 0
    if taken.tries > TRIES:
        give_up(taken, Why.CRASHED, {}, at=clock.now())
        return 1
    try:
        found = found_in(read_return(content_of(taken.upload)), taken.name, taken.round)
    except Unreadable as why:
        give_up(taken, why.code, why.facts, at=clock.now())
    except NotAsReceived:
        give_up(taken, FILE_GONE, {}, at=clock.now())
    else:
        keep_reading(taken, found, clock.now())
    return 1


_PASSED = _(
    "To %(person)s, for %(organisation)s.\n\n"
    "The silence on the text “%(text)s” ran out on %(expires)s, and no city spoke against it: the draft is agreed.\n\n"
    "It is read here:\n%(link)s"
)


def tell_of_passed_silences() -> int:
    """Write the letters that say that a silence has passed, once for each; the number of silences. Of a broken one
    everybody was told when it was broken."""
    at = clock.now()
    told = silences_to_tell_of(at)
    for silence in told:
        _tell(silence, at)
    return len(told)


def _tell(silence: Silence, at: datetime) -> None:
    """An occasion writes each letter once, so a worker that is killed in between begins anew without harm."""
    if silence.state_at(at) == SilenceState.PASSED:
        for seat in negotiators_of(silence.text, at):
            write_about_silence(silence, seat, _PASSED, occasion=f"{silence.public_id}:passed", at=at)
    Silence.objects.filter(pk=silence.pk).update(told_at=at)


def negotiators_of(text: Text, at: datetime) -> list[Seat]:
    """Everybody who may negotiate for a city of the year at that time."""
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    found = []
    for seat in seats.select_related("person", "organisation").distinct().order_by("id"):
        membership = membership_of(text.cycle, seat.organisation, at)
        if membership is None or membership.standing not in CITIES or not seat.is_held(at):
            continue
        if mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(text)):
            found.append(seat)
    return found


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
