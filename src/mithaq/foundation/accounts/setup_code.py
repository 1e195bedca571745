"""The one-time code without which nobody founds the house: whoever runs the server reads it in its terminal.

It stands in the memory that all processes share, because several machines may serve one database, and is forgotten
when the house is founded. While it is there, what was typed towards the founding is kept beside it.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.crypto import constant_time_compare

from mithaq.core.text import western_digits
from mithaq.foundation.identifiers import LETTERS, fresh_id

_CODE, _TYPED = "beginning.code", "beginning.typed"
#: The code is read and typed by people, so it is shown in groups of so many letters.
GROUPED_BY = 4


def setup_code() -> str:
    """The code, made when it is first asked for: "bcdf-ghjk-mnpq"."""
    code = cache.get(_CODE)
    if code is None:
        cache.add(_CODE, fresh_id(), timeout=None)
        code = cache.get(_CODE)
    return "-".join(code[place : place + GROUPED_BY] for place in range(0, len(code), GROUPED_BY))


def is_the_setup_code(typed: str) -> bool:
    """Whether somebody typed the code, however they grouped or capitalised it."""
    letters = "".join(letter for letter in western_digits(typed).lower() if letter in LETTERS)
    return constant_time_compare(letters, setup_code().replace("-", ""))


def typed_so_far() -> dict[str, Any]:
    """What was typed towards the founding, by screen."""
    return cache.get(_TYPED) or {}


def keep_typed(typed: dict[str, Any]) -> None:
    """Keep what was typed, so that a browser that closes or another one goes on from there."""
    cache.set(_TYPED, typed, timeout=None)


def forget_setup() -> None:
    """The house is founded: the code opens nothing any more."""
    cache.delete_many([_CODE, _TYPED])
