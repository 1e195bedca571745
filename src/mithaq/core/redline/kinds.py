"""What became of a run of text."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What became of a run of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


class Run(NamedTuple):
    """A run of text. A deleted and an inserted run that are one sentence moved share the number `move` (from 1)."""

    kind: Kind
    text: str
    move: int | None = None
