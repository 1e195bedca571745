"""The picture of a person beside the name: a photo where the reader may see one, else the first letter."""

from __future__ import annotations

import unicodedata
from typing import Any, Protocol

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: The side of a small picture, in CSS pixels; the file has more dots, for sharp screens.
SMALL = 48


class Pictured(Protocol):
    """A photo at two sizes; width and height are those of the large one, in dots."""

    width: int
    height: int

    @property
    def small_url(self) -> str: ...

    @property
    def large_url(self) -> str: ...


@register.simple_tag
def portrait(*, of: Any, photo: Pictured | None = None, large: bool = False, said: str = "") -> SafeString:
    """A person's photo, small and square or large and whole; without one the first letter of the name `of`.

    A name stands beside it, so it says nothing to screen readers, unless `said` gives it words.
    """
    props: dict[str, Any] = {"photo": "", "large": large, "alt": said, "initial": _initial(str(of))}
    if photo is not None:
        props["photo"] = photo.large_url if large else photo.small_url
        props |= {"width": photo.width if large else SMALL, "height": photo.height if large else SMALL}
    return mark_safe(get_template("ui/portrait.html").render(props))  # noqa: S308  a template of ours has escaped it


def _initial(name: str) -> str:
    """The first letter or number of a name, with the marks that belong to it."""
    return next((sign.upper() for sign in name if unicodedata.category(sign)[0] in "LN"), "·")
