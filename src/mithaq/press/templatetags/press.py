"""The numbers of figures in templates."""

from __future__ import annotations

from datetime import UTC
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from mithaq.foundation.figures import Counted
from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui.templatetags.values import name
from mithaq.press.queries import label_of

register = template.Library()


@register.simple_tag
def counted_number(*, of: Counted) -> str:
    """A figure's number in the reader's digits: `39`, or `more than 1,000` where it is a lower bound."""
    number = formats.number(of.value)
    return gettext("more than %(number)s") % {"number": number} if of.figure.relation == ">" else number


@register.simple_tag
def number_in_words(*, of: Counted | None, language: str) -> SafeString:
    """A number in a running text of that language, leading to its evidence; a sign where it may not be read yet."""
    with override(language):
        number = counted_number(of=of) if of else gettext("[number not public yet]")
        words = str(of.figure.title) if of else ""
    if of is None:
        return format_html('<span class="counted counted--gap">{}</span>', number)
    return format_html('<a class="counted" href="{}" title="{}">{}</a>', evidence(counted=of), words, number)


@register.simple_tag
def evidence(*, counted: Counted) -> str:
    """The address of a figure's records as of the instant at which it was counted."""
    instant = counted.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{reverse('press:figure', args=[counted.figure.key])}?{urlencode({'as_of': instant})}"


@register.simple_tag
def record_name(*, of: Any) -> SafeString:
    """What a record behind a figure is called, in the reader's language."""
    called = label_of(of)
    return name(of=PerLanguage(called) if isinstance(called, dict) else called)
