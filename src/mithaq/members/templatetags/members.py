"""Words of the members' pages in templates."""

from datetime import date, datetime, tzinfo

from babel import Locale
from django import template
from django.utils.translation import get_language, pgettext_lazy

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import classes_of
from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import both
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
    return str(_locale().languages.get(code, code))


@register.simple_tag
def place_of_zone(*, of: tzinfo, at: datetime) -> str:
    """A time zone as people say it."""
    return formats.place_of(of, at)


@register.filter
def as_the_group_calls_it(standing: Standing, cycle: Cycle | None) -> str:
    """What stands above the members of a class: the group's own word where it has one, else the usual."""
    own = classes_of(cycle).get(standing)
    return str(own) if own and own != both(standing.label) else str(standing.heading)
