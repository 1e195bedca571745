"""The vectors that are on record, and what stands in for them until all are taken.

A vector belongs to the text's hash, so nothing that is remembered here can become wrong; what is not remembered is
asked for in one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from mithaq.core.meaning import Shapes, Vectors, model_here
from mithaq.recommendations.models import RecommendationText, Vector

#: Vectors remembered in one process: 40,000 of 384 numbers are 60 megabytes.
MOST = 40_000


@dataclass(frozen=True)
class Meanings:
    """A row for each text whose meaning is on record, and which texts those are, by their places. Where less than half
    are, spellings stand in for the meanings of all."""

    vectors: Vectors
    places: tuple[int, ...]
    model: str
    taken: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether no text still waits for its vector."""
        return self.taken == self.total

    @property
    def is_by_spelling(self) -> bool:
        """Whether likeness is told from letters, which says nothing across languages."""
        return self.model == Shapes.model


_lock = Lock()
_known: dict[tuple[str, str], Vectors] = {}


class _Latest:
    """What was put together last for which texts, where all are taken: then nothing of it changes any more."""

    found: tuple[str, list[str], Meanings] | None = None


def meanings_of(texts: Sequence[tuple[str, str]]) -> Meanings:
    """The meanings of texts given with their hashes. One query, none where all of them are remembered."""
    model, hashes = model_here(), [digest for digest, _text in texts]
    latest = _Latest.found
    if latest is not None and latest[:2] == (model, hashes):
        return latest[2]
    found = _put_together(texts, model, hashes)
    if found.is_complete and found.model == model:
        _Latest.found = (model, hashes, found)
    return found


def _put_together(texts: Sequence[tuple[str, str]], model: str, hashes: list[str]) -> Meanings:
    missing = {digest for digest in hashes if (digest, model) not in _known}
    if missing and model != Shapes.model:
        found = Vector.objects.filter(hash__in=missing, model=model).values_list("hash", "numbers")
        _remember((digest, model, np.frombuffer(numbers, "<f4")) for digest, numbers in found)
    places = tuple(place for place, digest in enumerate(hashes) if (digest, model) in _known)
    taken = len(places)
    if 2 * taken < len(hashes):
        model, places = Shapes.model, tuple(range(len(hashes)))
        new = {digest: text for digest, text in texts if (digest, model) not in _known}
        spelled = Shapes().vectors(list(new.values()))
        _remember((digest, model, row) for digest, row in zip(new, spelled, strict=True))
        taken = len(hashes) if model == model_here() else taken
    with _lock:
        rows = [_known[hashes[place], model] for place in places]
    vectors = np.stack(rows) if rows else np.zeros((0, 1), np.float32)
    return Meanings(vectors, places, model, taken, len(hashes))


def texts_without_vector(model: str) -> QuerySet[RecommendationText]:
    """Texts whose meaning this model has not taken, or not since they changed."""
    of_it = Vector.objects.filter(model=model, hash=OuterRef("hash"))
    return RecommendationText.objects.filter(~Exists(of_it)).order_by("id")


def _remember(rows: Iterable[tuple[str, str, Vectors]]) -> None:
    with _lock:
        _known.update(((digest, model), row) for digest, model, row in rows)
        while len(_known) > MOST:
            del _known[next(iter(_known))]
