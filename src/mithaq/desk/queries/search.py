"""Searching everything that a seat may see, in Arabic and Latin letters alike.

Every text is folded as `core.text.searchable` says and must contain each of the words. At a year's size
reading them all is quicker than keeping an index true: one query a kind, and each text is folded once in a
process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Wording
from mithaq.communique.queries import clauses_visible_to
from mithaq.core.text import searchable, tokens
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.queries import organisations_visible_to
from mithaq.foundation.languages.words import PerLanguage
from mithaq.recommendations.models import PointText, RecommendationText
from mithaq.recommendations.queries import points_visible_to, recommendations_visible_to

SHOWN = 8
#: Letters of text shown before and after the first word that was found.
BEFORE, AFTER = 60, 140


@dataclass(frozen=True)
class Candidate:
    """A record that may be found: its title, its words in one or all languages, what else it is found by."""

    record: Any
    title: Any
    words: PerLanguage
    also: str = ""

    @property
    def url(self) -> str:
        """The record's page."""
        if isinstance(self.record, Organisation):  # the foundation does not know the room that shows it
            return reverse("members:organisation", args=[self.record.public_id])
        return str(self.record.get_absolute_url())


@dataclass(frozen=True)
class Found:
    """A record that was found: its title, its page, and the passage in which the words stand."""

    title: Any
    url: str
    passage: str = ""
    language: str = ""


@dataclass(frozen=True)
class Finds:
    """What was found of one kind."""

    title: Promise
    shown: list[Found]
    total: int

    @property
    def rest(self) -> int:
        """How many were found besides those shown."""
        return self.total - len(self.shown)


def search_for(words: str, seat: Seat | None, at: datetime) -> list[Finds]:
    """What `seat` may see that contains every one of the words, by kind. Four queries."""
    wanted = searchable(words).split()
    if not wanted:
        return []
    finds = [
        _finds(_("Organisations"), _organisations(seat, at), wanted),
        _finds(_("Recommendations of the papers"), _recommendations(seat, at), wanted),
        _finds(_("Points"), _points(seat, at), wanted),
        _finds(_("Clauses"), _clauses(seat, at), wanted),
    ]
    return [one for one in finds if one.total]


def _organisations(seat: Seat | None, at: datetime) -> Iterator[Candidate]:
    for organisation in organisations_visible_to(seat, at).filter(merged_into=None):
        yield Candidate(organisation, organisation.name, organisation.name)


def _recommendations(seat: Seat | None, at: datetime) -> Iterator[Candidate]:
    visible = recommendations_visible_to(seat, at).prefetch_related(None).order_by()
    texts = RecommendationText.objects.filter(recommendation__in=visible).select_related("recommendation__paper")
    for text in texts.order_by("recommendation_id", "id"):
        one = text.recommendation
        title = f"{one.number} {one.theme}".strip() or one.paper.title
        yield Candidate(one, title, PerLanguage({text.language: text.text}), f"{one.number} {one.theme}")


def _points(seat: Seat | None, at: datetime) -> Iterator[Candidate]:
    visible = points_visible_to(seat, at).prefetch_related(None).order_by()
    for text in PointText.objects.filter(point__in=visible).select_related("point").order_by("point__position", "id"):
        words = PerLanguage({text.language: text.text})
        yield Candidate(text.point, text.point.title, words, " ".join(text.point.title.values()))


def _clauses(seat: Seat | None, at: datetime) -> Iterator[Candidate]:
    visible = clauses_visible_to(seat, at).order_by()
    latest: dict[tuple[int, str], Wording] = {}
    for wording in Wording.objects.filter(clause__in=visible).select_related("clause__text").order_by("id"):
        latest[wording.clause_id, wording.language] = wording
    for wording in latest.values():
        yield Candidate(wording.clause, wording.clause.text.title, PerLanguage({wording.language: wording.text}))


def _finds(title: Promise, candidates: Iterator[Candidate], wanted: list[str]) -> Finds:
    found: dict[int, Found] = {}
    for one in candidates:
        if one.record.pk not in found and (hit := _found(one, wanted)):
            found[one.record.pk] = hit
    return Finds(title, list(found.values())[:SHOWN], len(found))


def _found(one: Candidate, wanted: list[str]) -> Found | None:
    for language, text in one.words.items():
        folded = f"{_folded(one.also)} {_folded(text)}"
        if all(word in folded for word in wanted):
            passage = "" if one.title is one.words else _passage(text, wanted)
            return Found(one.title, one.url, passage, language)
    return None


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return searchable(text)


def _passage(text: str, wanted: list[str]) -> str:
    """The words around the first one that was found."""
    place = 0
    for token in tokens(text):
        if any(word in searchable(token) for word in wanted):
            break
        place += len(token)
    else:
        place = 0
    start, end = max(0, place - BEFORE), min(len(text), place + AFTER)
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, end) if end < len(text) else end
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
