"""What else holds words about a person whose name is erased: each room says how it forgets them.

The room of the members erases what it knows of itself. A later room that keeps such words (mails that came in) declares
a function with `@forgets`; it is called in the transaction of the erasure, before the names are gone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mithaq.foundation.actors.models import Person

#: Shorter words than this are looked for as a whole only, since they stand inside too many others.
_SHORT = 5


@dataclass(frozen=True)
class Leaving:
    """A person whose name is being erased: all records of the person, and every word by which the person is known
    (names in every language, addresses, numbers)."""

    persons: tuple[Person, ...]
    words: frozenset[str]

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the person."""
        folded = text.casefold().strip()
        known = [word.casefold() for word in self.words]
        return any(word == folded or (len(word) >= _SHORT and word in folded) for word in known)

    def without(self, text: str) -> str:
        """The text with an ellipsis in place of each word by which the person is known, the longest first."""
        for word in sorted(self.words, key=len, reverse=True):
            text = text.replace(word, "…")
        return text


Forgets = Callable[[Leaving, datetime], None]

_forgetting: list[Forgets] = []


def forgets(function: Forgets) -> Forgets:
    """Declare that this function forgets what its room holds of a person."""
    _forgetting.append(function)
    return function


Tells = Callable[[Leaving], "dict[str, list[dict[str, Any]]]"]

_telling: list[Tells] = []


def tells(function: Tells) -> Tells:
    """Declare that this function says what its room holds of a person apart from the records of persons and seats: for
    each kind of record its rows, ready for JSON."""
    _telling.append(function)
    return function


def told_everywhere(person: Leaving) -> dict[str, list[dict[str, Any]]]:
    """What every room says that it holds of a person."""
    return {kind: rows for function in _telling for kind, rows in function(person).items()}


def forget_everywhere(leaving: Leaving, at: datetime) -> None:
    """Let every room forget."""
    for function in _forgetting:
        function(leaving, at)
