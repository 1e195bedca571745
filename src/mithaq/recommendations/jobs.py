"""What the worker does here: reading papers that take too long for a page, and taking the meanings of texts, in as
many processes as there are cores."""

from __future__ import annotations

import logging
import os
from contextlib import closing
from functools import partial
from itertools import islice

from mithaq.core.meaning import Meaning, Shapes, Vectors, model_here, vectors_by_many
from mithaq.foundation import clock
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_whole_paper
from mithaq.foundation.uploads.vocabulary import Unreadable, Why
from mithaq.recommendations.domain.find import find
from mithaq.recommendations.domain.have_read import (
    FILE_GONE,
    TRIES,
    Overtaken,
    give_up,
    let_go,
    say_how_far,
    take_up,
)
from mithaq.recommendations.models import ReadingOrder, RecommendationText, Vector
from mithaq.recommendations.queries.meanings import texts_without_vector

log = logging.getLogger(__name__)

#: Texts in one round of the worker, whose other work waits meanwhile: about ten seconds on two cores.
A_ROUND = 512
#: Below this many texts other processes would take longer to begin than one to end.
WORTH_MANY = 48

_gave_up: set[str] = set()


def read_papers() -> int:
    """Read the next paper that waits to be read; 1 if there was one. What becomes of it is on record: what was found,
    or why it could not be read."""
    order = take_up(clock.real_now())
    if order is None:
        return 0
    if order.tries > TRIES:
        give_up(order, Why.CRASHED, {}, at=clock.now())
        return 1
    try:
        _read(order)
    except Unreadable as why:
        give_up(order, why.code, why.facts, at=clock.now())
    except NotAsReceived:
        give_up(order, FILE_GONE, {}, at=clock.now())
    except Refused:
        let_go(order)
    except Overtaken:
        log.info("another reader has taken this paper over", extra={"paper": order.paper.public_id})
    return 1


def _read(order: ReadingOrder) -> None:
    file = order.paper.file
    if file is None:
        raise Overtaken
    whole = read_whole_paper(content_of(file), partial(_say_how_far, order))
    _say_how_far(order, 0, 0)
    find(order.paper, whole, seat=order.seat, at=clock.now())


def _say_how_far(order: ReadingOrder, done: int, of: int) -> None:
    say_how_far(order, done, of, clock.real_now())


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
