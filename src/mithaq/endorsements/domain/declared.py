"""All that stands in the signed declaration: the text in its languages, the roll by class, what cities reserve."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mithaq.communique.domain.freeze import form_of_words
from mithaq.communique.models import Text
from mithaq.communique.queries import Reading, reading_of
from mithaq.core.docx.composed import is_rtl
from mithaq.core.printing.declared import Declared, Edition, Section, Signatory
from mithaq.core.printing.sealed import Annexed, Printed
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import classes_of, given, is_in_force, latest_day_of
from mithaq.endorsements.vocabulary import TITLES_OF_CLASSES
from mithaq.foundation.languages.formats import day, in_digits, moment, number
from mithaq.members.vocabulary import CITIES


def declared(text: Text, at: datetime) -> Declared:
    """The declaration as of an instant. Cities that are not to be named are counted in it, and nothing else."""
    reading = reading_of(text)
    standing = [one for one in given(text, at) if is_in_force(one, at)]
    classes = classes_of(text.cycle)
    editions = tuple(_edition(text, reading, standing, classes, language, at) for language in text.authentic)
    return Declared(
        editions=editions,
        address=settings.ADDRESS + reverse("endorsements:declaration", args=[text.public_id]),
        source=form_of_words(text, reading.outermost),
        file=f"{text.key}.json",
        attached=_("The text in its fixed form, over which its hash is computed"),
        roll=json.dumps(roll_as_plain(text, standing, classes, at), ensure_ascii=False, sort_keys=True).encode(),
        roll_file=f"{text.key}-roll.json",
        roll_attached=_("The roll of the cities"),
        at=at,
    )


def roll_as_plain(text: Text, standing: Sequence[Endorsement], classes: dict[int, str], at: datetime) -> dict[str, Any]:
    """The roll for machines: every named city with its class, method, time and reservations; the others as a number.
    Instants are ISO 8601 in UTC; for what a publication documents, `at` is the latest day."""
    return {
        "text": text.public_id,
        "title": dict(text.title),
        "hash": text.freezing.hash if hasattr(text, "freezing") else None,
        "as_of": at.isoformat(),
        "published": text.publication.at.isoformat(),
        "in_force": len(standing),
        "not_named": sum(not one.may_be_named for one in standing),
        "cities": [_city_as_plain(one, classes) for one in standing if one.may_be_named],
    }


def _city_as_plain(one: Endorsement, classes: dict[int, str]) -> dict[str, Any]:
    city, latest = one.organisation, latest_day_of(one)
    return {
        "city": dict(city.name),
        "class": classes.get(city.pk),
        "endorsement": one.public_id,
        "method": one.method,
        "at": latest.isoformat() if latest else one.at.isoformat(),
        "after_release": one.at > one.text.publication.at,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "reservations": [
            {"kind": each.kind, "clause": each.clause.public_id if each.clause else None, "words": dict(each.text)}
            for each in one.reservations.all()
        ],
    }


def _edition(
    text: Text,
    reading: Reading,
    standing: Sequence[Endorsement],
    classes: dict[int, str],
    language: str,
    at: datetime,
) -> Edition:
    organisation = text.freezing.seat.organisation
    with override(language):
        unnamed = sum(not one.may_be_named for one in standing)
        sentence = ngettext(
            "And %(count)s city that did not agree to be named.",
            "And %(count)s cities that did not agree to be named.",
            unnamed,
        ) % {"count": number(unnamed)}
        return Edition(
            language=language,
            rtl=is_rtl(language),
            title=text.title.in_language(language),
            below=f"{text.cycle.group.in_language(language)}, {in_digits(str(text.cycle.year))}",
            clauses=tuple(
                Printed(placed.kind, in_digits(placed.number), placed.words[language])
                for _depth, placed in reading.clauses
            ),
            roll_title=_("Endorsed by"),
            roll_note=_("As of %(when)s.") % {"when": moment(at, organisation.zone)},
            sections=tuple(_sections(standing, classes, language)),
            unnamed=(sentence,) if unnamed else (),
            reservations_title=_("Reservations and interpretations"),
            reservations=tuple(_reserved(standing, reading, language)),
            seal=(
                _("Frozen on %(when)s by %(who)s.")
                % {"when": moment(text.freezing.at, organisation.zone), "who": organisation},
                _("The text's hash (SHA-256), over the title and every clause in all these languages:"),
            ),
        )


def _sections(standing: Sequence[Endorsement], classes: dict[int, str], language: str) -> Iterator[Section]:
    named = [one for one in standing if one.may_be_named]
    for standing_of, title in TITLES_OF_CLASSES.items():
        cities = [one for one in named if classes.get(one.organisation_id) == standing_of]
        if cities:
            yield Section(str(title), tuple(_signatory(one, language) for one in cities))
    others = [one for one in named if classes.get(one.organisation_id) not in CITIES]
    if others:
        yield Section(_("Class not on record"), tuple(_signatory(one, language) for one in others))


def _signatory(one: Endorsement, language: str) -> Signatory:
    latest = latest_day_of(one)
    if latest is not None:
        note = _("documented, by %(day)s") % {"day": day(latest)}
    else:
        note = day(one.at.astimezone(one.organisation.zone).date())
    if one.reservations.all():
        note += " · " + _("with a reservation")
    return Signatory(one.organisation.name.in_language(language), note)


def _reserved(standing: Sequence[Endorsement], reading: Reading, language: str) -> Iterator[Annexed]:
    for one in standing:
        for each in one.reservations.all() if one.may_be_named else ():
            placed = reading.by_id.get(each.clause.public_id) if each.clause else None
            code = language if each.text.get(language) else next(iter(each.text))
            yield Annexed(
                head=f"{one.organisation.name.in_language(language)}: {each.get_kind_display()}",
                note=f"{in_digits(placed.number)} {placed.title}".strip() if placed else _("The text as a whole"),
                words=each.text[code],
                language=code,
                rtl=is_rtl(code),
            )
