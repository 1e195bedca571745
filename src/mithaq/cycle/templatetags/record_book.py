"""Words of the record book in templates."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext

from mithaq.cycle.models import RecordBookEntry
from mithaq.cycle.vocabulary import CLASSES_COUNTED, MEASURES, UNITS
from mithaq.cycle.web.partial_days import as_far_as_known
from mithaq.foundation.languages import formats

register = template.Library()


@register.filter
def measured(code: str) -> str:
    """What was counted, in words; a measure without words of ours by its own name."""
    return str(MEASURES.get(code) or code.replace("_", " "))


@register.filter
def class_counted(code: str) -> str:
    """Which class of city was counted; empty where none applies."""
    return str(CLASSES_COUNTED.get(code) or code.replace("_", " "))


@register.filter
def unit(code: str) -> str:
    """The unit of a count in words; one without words of ours as the source has it."""
    return str(UNITS.get(code) or code)


@register.filter
def partial_day(day: str) -> str:
    """A day as far as it is known."""
    return as_far_as_known(day)


@register.filter
def year_number(year: int) -> str:
    """A year in the digits of the reader's language, without a sign between its thousands."""
    return formats.in_digits(str(year))


@register.simple_tag
def counts_in_words(*, of: Sequence[RecordBookEntry]) -> str:
    """Counts in a row, each with its day: `28 as of 17 June 2021 and 41 as of 3 September 2021`."""
    return formats.listing(
        [
            gettext("%(count)s as of %(day)s")
            % {"count": formats.number(entry.value), "day": as_far_as_known(entry.as_of)}
            for entry in of
        ]
    )
