"""May they? A rule answers with a verdict: yes, or no and why.

Rules stand in the `rules` of each room and compose by `first_refusal`. A verb asks `require(...)`; a page shows the
reason. Reasons are whole sentences, translated when they are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """Whether something is allowed; if not, the reason in a sentence (lazy, for the reader's language)."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


class Refused(Exception):
    """A verb was not carried out, and nothing changed. `reason` is a sentence for the person who asked."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


def no(reason: str | Promise) -> Verdict:
    """A refusal with its reason."""
    return Verdict(False, reason)


def only_if(condition: bool, reason: str | Promise) -> Verdict:
    """Yes if the condition holds, else no for this reason."""
    return YES if condition else no(reason)


def first_refusal(*verdicts: Verdict | Callable[[], Verdict]) -> Verdict:
    """The first refusal among these, else yes. A callable is asked only if all before it said yes."""
    for verdict in verdicts:
        verdict = verdict() if callable(verdict) else verdict
        if not verdict.allowed:
            return verdict
    return YES


def require(verdict: Verdict) -> None:
    """Raise `Refused` with the reason unless the verdict is yes."""
    if not verdict.allowed:
        raise Refused(verdict.reason)
