"""Days that are known only as far as the source says: a year, a month, or a day."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import get_language

from mithaq.foundation.languages import formats


def as_far_as_known(day: str, language: str | None = None) -> str:
    """`2019` as it is, `2019-02` as `February 2019`, `2019-02-14` as a full date; other words as they stand."""
    code = language or get_language() or "en"
    parts = [int(part) for part in day.split("-") if part.isdigit()]
    try:
        known = date(*[*parts, 1, 1][:3])
    except (TypeError, ValueError):
        return day
    if len(parts) == 1:
        return formats.in_digits(day, code)
    if len(parts) == 2:
        return formats.in_digits(format_skeleton("yMMMM", known, locale=formats.writing_of(code).locale), code)
    return formats.day(known, code, style="medium")
