"""What records of many kinds are called, in one query: for lists that name whatever an act concerned."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import TextField, Value
from django.db.models.functions import Cast

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import Reference, visible

#: The field that holds the name of each kind of record.
NAMES = {
    "actors.organisation": "name",
    "actors.person": "name",
    "cycle.cycle": "title",
    "cycle.deadline": "title",
    "cycle.phase": "title",
    "cycle.pillar": "title",
    "members.membership": "organisation__name",
    "taskforces.group": "title",
    "taskforces.meeting": "title",
    "taskforces.paper": "title",
    "taskforces.enrolment": "organisation__name",
    "recommendations.point": "title",
    "communique.text": "title",
    "endorsements.endorsement": "organisation__name",
    "press.release": "title",
}


def names_of(references: Iterable[Reference], seat: Seat | None, at: datetime) -> dict[Reference, PerLanguage]:
    """The names of those records that `seat` may see and that have one. One query, however many kinds there are."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in references:
        wanted[kind].add(public_id)
    parts = []
    for kind in sorted(wanted.keys() & NAMES.keys()):
        records = visible(kind, seat, at)
        if records is not None:
            words = Cast(NAMES[kind], TextField())
            named = records.filter(public_id__in=wanted[kind]).prefetch_related(None).order_by()
            parts.append(named.values_list(Value(kind, TextField()), "public_id", words))
    if not parts:
        return {}
    return {(kind, public_id): PerLanguage(json.loads(words)) for kind, public_id, words in parts[0].union(*parts[1:])}
