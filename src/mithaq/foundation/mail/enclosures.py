"""What goes with a letter and is made when it is sent: a calendar file is made from the record and never grows old.

A room declares with `@encloses(kind)` what goes with the letters whose occasion ends in that kind ("<act>:<kind>").
"""

from __future__ import annotations

from collections.abc import Callable
from email.mime.base import MIMEBase

from mithaq.foundation.mail.models import Letter

Enclosing = Callable[[Letter], "list[MIMEBase]"]

_enclosed: dict[str, Enclosing] = {}


def encloses(*kinds: str) -> Callable[[Enclosing], Enclosing]:
    """Declare what goes with the letters of these kinds."""

    def declare(enclosing: Enclosing) -> Enclosing:
        _enclosed.update(dict.fromkeys(kinds, enclosing))
        return enclosing

    return declare


def enclosures_of(letter: Letter) -> list[MIMEBase]:
    """The parts that go with a letter."""
    enclosing = _enclosed.get(letter.occasion.rpartition(":")[2])
    return enclosing(letter) if enclosing else []
