"""What records of many kinds are called, in one query: for lists that name whatever an act concerned."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.db.models import F, Func, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Substr

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.things import Reference, visible
from mithaq.recommendations.models import RecommendationText

#: Letters of a name that is made of the first words of a text.
LONG = 90


class InLanguage(Func):
    """A text under its language, as a field of words per language holds it."""

    function = "json_object"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same under PostgreSQL's own name."""
        return self.as_sql(compiler, connection, function="jsonb_build_object", **context)


def _first_words() -> Subquery[Any]:
    """Of a recommendation, which bears no title, in the language in which the paper has it."""
    texts = RecommendationText.objects.filter(recommendation=OuterRef("pk")).order_by("pk")
    said = InLanguage(F("language"), Substr("text", 1, LONG + 60))
    return Subquery(texts.annotate(said=Cast(said, TextField())).values("said")[:1])


#: The field that holds the name of each kind of record, or what its name is made of.
NAMES: dict[str, str | Subquery[Any]] = {
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
    "recommendations.recommendation": _first_words(),
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
    found = parts[0].union(*parts[1:])
    return {(kind, public_id): _shortened(kind, json.loads(words)) for kind, public_id, words in found if words}


def _shortened(kind: str, words: dict[str, str]) -> PerLanguage:
    if isinstance(NAMES[kind], str):
        return PerLanguage(words)
    return PerLanguage({code: shorten(text, LONG, placeholder="…") for code, text in words.items()})
