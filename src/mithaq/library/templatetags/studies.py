"""Words of the library's pages in templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template

from mithaq.foundation.languages import formats

register = template.Library()

FORMS = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}


@register.filter
def names(authors: Sequence[str]) -> str:
    """Names in one line, joined as the reader's language joins them."""
    return formats.listing(list(authors))


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
