"""One change to a base wording, by code points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """What stands from `start` to `end` of the base (code points) gives way to `replacement`.

    An insertion has no length, a deletion no replacement. Sorted, an insertion at a place stands before a change
    that begins there. Raises ValueError for a span that runs backwards or begins before the text.
    """

    start: int
    end: int
    replacement: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"{self.start} to {self.end} is no span.")
