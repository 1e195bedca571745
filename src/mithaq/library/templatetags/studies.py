"""Words of the library's pages in templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mithaq.core.text import script_of
from mithaq.foundation.languages import formats

register = template.Library()

FORMS = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}


#: Stand for the names while a language joins them; no name holds these (Unicode's first private letters).
_FIRST = 0xE000


@register.filter
def names(authors: Sequence[str]) -> SafeString:
    """Names in one line, joined as the reader's language joins them. Each is set apart, so that names of one script
    stand in the order of a line of another; the Arabic "and" is not written together with foreign letters."""
    stand_ins = {chr(_FIRST + place): name for place, name in enumerate(authors)}
    joined: str = formats.listing(list(stand_ins))
    for letter, name in stand_ins.items():
        if script_of(name) != "Arab":
            joined = joined.replace(f"و{letter}", f"و\u00a0{letter}")
    return mark_safe("".join(_set_apart(stand_ins[one]) if one in stand_ins else escape(one) for one in joined))  # noqa: S308 every part is escaped


def _set_apart(name: str) -> str:
    return f'<bdi dir="auto">{escape(name)}</bdi>'


@register.filter
def issued(said: str) -> str:
    """A date as exactly as it is known: "2031", "February 2031", "14 February 2031"."""
    parts = [int(part) for part in said.split("-")]
    if len(parts) == 1:
        return formats.in_digits(said)
    if len(parts) == 2:
        return formats.month(date(parts[0], parts[1], 1))
    return formats.day(date(*parts), style="long")


@register.filter
def form_name(key: str) -> str:
    """What a way to write a citation is called."""
    return FORMS[key]
