"""What a text is called and who negotiates it, changed after it was begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Retitling, Text
from mithaq.communique.rules import may_change_what_it_is
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, require
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES

#: Letters of a title at most.
LONGEST_TITLE = 300


def retitle(text: Text, title: Mapping[str, str], *, seat: Seat, at: datetime) -> Text:
    """Call a text otherwise: a title in each of its authentic languages, and in others as they are given. What it was
    called stays on record. The title is among what is frozen, so it stands once the words are put to silence."""
    with transaction.atomic():
        text = _locked(text)
        require(may_change_what_it_is(seat, text, at))
        given = {code: " ".join(words.split()) for code, words in title.items() if words.strip()}
        if any(code not in given for code in text.authentic):
            raise Refused(_("The text needs a title in each of its authentic languages. Nothing was changed."))
        if any(len(words) > LONGEST_TITLE for words in given.values()):
            raise Refused(_("This title is too long. Nothing was changed."))
        if given == dict(text.title):
            raise Refused(_("This is its title already. Nothing was changed."))
        Retitling.objects.create(text=text, before=text.title, after=given, seat=seat, at=at)
        changed = sorted(code for code in {*given, *text.title} if given.get(code) != text.title.get(code))
        text.title = PerLanguage(given)
        text.save(update_fields=["title"])
        record("text.retitled", text, seat=seat, at=at, facts={"languages": changed})
    return text


def name_negotiators(text: Text, cities: Sequence[Organisation], *, seat: Seat, at: datetime) -> Text:
    """Say which cities negotiate a text from now on; none named: every city of the year. What others gave until then
    stays on record."""
    with transaction.atomic():
        text = _locked(text)
        require(may_change_what_it_is(seat, text, at))
        of_the_year = {membership.organisation_id for membership in members(text.cycle, at, CITIES)}
        if any(city.pk not in of_the_year for city in cities):
            raise Refused(_("Only cities of the year negotiate its text. Nothing was changed."))
        before, after = {city.public_id for city in text.negotiators.all()}, {city.public_id for city in cities}
        if before == after:
            raise Refused(_("These cities negotiate the text already. Nothing was changed."))
        text.negotiators.set(cities)
        facts = {"added": sorted(after - before), "taken_off": sorted(before - after), "all": not after}
        record("text.negotiators_named", text, seat=seat, at=at, facts=facts)
    return text


def _locked(text: Text) -> Text:
    return Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
