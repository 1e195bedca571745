"""Acts of the chronicle as lines on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.things import Reference, found

#: An act may concern hundreds of records; the first of them name it.
NAMED = 3


@dataclass(frozen=True)
class Line:
    """An act in the reader's words; `subject` is the record it concerned, as far as the reader may see it."""

    sentence: str
    at: datetime
    number: int
    mandate: Mandate | None
    subject: Any = None
    url: str = ""

    @property
    def name(self) -> Any:
        """What the record is called."""
        return getattr(self.subject, "title", None) or getattr(self.subject, "name", None) or str(self.subject)


def lines(acts: Iterable[Act]) -> list[Line]:
    """Acts with nothing but their sentences."""
    return [Line(sentence_of(act), act.at, act.sequence, act.mandate) for act in acts]


def lines_with_subjects(acts: Iterable[Act], seat: Seat | None, at: datetime) -> list[Line]:
    """Acts with the record each concerned: its subject, or the first of the others that the reader may see. The acts
    come with their things. One query for each kind of record."""
    acts = list(acts)
    named = {act.pk: _references(act) for act in acts}
    records = found({reference for references in named.values() for reference in references}, seat, at)
    told = []
    for act in acts:
        record = next((records[reference] for reference in named[act.pk] if reference in records), None)
        told.append(Line(sentence_of(act), act.at, act.sequence, act.mandate, record, _address(record)))
    return told


def _references(act: Act) -> list[Reference]:
    first = sorted(act.things.all(), key=lambda thing: thing.place)[:NAMED]
    return [(thing.kind, thing.thing) for thing in first]


def _address(record: Any) -> str:
    if isinstance(record, Organisation):  # the foundation does not know the room that shows it
        return reverse("members:organisation", args=[record.public_id])
    address = getattr(record, "get_absolute_url", None)
    return address() if address else ""
