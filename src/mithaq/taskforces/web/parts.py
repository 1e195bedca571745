"""Pages that hold several small forms: each is sent by itself, and names itself in the field `part`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request

Maker = Callable[..., forms.Form]


class Parts:
    """The forms of a page by name. The one that was sent is bound to what was typed; each has its own prefix, so that
    no two fields of the page have the same name."""

    def __init__(self, request: Request, makers: Mapping[str, Maker]) -> None:
        named = request.POST.get("part", "") if request.method == "POST" else ""
        self.sent_name = named if named in makers else ""
        self.forms = {
            name: make(*((request.POST, request.FILES) if name == self.sent_name else ()), prefix=name)
            for name, make in makers.items()
        }

    @property
    def sent(self) -> Any:
        """The form that was sent, if one was."""
        return self.forms.get(self.sent_name)

    @property
    def is_good(self) -> bool:
        """Whether a form was sent in which nothing is wrong."""
        return self.sent is not None and self.sent.is_valid()


def seated(request: Request) -> Seat:
    """The seat that acts. To nobody the page is not there."""
    if request.seat is None:
        raise Http404
    return request.seat
