"""Every text that search looks through, folded, as of the last act.

All texts of the year are read in one query and folded once; they are kept in this process until the next act. What is
kept knows nothing of who may see what: a search asks that of each room, for what it has found and before it counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.communique.models import Text, Wording
from mithaq.communique.queries import clauses_visible_to, texts_visible_to
from mithaq.core.text import searchable
from mithaq.desk.queries.log import READERS_OF_ALL
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.queries import organisations_visible_to
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.press.models import Release
from mithaq.press.queries import releases_visible_to
from mithaq.recommendations.models import PointText, RecommendationText
from mithaq.recommendations.queries import points_visible_to, recommendations_visible_to
from mithaq.taskforces.models import Group
from mithaq.taskforces.queries import groups_visible_to

#: Texts kept folded, across acts: most stay as they are from one act to the next.
FOLDED = 65_536
#: Stands between the texts beside a title (the separator of units, which no text holds).
BETWEEN = "\x1f"


@dataclass(frozen=True)
class Entry:
    """One text of a record: what is shown as its title, the words of one language, and folded what it is found by.
    `parent` is the address of the record on whose page it stands, where it has no page of its own."""

    record: int
    address: str
    parent: str
    title: PerLanguage
    language: str
    words: str
    folded_words: str
    folded_title: str
    folded: str


@dataclass(frozen=True)
class Kind:
    """A kind of record that is searched: what it is called, which of them a seat may see, and the texts they have.

    `place` is the column of the record's key in the query of its texts, `address` that of its public identifier. A
    title that is `borrowed` is that of a larger record: what is found is not found by it.
    """

    key: str
    heading: Promise
    visible_to: Callable[[Seat | None, datetime], QuerySet[Any]]
    texts: Callable[[], QuerySet[Any]]
    place: str = "pk"
    address: str = "public_id"
    title: str = "title"
    words: str = ""
    language: str = ""
    also: tuple[str, ...] = ()
    parent: str = ""
    borrowed: bool = False
    page: str = ""


def unmerged_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Organisation]:
    """The organisations, without those whose record was merged into another."""
    return organisations_visible_to(seat, at).filter(merged_into=None)


def people_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Seat]:
    """The seats whose holders one may look up: all for those who read the whole chronicle, else those of one's own
    organisation."""
    if seat is None:
        return Seat.objects.none()
    return Seat.objects.all() if seat.role in READERS_OF_ALL else seat.organisation.seats.all()


def latest_wordings() -> QuerySet[Wording]:
    """The words each clause has in each language; an earlier wording is not found any more."""
    later = Wording.objects.filter(clause=OuterRef("clause"), language=OuterRef("language"), pk__gt=OuterRef("pk"))
    return Wording.objects.filter(~Exists(later))


KINDS = (
    Kind(
        "organisations", _("Organisations"), unmerged_visible_to, Organisation.objects.all,
        title="name", page="members:organisation",
    ),
    Kind(
        "people", pgettext_lazy("kind of find", "People"), people_visible_to, Seat.objects.all, title="person__name",
        address="organisation__public_id", also=("title", "organisation__name"), page="members:organisation",
    ),
    Kind("groups", _("Task forces and groups"), groups_visible_to, Group.objects.all, page="taskforces:group"),
    Kind(
        "recommendations", _("Recommendations of the papers"), recommendations_visible_to,
        RecommendationText.objects.all, place="recommendation_id", address="recommendation__public_id",
        title="recommendation__paper__title", words="text", language="language",
        also=("recommendation__number", "recommendation__theme"), borrowed=True, page="recommendations:recommendation",
    ),
    Kind(
        "points", _("Points"), points_visible_to, PointText.objects.all, place="point_id",
        address="point__public_id", title="point__title", words="text", language="language",
        page="recommendations:point",
    ),
    Kind("texts", _("Texts"), texts_visible_to, Text.objects.all, page="communique:text"),
    Kind(
        "clauses", _("Clauses"), clauses_visible_to, latest_wordings, place="clause_id",
        address="clause__public_id", title="clause__text__title", words="text", language="language",
        parent="clause__text__public_id", borrowed=True, page="communique:text",
    ),
    Kind(
        "releases", _("Press releases"), releases_visible_to, Release.objects.all, words="body", page="press:release"
    ),
)  # fmt: skip


_corpus: Memory[dict[str, list[Entry]]] = Memory(1)


def corpus() -> dict[str, list[Entry]]:
    """The texts of every kind. One query after an act, none until the next one."""
    return _corpus.recall("corpus", None, _read)


def _read() -> dict[str, list[Entry]]:
    by_key = {kind.key: kind for kind in KINDS}
    parts = [_rows_of(kind) for kind in KINDS]
    found: dict[str, list[Entry]] = {key: [] for key in by_key}
    for key, *columns in parts[0].union(*parts[1:], all=True):
        found[key].extend(_entries(by_key[key], *columns))
    for entries in found.values():
        entries.sort(key=lambda one: one.record)
    return found


def _rows_of(kind: Kind) -> QuerySet[Any, tuple[Any, ...]]:
    beside: list[Any] = [part for name in kind.also for part in (Cast(F(name), TextField()), Value(BETWEEN))]
    also = Concat(*beside, Value(""), output_field=TextField()) if beside else Value("", TextField())
    texts = [Cast(F(name), TextField()) if name else Value("", TextField()) for name in _columns(kind)]
    return kind.texts().order_by().values_list(Value(kind.key, TextField()), F(kind.place), *texts, also)


def _columns(kind: Kind) -> tuple[str, ...]:
    return kind.address, kind.parent, kind.title, kind.words, kind.language


def _entries(
    kind: Kind, record: int, address: str, parent: str, title: str, words: str, language: str, also: str
) -> Iterator[Entry]:
    named = PerLanguage(json.loads(title))
    beside = " ".join(filter(None, map(_plain, also.split(BETWEEN))))
    own = beside if kind.borrowed else " ".join([*named.values(), beside])
    if kind.borrowed and beside:
        named = PerLanguage({language: beside})
    folded = _folded(own)
    for code, text in (json.loads(words) if words and not language else {language: words}).items():
        said = _folded(text)
        yield Entry(record, address, parent, named, code, text, said, folded, f"{folded} {said}")


def _plain(part: str) -> str:
    """A text beside the title; a name stands there in all its languages."""
    return " ".join(json.loads(part).values()) if part.startswith("{") else part


@lru_cache(maxsize=FOLDED)
def _folded(text: str) -> str:
    return searchable(text)


def visible_among(hits: dict[str, set[int]], seat: Seat | None, at: datetime) -> dict[str, set[int]]:
    """Those of the records found, by kind and key, that the seat may see. One query."""
    asked = [_visible(kind, hits[kind.key], seat, at) for kind in KINDS if hits.get(kind.key)]
    seen: dict[str, set[int]] = {key: set() for key in hits}
    if asked:
        for key, record in asked[0].union(*asked[1:], all=True):
            seen[key].add(record)
    return {key: seen[key] & hits[key] for key in hits}


#: Records named one by one in the question; where more are found, the room is asked for all that may be seen.
NAMED = 900


def _visible(kind: Kind, hits: set[int], seat: Seat | None, at: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    visible = kind.visible_to(seat, at).select_related(None).prefetch_related(None).order_by()
    few = Q(pk__in=hits) if len(hits) <= NAMED else Q()
    return visible.filter(few).values_list(Value(kind.key, TextField()), "pk")
