"""Acts of the chronicle as lines on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.things import found


@dataclass(frozen=True)
class Line:
    """An act in the reader's words; `subject` is the record it concerned, as far as the reader may see it."""

    sentence: str
    at: datetime
    number: int
    mandate: Mandate | None
    subject: Any = None
    url: str = ""


def lines(acts: Iterable[Act]) -> list[Line]:
    """Acts with nothing but their sentences."""
    return [Line(sentence_of(act), act.at, act.sequence, act.mandate) for act in acts]


def lines_with_subjects(acts: Iterable[Act], seat: Seat | None, at: datetime) -> list[Line]:
    """Acts with the record each concerned; the acts come with their things. One query for each kind of record."""
    acts = list(acts)
    subjects = {act.pk: _subject(act) for act in acts}
    records = found({subject for subject in subjects.values() if subject}, seat, at)
    told = []
    for act in acts:
        record = records.get(subjects[act.pk])
        told.append(Line(sentence_of(act), act.at, act.sequence, act.mandate, record, _address(record)))
    return told


def _subject(act: Act) -> tuple[str, str] | None:
    return next(((thing.kind, thing.thing) for thing in act.things.all() if thing.place == 0), None)


def _address(record: Any) -> str:
    address = getattr(record, "get_absolute_url", None)
    return address() if address else ""
