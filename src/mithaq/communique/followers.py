"""What the room of the text does when the chronicle says something: letters to those who negotiate."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mithaq.communique.jobs import negotiators_of, write_about_silence
from mithaq.communique.models import Break, Round, Silence
from mithaq.correspondence.queries.recipients import languages_of_letters_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.followers import follows
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.languages import write_in

_OPENED = _(
    "To %(person)s, for %(organisation)s.\n\n"
    "The text “%(text)s” is put to silence until %(expires)s. It is agreed if no city speaks against it in time: if "
    "yours agrees, nobody has to do anything. One city is enough to break the silence, by an objection or other words "
    "for the clauses that it names, and with its reason.\n\n"
    "It is read here:\n%(link)s"
)
_BROKEN = _(
    "To %(person)s, for %(organisation)s.\n\n"
    "The silence on the text “%(text)s” is broken by %(city)s. The clauses named, the reason and the words wanted are "
    "read here:\n%(link)s"
)


@follows("round.called", name="communique.announce_the_round")
def announce_the_round(act: Act) -> None:
    """Tell everybody who may negotiate for a city of the year that a round is called, with its instants in their own
    zone."""
    about = Round.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    for seat in negotiators_of(about.text, act.at):
        _announce(about, seat, act)


@follows("silence.opened", name="communique.announce_the_silence")
def announce_the_silence(act: Act) -> None:
    """Tell everybody who may negotiate for a city of the year that a draft is put to silence, and until when on their
    own clock."""
    about = Silence.objects.select_related("text__cycle").get(public_id=act.things.get(place=0).thing)
    for seat in negotiators_of(about.text, act.at):
        write_about_silence(about, seat, _OPENED, occasion=f"{act.public_id}:silence", at=act.at)


@follows("silence.broken", "silence.break_entered", name="communique.tell_of_the_break")
def tell_of_the_break(act: Act) -> None:
    """Tell them all at once that the silence is broken, and by which city."""
    broken = Break.objects.select_related("silence__text__cycle", "organisation").get(
        public_id=act.things.get(place=0).thing
    )
    for seat in negotiators_of(broken.silence.text, act.at):
        write_about_silence(
            broken.silence, seat, _BROKEN, occasion=f"{act.public_id}:broken", at=act.at, city=broken.organisation
        )


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
