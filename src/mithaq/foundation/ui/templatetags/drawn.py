"""Words and lengths inside the pictures' templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import wrap
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui.pictures.drawing import plain
from mithaq.foundation.ui.templatetags.values import direction_of

register = template.Library()

#: Signs that keep a label in its own direction, wherever the drawing runs: its number stays ahead, its "…" behind.
_ISOLATED, _ENDS = {"ltr": "\u2066", "rtl": "\u2067"}, "\u2069"

#: The height of a line of a label in the drawing's units where its words are largest, and in ems.
LINE, LEADING = 22.0, 1.2


@register.filter
def add_length(length: float, more: float) -> str:
    """The sum of two lengths, written for SVG."""
    return plain(length + more)


@register.simple_tag
def short_month(*, of: date) -> str:
    """The name of a month: `Oct`."""
    return formats.day(of, style="month")


@register.simple_tag
def short_day(*, of: date) -> str:
    """A day without its year: `2 Oct`."""
    return formats.day(of, style="short")


@register.simple_tag
def degrees(*, of: float) -> str:
    """Degrees of latitude or longitude with one place."""
    return f"{formats.number(round(of, 1))}°"


@register.simple_tag
def label(*, words: Any, x: float, middle: float, room: float, letters: int, before: bool, url: str = "") -> SafeString:
    """A label of as many lines as its room allows, of so many letters each, centred on `middle`; `before` sets it ahead
    of its place."""
    told = PerLanguage(words) if isinstance(words, Mapping) else None
    text = str(words if told is None else told)
    most = max(1, int(room // LINE))
    lines = wrap(text, letters, max_lines=most, placeholder="…") or [""]
    if most == 1 and lines[0] != text:
        lines = [f"{text[: letters - 1].rstrip()}…"]  # on a single line half a word tells more than none
    if told:
        lines = [f"{_ISOLATED[direction_of(told.language())]}{line}{_ENDS}" for line in lines]
    rise = plain(0.35 - (len(lines) - 1) * LEADING / 2)
    placed = ((plain(x), LEADING if place else rise, line) for place, line in enumerate(lines))
    spans = format_html_join("", '<tspan x="{}" dy="{}em">{}</tspan>', placed)
    language = format_html(' lang="{}"', told.language()) if told else ""
    drawn = format_html(
        '<text class="halo" y="{}"{}{}>{}<title>{}</title></text>',
        plain(middle),
        _anchor(before),
        language,
        spans,
        text,
    )
    return format_html('<a href="{}">{}</a>', url, drawn) if url else drawn


@register.simple_tag
def telling(*, stream: Any) -> SafeString:
    """What a ribbon stands for, shown where one points at it, in the language of its ends where that is another."""
    ends = [end.title for end in (stream.source, stream.target) if isinstance(end.title, PerLanguage)]
    others = [end.language() for end in ends if end.language() != get_language()]
    language = format_html(' lang="{}"', others[0]) if others else ""
    told = (language, stream.source.title, stream.target.title, formats.number(stream.weight))
    return format_html("<title{}>{} → {}: {}</title>", *told)


def _anchor(before: bool) -> SafeString:
    return format_html(' text-anchor="{}"', "end") if before else SafeString("")
