"""Public identifiers: short, random, and telling nothing of order or time.

They stand in addresses, so a counter or a time in them would betray what is still secret.
A rehearsal replaces the source by a seeded one, so that the same folder gives the same pages.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Without vowels (no words by accident) and without 0, 1, l (no misreading): 27 letters, 12 places = 57 bits.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
PLACES = 12


def _at_random() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(PLACES))


_source: ContextVar[Callable[[], str]] = ContextVar("identifiers", default=_at_random)


def fresh_id() -> str:
    """A new public identifier of twelve letters."""
    return _source.get()()


def _seeded(seed: bytes) -> Iterator[str]:
    count = 0
    while True:
        count += 1
        number = int.from_bytes(hashlib.blake2b(seed + count.to_bytes(8, "big")).digest()[:16], "big")
        letters = []
        for _ in range(PLACES):
            number, letter = divmod(number, len(LETTERS))
            letters.append(LETTERS[letter])
        yield "".join(letters)


@contextmanager
def repeatable_ids(seed: bytes) -> Iterator[None]:
    """Within this block identifiers follow from `seed`: the same acts give the same addresses."""
    following = _seeded(seed)
    token = _source.set(lambda: next(following))
    try:
        yield
    finally:
        _source.reset(token)
