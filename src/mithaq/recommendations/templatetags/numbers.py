"""The numbers that papers print."""

from __future__ import annotations

from django import template

from mithaq.foundation.languages.formats import in_digits

register = template.Library()


@register.filter
def printed(number: str) -> str:
    """A printed number ("115.1") in the digits of the reader's language."""
    return in_digits(number)
