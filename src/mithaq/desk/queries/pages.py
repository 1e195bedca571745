"""What the desk's search finds on the pages of papers and studies: they have an index of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mithaq.desk.queries.search import Finds, Found, Piece, how_many
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.search.queries import Find, Ranked, Ranking, ranked
from mithaq.library.models import Study
from mithaq.library.queries import KIND as STUDY
from mithaq.library.queries import studies_visible_to
from mithaq.taskforces.queries.pages import KIND as VERSION
from mithaq.taskforces.queries.pages import papers_in, versions_read_by

PAPERS, STUDIES = "papers", "studies"

_finds: Memory[list[Finds]] = Memory(256, kinds=("library.", "taskforces.", "cycle."))


def pages_saying(words: str, seat: Seat | None, at: datetime, *, only: str = "") -> list[Finds]:
    """The papers and the studies whose title or pages say all of the words, each with its best page; empty where none
    does. Five queries, and none when it is asked again before the next act or minute."""
    key = words, seat and seat.pk, only
    return _finds.recall(key, at, lambda: _saying(words, seat, at, only))


def _saying(words: str, seat: Seat | None, at: datetime, only: str) -> list[Finds]:
    studies = studies_visible_to(seat, at)
    ranking = ranked(words, {VERSION: versions_read_by(seat, at), STUDY: studies})
    papers = papers_in(ranking, words, seat, at)
    of_studies = [record for record in ranking.records if record[0].kind == STUDY]
    shown = papers[: how_many(PAPERS, only)], of_studies[: how_many(STUDIES, only)]
    places = _places(ranking, [paper.record for paper in shown[0] if paper.record] + shown[1])
    finds = [
        Finds(PAPERS, _("Working papers"), [], len(papers)),
        Finds(STUDIES, _("Studies"), [], len(of_studies)),
    ]
    for paper in shown[0]:
        find = places.get(paper.record[0]) if paper.record else None
        finds[0].shown.append(_found(paper.title, reverse("taskforces:paper", args=[paper.public_id]), find))
    finds[1].shown.extend(_studies(shown[1], places, studies))
    return [one for one in finds if one.total]


def _studies(records: list[list[Ranked]], places: dict[Ranked, Find], studies: QuerySet[Study]) -> list[Found]:
    if not records:
        return []
    known: dict[Any, Study] = studies.in_bulk([record[0].subject for record in records])
    found = [(known[record[0].subject], places[record[0]]) for record in records]
    return [_found(study.title, study.get_absolute_url(), find) for study, find in found]


def _places(ranking: Ranking, records: list[list[Ranked]]) -> dict[Ranked, Find]:
    """Where in each record it stands, in its two best passages (one may be its title). One query, or none."""
    finds = ranking.finds(records, places=2) if records else []
    return {record[0]: find for record, find in zip(records, finds, strict=True)}


def _found(title: PerLanguage, url: str, find: Find | None) -> Found:
    place = next((one for one in find.places if not one.is_title), None) if find is not None else None
    if place is None:  # its title says it, and that is shown already
        return Found(title, url)
    pieces = tuple(Piece(piece.text, piece.is_marked) for piece in place.snippet)
    passage = "".join(piece.text for piece in pieces)
    return Found(title, url, passage, place.language, pieces, place.page)
