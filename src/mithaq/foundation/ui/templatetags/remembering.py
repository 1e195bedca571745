"""Parts of a page that say the same to every reader, drawn once for all of them.

Drawing a row costs a millisecond in Django's templates, and a list has forty. What follows from the record alone is
drawn once, and then remembered until the next act or the next minute.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mithaq.foundation import clock
from mithaq.foundation.chronicle.memory import Memory

register = template.Library()

_drawn: Memory[SafeString] = Memory(4096)


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    """`{% remembered "roll" text.public_id %}…{% endremembered %}`: the content, drawn once for each name and values.

    The values say everything in which two readers' contents may differ; what belongs to one reader or one request
    (a form, a countdown, what one may do) has no place inside.
    """
    _tag, *parts = token.split_contents()
    if not parts:
        raise template.TemplateSyntaxError("remembered needs a name, and the values that its content depends on")
    content = parser.parse(("endremembered",))
    parser.delete_first_token()
    return Remembered([parser.compile_filter(part) for part in parts], content)


@register.tag
def alike(parser: Parser, token: Token) -> Alike:
    """`{% alike %}…{% endalike %}`: what follows from the release and the language alone, such as the links to the
    style sheets of every page. It is drawn once for each language."""
    content = parser.parse(("endalike",))
    parser.delete_first_token()
    return Alike(content)


class Alike(template.Node):
    """The node of `alike`."""

    def __init__(self, content: NodeList) -> None:
        self.nodelist = content
        self._drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self._drawn:
            self._drawn[language] = mark_safe(self.nodelist.render(context))  # noqa: S308 - rendered, hence escaped
        return self._drawn[language]


class Remembered(template.Node):
    """The node of `remembered`."""

    def __init__(self, key: list[FilterExpression], content: NodeList) -> None:
        self.key = key
        self.nodelist = content

    def render(self, context: template.Context) -> SafeString:
        values: list[Any] = [part.resolve(context) for part in self.key]
        at = context.get("clock_at") or clock.now()
        return _drawn.recall((get_language(), *values), at, lambda: mark_safe(self.nodelist.render(context)))  # noqa: S308
