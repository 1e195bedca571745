"""Parts of a page that say the same to every reader, drawn once for all of them.

Drawing a row costs a millisecond in Django's templates, and a list has forty. What follows from the record alone is
drawn once, and then remembered until the next act or the next minute; what follows from the values that it names, for
as long as there is room.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from mithaq.foundation import clock
from mithaq.foundation.chronicle.memory import Memory

register = template.Library()

_drawn: Memory[SafeString] = Memory(4096)
#: Changes with what stands in its key alone.
_kept: Memory[SafeString] = Memory(8192, kinds=())


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    """`{% remembered "roll" text.public_id %}…{% endremembered %}`: the content, drawn once for each name and values.

    The values say everything in which two readers' contents may differ; what belongs to one reader or one request
    (a form, a countdown, what one may do) has no place inside.
    """
    return Remembered(*_read(parser, token))


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept "roll" line.key %}…{% endkept %}`: the same for rows of which the values say everything that stands in
    them, names and days too, and not only whose they are. No act ends it: other values are another row."""
    return Kept(*_read(parser, token))


def _read(parser: Parser, token: Token) -> tuple[list[FilterExpression], NodeList]:
    tag, *parts = token.split_contents()
    if not parts:
        raise template.TemplateSyntaxError(f"{tag} needs a name, and the values that its content depends on")
    content = parser.parse((f"end{tag}",))
    parser.delete_first_token()
    return [parser.compile_filter(part) for part in parts], content


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
        return self._recalled(_drawn, context, context.get("clock_at") or clock.now())

    def _recalled(self, memory: Memory[SafeString], context: template.Context, at: datetime | None) -> SafeString:
        values: list[Any] = [part.resolve(context) for part in self.key]
        return memory.recall((get_language(), *values), at, lambda: mark_safe(self.nodelist.render(context)))  # noqa: S308


class Kept(Remembered):
    """The node of `kept`."""

    def render(self, context: template.Context) -> SafeString:
        return self._recalled(_kept, context, None)
