"""What stood in a record before it was changed, as the chronicle keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Model, Q

from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.queries import acts_on
from mithaq.foundation.chronicle.sentences import sentence_of

#: So many changes are shown; the chronicle has them all.
SHOWN = 30
#: How the verbs end of which it tells.
TOLD = (".corrected", ".taken_back", ".ended", ".handed_over")


@dataclass
class Change:
    """One field before and after: "name.en", "country"."""

    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Correction:
    """One act that changed a record or took something back, with what it changed; the words may have been erased."""

    sentence: str
    at: datetime
    is_erased: bool
    changes: list[Change] = field(default_factory=list)


def corrections_of(thing: Model) -> list[Correction]:
    """The changes of a record and what was taken back about it, the newest first. One query."""
    told = reduce(or_, (Q(verb__endswith=ending) for ending in TOLD))
    return [_correction(act) for act in acts_on(thing).filter(told)[:SHOWN]]


def _correction(act: Act) -> Correction:
    spoken = getattr(act, "spoken", None)
    words = (spoken.words if spoken else None) or {}
    changes: dict[str, Change] = {}
    for name, text in words.items():
        field_name, _dot, moment = name.rpartition(".")
        if moment in ("before", "after"):
            setattr(changes.setdefault(field_name, Change(field_name)), moment, text)
        else:
            changes[name] = Change(name, after=text)
    return Correction(sentence_of(act), act.at, spoken is not None and spoken.words is None, list(changes.values()))
