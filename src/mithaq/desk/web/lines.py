"""Acts of the chronicle as lines on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from mithaq.desk.queries.log import NAMING
from mithaq.desk.queries.names import names_of
from mithaq.foundation.actors.models import Mandate, Seat
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import Reference

#: The page of each kind of record that has one.
PAGES = {
    "actors.organisation": "members:organisation",
    "actors.person": "members:person",
    "taskforces.group": "taskforces:group",
    "taskforces.meeting": "taskforces:meeting",
    "taskforces.paper": "taskforces:paper",
    "recommendations.point": "recommendations:point",
    "recommendations.recommendation": "recommendations:recommendation",
    "communique.text": "communique:text",
    "endorsements.endorsement": "endorsements:endorsement",
    "press.release": "press:release",
}


@dataclass(frozen=True)
class Line:
    """An act in the reader's words; `name` and `url` are those of the record that it concerned."""

    sentence: str
    at: datetime
    number: int
    mandate: Mandate | None
    name: PerLanguage | None = None
    url: str = ""


def lines_with_names(acts: Iterable[Act], seat: Seat | None, at: datetime) -> list[Line]:
    """Acts with the record each concerned: its subject, or the first of the others that has a name. One query; the acts
    come with their things."""
    acts = list(acts)
    concerned = {act.pk: _references(act) for act in acts}
    names = names_of({reference for references in concerned.values() for reference in references}, seat, at)
    told = []
    for act in acts:
        reference = next((one for one in concerned[act.pk] if one in names), None)
        name, url = (names[reference], _address(reference)) if reference else (None, "")
        told.append(Line(sentence_of(act), act.at, act.sequence, act.mandate, name, url))
    return told


def _references(act: Act) -> list[Reference]:
    first = sorted(act.things.all(), key=lambda thing: thing.place)[:NAMING]
    return [(thing.kind, thing.thing) for thing in first]


def _address(reference: Reference) -> str:
    kind, public_id = reference
    return reverse(PAGES[kind], args=[public_id]) if kind in PAGES else ""
