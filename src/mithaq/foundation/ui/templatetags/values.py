"""Words, numbers and instants as the reader's language writes them. `{% load ui %}` brings these tags along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext

from mithaq.core.docx.composed import is_rtl
from mithaq.foundation import clock
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui.signs import SIGNS

register = template.Library()

_NAME_OF_THE_HASH = re.compile(r"\(SHA-256\)|SHA-256")


@register.simple_tag
def sign(*, of: str) -> SafeString:
    """A small drawing from `signs.py`. It is hidden from screen readers: a word always stands beside it."""
    return _drawing(of)


@cache
def _drawing(of: str) -> SafeString:
    drawing = SIGNS[of]
    return format_html(
        '<svg class="sign{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}{}</svg>',
        " sign--turns" if drawing.turns else "",
        format_html('<path class="sign__stroke" d="{}"/>', drawing.strokes) if drawing.strokes else "",
        format_html('<path class="sign__fill" d="{}"/>', drawing.filled) if drawing.filled else "",
    )


@register.simple_tag
def name(*, of: Any, language: str | None = None) -> SafeString:
    """A `PerLanguage` value in the reader's language or the nearest there is, isolated from the text around it."""
    if isinstance(of, Mapping):
        words = of if isinstance(of, PerLanguage) else PerLanguage(of)
        code = words.language(language)
        said = words.get(code, "")
        return _isolated(code, said) if type(said) is str else _isolated.__wrapped__(code, said)
    return format_html('<bdi dir="auto">{}</bdi>', "" if of is None else of)


@lru_cache(8192)
def _isolated(code: str, words: str) -> SafeString:
    """A page holds hundreds of names, and the next page the same ones. Words that are HTML equal plain ones, so they
    have no place here."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction_of(code), words)


@register.simple_tag
def moment(*, at: datetime | date | None, zone: Any = None, style: str = "full") -> SafeString:
    """An instant with weekday and zone, or a day with its weekday. The browser adds the reader's own time."""
    if at is None:
        return SafeString("")
    if isinstance(at, datetime):
        text, mark = formats.moment(at, zone, style=style), " data-moment"
        at = at.astimezone(UTC)
    else:
        text, mark = formats.day(at, style=style), ""
    return mark_safe(f'<time datetime="{at.isoformat()}"{mark}>{escape(text)}</time>')  # noqa: S308


@register.simple_tag
def days(*, first: datetime | date, last: datetime | date) -> str:
    """From one day to another: `2 Oct – 3 Nov`."""
    return formats.span_of_days(first, last)


@register.simple_tag(takes_context=True)
def countdown(context: template.Context, *, until: datetime, now: datetime | None = None) -> SafeString:
    """What is left until an instant. `now` defaults to the page's `clock_at`; the browser keeps it running."""
    at = now or context.get("clock_at") or clock.now()
    left = formats.countdown(until, at) or gettext("The time is over.")
    return format_html(
        '<span class="countdown" data-countdown="{}" data-over="{}">{}</span>',
        until.astimezone(UTC).isoformat(),
        gettext("The time is over."),
        left,
    )


@register.simple_tag
def number(*, of: formats.Quantity) -> str:
    """A number in the digits of the reader's language."""
    return formats.number(of)


@register.simple_tag
def percentage(*, of: formats.Quantity) -> str:
    """A share of one, as whole percent."""
    return formats.percentage(of)


@register.simple_tag
def scopes(*, of: Iterable[Any]) -> str:
    """What a mandate allows, as one phrase: `may propose and negotiate`."""
    acts = [str(Scope(scope).label) for scope in of]
    return gettext("may %(acts)s") % {"acts": formats.listing(acts)} if acts else ""


@register.simple_tag
def browser_locale() -> str:
    """The tag that tells the browser which digits and forms to use for what it writes itself."""
    return formats.browser_locale()


@register.simple_tag
def clock_offset() -> int:
    """Seconds by which the demonstration's clock is ahead of real time; the browser's countdowns add them."""
    return int(clock.offset().total_seconds())


@register.filter
def direction_of(language: str) -> str:
    """`rtl` or `ltr` for a language code."""
    return "rtl" if is_rtl(language) else "ltr"


@register.filter
def in_own_digits(printed: str) -> str:
    """A printed number such as `3.2` in the reader's digits."""
    return formats.in_digits(printed)


@register.filter
def unbroken(words: str) -> SafeString:
    """Words in which the name of the hash stays on one line and in its own direction, with its brackets."""
    return SafeString(_NAME_OF_THE_HASH.sub(r'<bdi class="unbroken">\g<0></bdi>', conditional_escape(words)))


@register.filter
def own_name(language: str) -> str:
    """A language's name for itself; its code where nobody knows it."""
    try:
        return get_language_info(language)["name_local"]
    except KeyError:  # Django knows those it is translated into, Babel nearly all
        return _own_name(language)


@cache
def _own_name(language: str) -> str:
    try:
        return Locale.parse(language, sep="-").display_name or language
    except (UnknownLocaleError, ValueError):
        return language
