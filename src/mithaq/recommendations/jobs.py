"""Taking the meanings of texts: a job of the worker, in as many processes as there are cores."""

from __future__ import annotations

import logging
import os
from contextlib import closing
from itertools import islice

from mithaq.core.meaning import Meaning, Shapes, Vectors, model_here, vectors_by_many
from mithaq.recommendations.models import RecommendationText, Vector
from mithaq.recommendations.queries.meanings import texts_without_vector

log = logging.getLogger(__name__)

#: Texts in one round of the worker, whose other work waits meanwhile: about ten seconds on two cores.
A_ROUND = 512
#: Below this many texts other processes would take longer to begin than one to end.
WORTH_MANY = 48

_gave_up: set[str] = set()


def take_meanings() -> int:
    """Take the meanings of texts that have none yet, or that have changed; the number that was taken.

    Each part is kept as soon as it is there, so that pages show how far it is and a kill loses little.
    """
    model = model_here()
    if model == Shapes.model or model in _gave_up:
        return 0  # spellings are told in no time where they are needed, and nothing of them is kept
    waiting = list(texts_without_vector(model)[:A_ROUND])
    if not waiting:
        return 0
    hands = (os.cpu_count() or 1) if len(waiting) >= WORTH_MANY else 1
    texts, taken = iter(waiting), 0
    with closing(vectors_by_many([text.text for text in waiting], hands)) as parts:
        for part in parts:
            if part.shape[1] != Meaning.dimensions:
                log.warning("the model %s is installed and does not run here; spellings stand in for meanings", model)
                _gave_up.add(model)
                break
            taken += _keep(list(islice(texts, len(part))), part, model)
    return taken


def _keep(texts: list[RecommendationText], vectors: Vectors, model: str) -> int:
    rows = {text.hash: vector for text, vector in zip(texts, vectors, strict=True)}
    Vector.objects.bulk_create(
        [Vector(hash=digest, model=model, numbers=row.astype("<f4").tobytes()) for digest, row in rows.items()],
        ignore_conflicts=True,
    )
    return len(texts)
