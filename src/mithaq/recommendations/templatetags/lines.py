"""A recommendation as a line of the table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

#: Lines kept as they were drawn, at two kilobytes; a page has a hundred, and nearly all of them stay after a step.
KEPT = 2048


@register.simple_tag
def line_of(line: Any, *, place: str) -> SafeString:
    """The line, drawn once for each language and all that it shows; `place` tells two of the same apart on a page."""
    return _drawn(_Shown(line, place))


class _Shown:
    """A line with the values in which two drawings of it may differ."""

    def __init__(self, line: Any, place: str) -> None:
        item, pillar = line.item, line.pillar
        self.line, self.place = line, place
        self._values = (
            get_language(), place, item.public_id, item.number, item.printed, item.hash, item.language,
            tuple(item.paper.items()), tuple(pillar.title.items()) if pillar else None, item.pillar_by,
            str(line.addressed), item.addressed_by, line.is_chosen, tuple(map(str, line.marks)),
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self._values == other._values


@lru_cache(KEPT)
def _drawn(shown: _Shown) -> SafeString:
    drawn = get_template("recommendations/line.html").render({"line": shown.line, "place": shown.place})
    return mark_safe(drawn)  # noqa: S308 - rendered, hence escaped
