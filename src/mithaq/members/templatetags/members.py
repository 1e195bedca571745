"""Words of the members' pages in templates."""

from datetime import date, datetime, tzinfo
from typing import Any

from babel import Locale
from django import template
from django.db.models import Model
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.languages import formats
from mithaq.members.queries.classes import class_heading, class_word
from mithaq.members.queries.merging import Pointing
from mithaq.members.vocabulary import Standing

register = template.Library()

#: What a population may count; another concept is shown as the source says it.
CONCEPTS = {
    "city_proper": pgettext_lazy("concept of population", "City within its limits"),
    "metropolitan_area": pgettext_lazy("concept of population", "Metropolitan area"),
    "urban_agglomeration": pgettext_lazy("concept of population", "Urban agglomeration"),
}


def _locale() -> Locale:
    return Locale.parse(formats.writing_of(get_language() or "en").locale)


@register.filter
def country_name(code: str) -> str:
    """A country by its ISO 3166 code; a code that names no country as it is."""
    return str(_locale().territories.get(code, code))


@register.filter
def concept(code: str) -> str:
    """What a population counts."""
    return str(CONCEPTS.get(code) or code.replace("_", " "))


@register.filter
def year_number(year: int | None) -> str:
    """A year in the digits of the reader's language; empty where none is on record."""
    return "" if year is None else formats.in_digits(str(year))


@register.filter
def as_of_day(address: str, day: date | None) -> str:
    """The address of a figure's evidence as of that day."""
    return f"{address}?as_of={day.isoformat()}" if day else address


@register.filter
def language_name(code: str) -> str:
    """A language by its name in the reader's language; a code that names none as it is."""
    return formats.name_of_language(code)


#: What a correction calls each field.
FIELDS = {
    "name": _("Name"),
    "kind": _("Kind"),
    "country": _("Country"),
    "time_zone": _("Time zone"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "note": _("Note"),
    "is_gap": _("A gap in the record"),
    "family": _("Family name"),
    "pronunciation": _("How the name is said"),
    "honorific": _("Honorific"),
    "forms": _("Forms of address"),
    "languages": _("Languages spoken"),
    "email": _("E-mail address"),
    "reason": _("Reason"),
}


@register.filter
def field_name(name: str) -> str:
    """What a correction calls a field: "name.ar" is the name in Arabic."""
    field, _dot, language = name.partition(".")
    called = str(FIELDS.get(field, field))
    return f"{called} ({language_name(language)})" if language else called


#: What the records of each kind are called, many of them, where a merger lists what would move.
RECORDS = {
    "actors.seat": _("Seats"),
    "actors.population": _("Populations"),
    "actors.organisation": _("Records merged into it before"),
    "actors.person": _("Records merged into it before"),
    "cycle.leadership": _("Chair and conveners of a year"),
    "members.membership": _("Memberships of a year"),
    "members.fact": _("Facts"),
    "members.office": _("Offices"),
    "members.channel": _("Ways to reach the person"),
    "members.photo": _("Photos"),
    "members.invitation": _("Invitations"),
    "correspondence.preferredlanguage": _("Languages of letters"),
    "correspondence.addressee": _("Circulars received"),
    "correspondence.return": _("Answers to circulars"),
    "taskforces.enrolment": _("Places in groups"),
    "communique.return": _("Official returns in the negotiation"),
    "communique.position": _("Positions on the text"),
    "communique.text_negotiators": _("Texts that only some cities negotiate"),
    "communique.break": _("Breaks of silence"),
    "communique.statement": _("Statements and reservations beside a text"),
    "endorsements.endorsement": _("Endorsements"),
    "endorsements.evidence": _("Evidence of endorsements"),
    "endorsements.handover": _("Declarations handed over"),
    "endorsements.opening": _("Texts read before they were endorsed"),
    "endorsements.preparation": _("Endorsements prepared"),
    "recommendations.proposer": _("Proposals"),
    "library.study_organisations": _("Studies of the organisation"),
    "library.study_cities": _("Studies about the city"),
}


@register.filter
def called(pointing: Pointing) -> str:
    """What the records of a kind are called; the kind's own name where we have no better word."""
    return str(RECORDS.get(pointing.model._meta.label_lower, pointing.name))


@register.filter
def in_short(record: Model) -> str:
    """A record of any kind in few words: what it is to the reader, and its days where it has some."""
    shown: Any = record
    kind = next((getattr(shown, f"get_{name}_display")() for name in ("standing", "role") if hasattr(shown, name)), "")
    of = next((whole for name in ("cycle", "group", "text") if (whole := getattr(shown, name, None))), None)
    day = getattr(shown, "starts", None) or getattr(shown, "at", None)
    parts = (str(of.title if of else shown), str(kind), formats.day(day, style="medium") if day else "")
    return " · ".join(part for part in parts if part)


@register.filter
def in_its_language(words: dict[str, str], code: str) -> str:
    """The words in exactly that language; empty where there are none."""
    return words.get(code, "")


@register.simple_tag
def languages_spoken(*, of: list[str]) -> str:
    """Languages by their names in the reader's language."""
    return formats.listing([language_name(code) for code in of])


@register.simple_tag
def coordinates(*, of: Organisation) -> str:
    """A place by its degrees, north and east or south and west, in the reader's digits."""
    if of.latitude is None or of.longitude is None:
        return ""
    north = gettext("%(degrees)s° N") if of.latitude >= 0 else gettext("%(degrees)s° S")
    east = gettext("%(degrees)s° E") if of.longitude >= 0 else gettext("%(degrees)s° W")
    parts = ((north, of.latitude), (east, of.longitude))
    return formats.listing([said % {"degrees": formats.number(round(abs(degrees), 2))} for said, degrees in parts])


@register.simple_tag
def place_of_zone(*, of: tzinfo, at: datetime) -> str:
    """A time zone as people say it."""
    return formats.place_of(of, at)


@register.filter
def class_in_the_groups_word(standing: str, cycle: Cycle | None) -> str:
    """The class of one member: the group's own word where it has one, else the usual."""
    return class_word(standing, cycle)


@register.filter
def as_the_group_calls_it(standing: Standing, cycle: Cycle | None) -> str:
    """What stands above the members of a class: the group's own word where it has one, else the usual."""
    return class_heading(standing, cycle)
