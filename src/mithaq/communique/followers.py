"""What the room of the text does when the chronicle says something: letters to those who negotiate."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from mithaq.communique.models import Round
from mithaq.communique.queries.negotiators import negotiating
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.things import reference_to


@follows("round.called", name="communique.announce_the_round")
def announce_the_round(act: Act) -> None:
    """Tell everybody who may negotiate for a city of the year that a round is called, with its instants in their own
    zone."""
    _tell_negotiators(act, _announced)


@follows("round.extended", name="communique.announce_the_extension")
def announce_the_extension(act: Act) -> None:
    """Tell the same people that the round closes later, and why."""
    _tell_negotiators(act, _closing_moved)


@follows("round.shortened", name="communique.announce_the_early_closing")
def announce_the_early_closing(act: Act) -> None:
    """Tell the same people that the round closes earlier, and why."""
    _tell_negotiators(act, _closing_moved)


def _tell_negotiators(act: Act, worded: Callable[[Round, Seat, str], tuple[str, str]]) -> None:
    """Write to everybody who may negotiate this round's text for a city of the year."""
    about = Round.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    givers = Mandate.objects.filter(scopes__scope=Scope.NEGOTIATE).values("seat")
    receivers = Delegation.objects.filter(scope=Scope.NEGOTIATE).values("receiver")
    seats = Seat.objects.filter(pk__in=givers) | Seat.objects.filter(pk__in=receivers)
    cities = set(negotiating(about.text, act.at).values_list("organisation", flat=True))
    for seat in seats.select_related("person", "organisation").distinct().order_by("id"):
        if seat.organisation_id not in cities or not seat.is_held(act.at):
            continue
        if mandates_in_force(seat, Scope.NEGOTIATE, act.at, reference_to(about.text)):
            letter = partial(worded, about, seat)
            write_in(seat, languages_of_letters_to(seat), letter, occasion=f"{act.public_id}:round", at=act.at)


def _announced(about: Round, seat: Seat, language: str) -> tuple[str, str]:
    facts = _facts(about, seat, language)
    body = _(
        "To %(person)s, for %(organisation)s.\n\n"
        "A round on the text “%(text)s” is called. It opens on %(opens)s and closes on %(closes)s. "
        "Your city answers with one return: prepare it with your colleagues, and release it in time. "
        "Until you release it nobody else sees it.\n\n"
        "It is written here:\n%(link)s"
    )
    return _("Round of negotiation: %(text)s") % facts, body % facts


def _closing_moved(about: Round, seat: Seat, language: str) -> tuple[str, str]:
    facts = _facts(about, seat, language)
    last = about.moves.latest("id")
    facts |= {"reason": last.reason, "before": moment(last.before, seat.organisation.zone, language)}
    body = _(
        "To %(person)s, for %(organisation)s.\n\n"
        "The closing of the round on the text “%(text)s” is moved. It was %(before)s, and it is now %(closes)s.\n\n"
        "The reason: %(reason)s\n\n"
        "The round is here:\n%(link)s"
    )
    return _("The round closes at another time: %(text)s") % facts, body % facts


def _facts(about: Round, seat: Seat, language: str) -> dict[str, Any]:
    return {
        "person": seat.person,
        "organisation": seat.organisation,
        "text": PerLanguage(about.text.title),
        "opens": moment(about.opens, seat.organisation.zone, language),
        "closes": moment(about.closes, seat.organisation.zone, language),
        "link": f"{settings.ADDRESS}{about.get_absolute_url()}",
    }
