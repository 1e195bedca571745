"""What the room of the text does when the chronicle says something: letters to those who negotiate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mithaq.communique.domain.tell import write_about_silence
from mithaq.communique.models import Break, FileReading, Round, Silence
from mithaq.communique.queries.negotiators import writing_for
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.forgetting import Leaving, forgets
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in

_OPENED = gettext_lazy(
    "To %(person)s, for %(organisation)s.\n\n"
    "The text “%(text)s” is put to silence until %(expires)s. It is agreed if no city speaks against it in time: if "
    "yours agrees, nobody has to do anything. One city is enough to break the silence, by an objection or other words "
    "for the clauses that it names, and with its reason.\n\n"
    "It is read here:\n%(link)s"
)
_BROKEN = gettext_lazy(
    "To %(person)s, for %(organisation)s.\n\n"
    "The silence on the text “%(text)s” is broken by %(city)s. The clauses named, the reason and the words wanted are "
    "read here:\n%(link)s"
)

_CALLED_OFF = gettext_lazy(
    "To %(person)s, for %(organisation)s.\n\n"
    "The silence on the text “%(text)s”, which was to run out on %(expires)s, is called off. Nothing is agreed by it, "
    "and nobody has to do anything.\n\n"
    "The reason: %(reason)s\n\n"
    "It is read here:\n%(link)s"
)


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
    _tell_negotiators(act, _announced)


@follows("round.extended", name="communique.announce_the_extension")
def announce_the_extension(act: Act) -> None:
    """Tell the same people that the round closes later, and why."""
    _tell_negotiators(act, _closing_moved)


@follows("round.shortened", name="communique.announce_the_early_closing")
def announce_the_early_closing(act: Act) -> None:
    """Tell the same people that the round closes earlier, and why."""
    _tell_negotiators(act, _closing_moved)


@follows("silence.opened", name="communique.announce_the_silence")
def announce_the_silence(act: Act) -> None:
    """Tell everybody who may negotiate for a city of the year that a draft is put to silence, and until when on their
    own clock."""
    about = Silence.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    for seat in writing_for(about.text, act.at):
        write_about_silence(about, seat, _OPENED, occasion=f"{act.public_id}:silence", at=act.at)


@follows("silence.broken", "silence.break_entered", name="communique.tell_of_the_break")
def tell_of_the_break(act: Act) -> None:
    """Tell them all at once that the silence is broken, and by which city."""
    broken = Break.objects.select_related("silence__text__cycle", "organisation").get(
        public_id=act.things.get(place=0).thing
    )
    for seat in writing_for(broken.silence.text, act.at):
        write_about_silence(
            broken.silence, seat, _BROKEN, occasion=f"{act.public_id}:broken", at=act.at, city=broken.organisation
        )


@follows("silence.called_off", name="communique.tell_that_it_is_called_off")
def tell_that_it_is_called_off(act: Act) -> None:
    """Tell them all that the silence was called off, and why."""
    about = Silence.objects.select_related("text__cycle", "calling_off").get(public_id=act.things.get(place=0).thing)
    for seat in writing_for(about.text, act.at):
        occasion = f"{act.public_id}:called_off"
        write_about_silence(about, seat, _CALLED_OFF, occasion=occasion, at=act.at, reason=about.calling_off.reason)


def _tell_negotiators(act: Act, worded: Callable[[Round, Seat, str], tuple[str, str]]) -> None:
    """Write to everybody who may negotiate this round's text for a city of the year."""
    about = Round.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    for seat in writing_for(about.text, act.at):
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
