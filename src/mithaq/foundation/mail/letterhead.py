"""Who writes: the group's mark and name, as they stand at the head of every letter.

The foundation knows no group. The room that does says with `@heads_letters` what they are; before there is one, letters
have no head.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mithaq.foundation.languages.words import PerLanguage


@dataclass(frozen=True)
class Letterhead:
    """The group's short mark ("R12") and its name."""

    mark: PerLanguage
    group: PerLanguage

    def line(self, language: str) -> str:
        """Both on one line, in a language or the nearest there is."""
        return f"{self.mark.in_language(language)} · {self.group.in_language(language)}"


Heading = Callable[[], "Letterhead | None"]

_headings: list[Heading] = []


def heads_letters(heading: Heading) -> Heading:
    """Declare what says the letterhead; the last to say it is asked."""
    _headings.append(heading)
    return heading


def letterhead() -> Letterhead | None:
    """The letterhead as it is now; None before there is a group."""
    return _headings[-1]() if _headings else None
