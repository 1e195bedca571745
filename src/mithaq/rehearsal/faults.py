"""What is wrong with the files: file, line and reason, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class LazyFormat:
    """A translated sentence with its facts, put together when it is read."""

    def __init__(self, sentence: Promise, **facts: object) -> None:
        self.sentence, self.facts = sentence, facts

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


Reason = str | Promise | LazyFormat


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the file, its line counted from 1 (0 for the whole file), the reason in a sentence."""

    file: str
    line: int
    reason: Reason

    def __str__(self) -> str:
        if not self.line:
            return str(_("%(file)s: %(reason)s")) % {"file": self.file, "reason": self.reason}
        where = {"file": self.file, "line": self.line, "reason": self.reason}
        return str(_("%(file)s, line %(line)d: %(reason)s")) % where


class WrongFiles(Exception):
    """The files cannot be played. Nothing was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        head = ngettext(
            "The files have %(count)d fault. Nothing was written.",
            "The files have %(count)d faults. Nothing was written.",
            len(self.faults),
        ) % {"count": len(self.faults)}
        return "\n".join([head, *map(str, self.faults)])
