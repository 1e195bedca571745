"""What the room of the text does when the chronicle says something: letters to those who negotiate."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from mithaq.communique.models import FileReading, Round
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.forgetting import Leaving, forgets
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to
from mithaq.members.queries import membership_of
from mithaq.members.vocabulary import CITIES


@forgets
def forget_authors(leaving: Leaving, at: datetime) -> None:
    """Take the names of whoever is erased out of what was found in files, and out of the files' names."""
    for reading in FileReading.objects.select_related("file").iterator():
        found = reading.found
        named = [one for one in (*found["changes"], *found["unplaced"]) if leaving.is_named_in(one["author"])]
        for one in named:
            one["author"] = ""
        if named or any(map(leaving.is_named_in, found["authors"])):
            found["authors"] = [author for author in found["authors"] if not leaving.is_named_in(author)]
            reading.save(update_fields=["found"])
        if leaving.is_named_in(reading.file.name):
            reading.file.name = leaving.without(reading.file.name)
            reading.file.save(update_fields=["name"])


@follows("round.called", name="communique.announce_the_round")
def announce_the_round(act: Act) -> None:
    """Tell everybody who may negotiate for a city of the year that a round is called, with its instants in their own
    zone."""
    about = Round.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    for seat in seats.select_related("person", "organisation").distinct().order_by("id"):
        membership = membership_of(about.text.cycle, seat.organisation, act.at)
        if membership is None or membership.standing not in CITIES or not seat.is_held(act.at):
            continue
        if mandates_in_force(seat, Scope.NEGOTIATE, act.at, reference_to(about.text)):
            _announce(about, seat, act)


def _announce(about: Round, seat: Seat, act: Act) -> None:
    def letter(language: str) -> tuple[str, str]:
        facts = {
            "person": seat.person,
            "organisation": seat.organisation,
            "text": PerLanguage(about.text.title),
            "opens": moment(about.opens, seat.organisation.zone, language),
            "closes": moment(about.closes, seat.organisation.zone, language),
            "link": f"{settings.ADDRESS}{about.get_absolute_url()}",
        }
        body = _(
            "To %(person)s, for %(organisation)s.\n\n"
            "A round on the text “%(text)s” is called. It opens on %(opens)s and closes on %(closes)s. "
            "Your city answers with one return: prepare it with your colleagues, and release it in time. "
            "Until you release it nobody else sees it.\n\n"
            "It is written here:\n%(link)s"
        )
        return _("Round of negotiation: %(text)s") % facts, body % facts

    write_in(seat, languages_of_letters_to(seat), letter, occasion=f"{act.public_id}:round", at=act.at)
